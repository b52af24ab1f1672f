//! The subcommands: one file each, with its arguments and how it runs.

pub(crate) mod budget;
pub mod check;
pub(crate) mod compared;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod fleet;
mod fleet_source;
pub mod fmt;
mod folder;
pub mod man;
pub mod new;
mod refused;
pub mod replay;
mod requests;
pub mod schema;
pub mod serve;
pub mod simulate;
pub(crate) mod source;
pub mod table;
pub mod test;
mod units;
mod watching;
mod write;

use anyhow::Result;
use clap::Subcommand;

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
    Replay(replay::Args),
    Fleet(fleet::Args),
    Simulate(simulate::Args),
    Diff(diff::Args),
    Explain(explain::Args),
    Table(table::Args),
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
            Self::Replay(args) => replay::run(args, output),
            Self::Fleet(args) => fleet::run(args, output),
            Self::Simulate(args) => simulate::run(args, output),
            Self::Diff(args) => diff::run(args, output),
            Self::Explain(args) => explain::run(args, output),
            Self::Table(args) => table::run(args, output),
            Self::Schema(args) => schema::run(&args, output),
            Self::Completions(args) => completions::run(&args, output),
            Self::Man(args) => man::run(&args, output),
        }
    }
}
