//! The subcommands: one file each, with its arguments and how it runs.

pub(crate) mod budget;
pub mod build;
pub mod check;
pub(crate) mod compared;
pub mod completions;
pub mod diff;
mod edit;
pub mod explain;
pub mod fleet;
mod fleet_source;
pub mod fmt;
mod folder;
pub mod man;
pub mod new;
mod outage;
pub mod plan;
pub mod playground;
pub mod rebalance;
mod refused;
pub mod replay;
pub mod report;
mod requests;
pub mod schema;
pub mod serve;
pub mod set;
pub mod shift;
pub mod simulate;
pub(crate) mod source;
pub mod state;
pub mod table;
pub mod test;
mod units;
mod watching;
mod write;

use anyhow::Result;
use clap::Subcommand;
use placement::State;

use crate::{ExitStatus, Output};

/// What the tool can do.
#[derive(Subcommand)]
#[expect(missing_docs, reason = "what a command does stands with its arguments, where clap looks for it")]
pub enum Command {
    Serve(serve::Args),
    New(new::Args),
    Check(check::Args),
    Fmt(fmt::Args),
    Test(test::Args),
    Build(build::Args),
    Replay(replay::Args),
    Fleet(fleet::Args),
    Simulate(simulate::Args),
    Diff(diff::Args),
    Plan(plan::Args),
    Shift(shift::Args),
    Set(set::Args),
    /// Open stamps of the policy: they take new devices
    ///
    /// Sets the `state` of the stamps. Nobody moves for it: an open stamp takes new devices, those that a move or a pin
    /// brings, and those that their own stamp cannot keep. A stamp that the policy's `[down]` holds down is not opened by
    /// its own state; what holds it is named. Comments and layout stay.
    #[command(after_help = state::OPEN)]
    Open(state::Args),
    /// Reserve stamps of the policy: they take devices only by a move or a pin
    ///
    /// Sets the `state` of the stamps. A reserved stamp keeps the devices that it has; nobody moves for it. Comments and
    /// layout stay.
    #[command(after_help = state::RESERVE)]
    Reserve(state::Args),
    /// Close stamps of the policy: they keep the devices that they have and take no others
    ///
    /// Sets the `state` of the stamps. Nobody moves for it. Comments and layout stay.
    #[command(after_help = state::CLOSE)]
    Close(state::Args),
    /// Take stamps of the policy down: their devices go elsewhere as they register
    ///
    /// Sets the `state` of the stamps. A device for which no other stamp is found is refused until one is. A whole region
    /// at once is better taken down by `[down]` in the policy. Comments and layout stay.
    #[command(after_help = state::DOWN)]
    Down(state::Args),
    Report(report::Args),
    Rebalance(rebalance::Args),
    Explain(explain::Args),
    Table(table::Args),
    Playground(playground::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    /// Does it. An error means that it could not be done, which is exit code 2.
    pub fn run(self, output: &mut Output) -> Result<ExitStatus> {
        match self {
            Self::Serve(args) => serve::run(args, output),
            Self::New(args) => new::run(&args, output),
            Self::Check(args) => check::run(args, output),
            Self::Fmt(args) => fmt::run(&args, output),
            Self::Test(args) => test::run(args, output),
            Self::Build(args) => build::run(&args, output),
            Self::Replay(args) => replay::run(args, output),
            Self::Fleet(args) => fleet::run(args, output),
            Self::Simulate(args) => simulate::run(args, output),
            Self::Diff(args) => diff::run(args, output),
            Self::Plan(args) => plan::run(args, output),
            Self::Shift(args) => shift::run(&args, output),
            Self::Set(args) => set::run(&args, output),
            Self::Open(args) => state::run(&args, State::Open, output),
            Self::Reserve(args) => state::run(&args, State::Reserved, output),
            Self::Close(args) => state::run(&args, State::Closed, output),
            Self::Down(args) => state::run(&args, State::Down, output),
            Self::Report(args) => report::run(args, output),
            Self::Rebalance(args) => rebalance::run(&args, output),
            Self::Explain(args) => explain::run(args, output),
            Self::Table(args) => table::run(args, output),
            Self::Playground(args) => playground::run(&args, output),
            Self::Schema(args) => schema::run(&args, output),
            Self::Completions(args) => completions::run(&args, output),
            Self::Man(args) => man::run(&args, output),
        }
    }
}
