//! `stamp rebalance`: the fewest moves that bring a fleet where it should be.

mod asked;

use std::path::{Path, PathBuf};

use analysis::edit::PolicyText;
use analysis::fleet::{Defaults, Member, Unreadable};
use analysis::rebalance::{self, Failed, Pass, Rebalanced, Task};
use anyhow::{Result, anyhow, bail};
use clap::ArgGroup;
use placement::Policy;

use self::asked::{Target, target};
use super::fleet_source::{self, FleetArgs};
use super::{refused, source, write};
use crate::render::Format;
use crate::render::rebalance::Shown;
use crate::{ExitStatus, Output};

/// Find the fewest moves that bring every stamp under its capacity, or reach another goal
///
/// What it finds are edits of the policy: moves by percentages that fit this fleet, and a state. Every device is decided
/// about under the edited policy before it is shown: no stamp gets worse, no guarantee has to act, nobody goes round a
/// circle. It shows the policy's diff, what it does to the stamps, and who moves; it writes only with --write.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group = ArgGroup::new("goal").args(["to", "fill", "empty", "from_fallback"]))]
pub struct Args {
    /// The policy
    policy: PathBuf,

    #[command(flatten)]
    fleet: FleetArgs,

    /// How full stamps may be: `capacity`, a part of it such as `80%`, or `equal`, for all of them to be as full as each
    /// other [default: capacity]
    #[arg(long, value_name = "FILL", value_parser = target)]
    to: Option<Target>,

    /// Give a new stamp its share: those devices that the hash deals to it, or as many of them as fit
    #[arg(long, value_name = "STAMP")]
    fill: Option<String>,

    /// Close this stamp and take all devices off it
    #[arg(long, value_name = "STAMP")]
    empty: Option<String>,

    /// Bring devices back from this fallback, or from any: those for which a stamp of their first tier takes devices now
    #[arg(long, value_name = "NAME", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    from_fallback: Option<String>,

    /// Move devices to these stamps alone; a reserved stamp takes part only where it is named here or by --fill
    #[arg(long, value_name = "STAMP", conflicts_with = "fill")]
    into: Vec<String>,

    /// Write the policy, if that reaches the goal
    #[arg(long)]
    write: bool,

    /// Write it too where it comes nearer to the goal without reaching it
    #[arg(long, requires = "write")]
    partial: bool,

    /// How to write what is found
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  stamp rebalance policies/contoso.toml devices.csv.gz
  stamp rebalance policies/contoso.toml devices.csv.gz --to 80% --write
  stamp rebalance policies/contoso.toml devices.csv.gz --to equal --into eu-1 --into eu-2 --into eu-3
  stamp rebalance policies/contoso.toml devices.csv.gz --fill eu-3
  stamp rebalance policies/contoso.toml devices.csv.gz --empty us-2 --format json | jq .moved
  stamp rebalance policies/contoso.toml devices.csv.gz --from-fallback

Exit codes:
  0  the goal is reached, or nothing has to be done
  1  it cannot be reached, or the policy has errors
  2  wrong use, or it could not be done";

/// Finds moves, shows them, and writes them if it may.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    if args.fleet.is_standard_input() {
        bail!(
            "a fleet is read several times to rebalance it, and the standard input can be read once: write it to a file"
        );
    }
    if args.write && source::is_standard_input(&args.policy) {
        bail!("the standard input cannot be written: give the policy's file");
    }
    let text = source::text(&args.policy)?;
    if let Err(problems) = Policy::parse(&text) {
        return refused::policy(&args.policy, &text, &problems, args.format, output);
    }
    let text = PolicyText::parse(text)?;
    let task = args.task(text.policy())?;
    let fleet = Fleet { args: &args.fleet, defaults: args.fleet.defaults(Some(text.policy())) };
    let done = rebalance::rebalance(&fleet, &text, &task).map_err(|failed| match failed {
        Failed::Fleet(error) => error,
        Failed::Edit(problem) => anyhow!("the policy could not be edited: {problem}"),
    })?;
    fleet_source::some(&args.fleet.name(), done.devices, &done.examples)?;
    let written = write_if_asked(args, &text, &done)?;
    let (policy, fleet) = (source::name(&args.policy), fleet.args.name());
    let shown = Shown { file: &policy, fleet: &fleet, old: &text, task: &task, done: &done, written };
    output.result(match args.format {
        Format::Human => shown.for_people(),
        Format::Json => serde_json::to_string_pretty(&shown.for_scripts())?,
    })?;
    if args.format == Format::Human
        && let Some(note) = note(args, &shown)
    {
        output.note(note)?;
    }
    Ok(if done.reached { ExitStatus::Success } else { ExitStatus::Failure })
}

/// Whether the policy has been written.
fn write_if_asked(args: &Args, old: &PolicyText, done: &Rebalanced) -> Result<bool> {
    let is_better = done.text.text() != old.text();
    let may = args.write && is_better && (done.reached || args.partial);
    if may {
        write::replace(Path::new(&args.policy), done.text.text().as_bytes())?;
    }
    Ok(may)
}

/// What is said about writing.
fn note(args: &Args, shown: &Shown<'_>) -> Option<String> {
    let is_better = shown.done.text.text() != shown.old.text();
    match (shown.written, args.write) {
        (true, _) => Some(format!("written to {}", shown.file)),
        _ if !is_better => None,
        (false, true) => {
            Some("nothing is written, as the goal is not reached: --partial writes what comes nearer".into())
        }
        (false, false) => Some(format!("nothing is written: --write writes it to {}", shown.file)),
    }
}

/// A fleet that is opened again for each pass.
struct Fleet<'a> {
    args: &'a FleetArgs,
    defaults: Defaults,
}

impl rebalance::Fleet for Fleet<'_> {
    type Error = anyhow::Error;

    fn pass<P: Pass + Send>(&self, new: impl Fn() -> P + Sync) -> Result<P> {
        let add = |pass: &mut P, read: Result<&Member, Unreadable>| match read {
            Ok(member) => pass.add(member),
            Err(unreadable) => pass.add_unreadable(unreadable),
        };
        self.args.open()?.watched().fold(&self.defaults, self.args.on_error(), new, add, P::merge)
    }
}

impl Args {
    fn task(&self, policy: &Policy) -> Result<Task> {
        let goal = self.goal(policy)?;
        let into = self.into.iter().map(|name| asked::taking(policy, name)).collect::<Result<Vec<_>>>()?;
        Ok(Task::new(policy, goal, (!into.is_empty()).then_some(&into)))
    }
}
