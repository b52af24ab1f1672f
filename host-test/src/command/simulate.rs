//! `stamp simulate`: what would a policy do with a fleet?

use std::path::PathBuf;

use analysis::simulation::{Counts, Part, Simulator, combinations};
use anyhow::{Context as _, Result, anyhow};
use placement::nearest::advice;
use placement::{Policy, StampId};

use super::fleet_source::FleetArgs;
use super::{refused, source};
use crate::render::Format;
use crate::render::simulation::Simulated;
use crate::{ExitStatus, Output};

/// Show what a policy does with a whole fleet
///
/// Every device is decided about as at its next registration: the devices on each stamp against its capacity, what the
/// hash was expected to deal to it, who is new, stays, moves or is refused, and how many more devices there is room for.
/// On a fleet with current hubs this shows whom adopting the policy moves.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy
    policy: PathBuf,

    #[command(flatten)]
    fleet: FleetArgs,

    /// Show also what happens if this stamp is down; given several times, if all of these are
    #[arg(long, value_name = "STAMP")]
    down: Vec<String>,

    /// Show also what happens if any stamp is down, or any two
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=2), conflicts_with = "down")]
    outages: Option<u8>,

    /// Fail if a stamp gets more devices than it is built for, in an outage that is asked for too
    #[arg(long)]
    require_capacity: bool,

    /// How to write what comes of it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  stamp simulate policies/contoso.toml devices.csv.gz
  stamp simulate policies/contoso.toml devices.csv --down eu-1 --down eu-2
  stamp simulate policies/contoso.toml devices.csv --outages 1 --require-capacity
  stamp simulate policies/contoso.toml devices.csv --format json | jq '.stamps[] | {stamp, devices, capacity}'";

/// The most combinations of stamps that are tried. Each has a policy of its own in memory.
const MOST: usize = 2_000;

/// Decides about every device.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    let text = source::text(&args.policy)?;
    let policy = match Policy::parse(&text) {
        Ok(checked) => checked.policy,
        Err(problems) => return refused::policy(&args.policy, &text, &problems, args.format, output),
    };
    let simulator = Simulator::new(&policy, outages(&args, &policy)?);
    let (fleet, counts) = count(&args.fleet, &policy, &simulator)?;
    let simulated = Simulated { policy: &policy, fleet: &fleet, simulator: &simulator, counts: &counts };
    output.result(match args.format {
        Format::Human => simulated.for_people(),
        Format::Json => serde_json::to_string_pretty(&simulated.for_scripts())?,
    })?;
    let over = args.require_capacity && simulated.is_over();
    Ok(if over { ExitStatus::Failure } else { ExitStatus::Success })
}

/// The name of the fleet, and what is counted of it on all cores.
fn count<'s>(args: &FleetArgs, policy: &Policy, simulator: &'s Simulator<'_>) -> Result<(String, Counts<'s>)> {
    let fleet = args.open()?;
    let name = fleet.name.clone();
    let part = fleet.watched().fold(
        &args.defaults(Some(policy)),
        args.on_error(),
        || simulator.part(),
        |part, read| match read {
            Ok(member) => part.add(member),
            Err(unreadable) => part.add_unreadable(unreadable),
        },
        Part::merge,
    )?;
    Ok((name, part.into_counts()))
}

/// The stamps that are down together, for each outage that is asked for.
fn outages(args: &Args, policy: &Policy) -> Result<Vec<Vec<StampId>>> {
    if let Some(size) = args.outages {
        return combinations(policy, size.into(), MOST).with_context(|| {
            format!("the policy has more than {MOST} combinations of {size} stamps: name stamps with `--down`")
        });
    }
    let down: Vec<StampId> = args.down.iter().map(|name| stamp(policy, name)).collect::<Result<_>>()?;
    Ok(if down.is_empty() { Vec::new() } else { vec![down] })
}

fn stamp(policy: &Policy, name: &str) -> Result<StampId> {
    let is_named = |id: &StampId| policy.stamp(*id).is_some_and(|stamp| stamp.name.as_str() == name);
    policy.stamp_ids().find(is_named).ok_or_else(|| {
        let names = policy.stamps().iter().map(|stamp| stamp.name.as_str());
        anyhow!("no stamp is named `{name}`: {}", advice(name, names))
    })
}
