//! `stamp simulate`: what would a policy do with a fleet?

use std::path::PathBuf;

use analysis::simulation::{Counts, Part, Simulator};
use anyhow::Result;
use placement::Policy;

use super::fleet_source::{self, FleetArgs};
use super::outage::OutageArgs;
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

    #[command(flatten)]
    outages: OutageArgs,

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

/// Decides about every device.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    let text = source::text(&args.policy)?;
    let policy = match Policy::parse(&text) {
        Ok(checked) => checked.policy,
        Err(problems) => return refused::policy(&args.policy, &text, &problems, args.format, output),
    };
    let simulator = Simulator::new(&policy, args.outages.of(&policy)?);
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
pub(super) fn count<'s>(
    args: &FleetArgs,
    policy: &Policy,
    simulator: &'s Simulator<'_>,
) -> Result<(String, Counts<'s>)> {
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
    let counts = part.into_counts();
    fleet_source::some(&name, counts.devices, &counts.examples)?;
    Ok((name, counts))
}
