//! How the way from one policy to another is made, for all commands that show it.

use analysis::edit::PolicyText;
use analysis::fleet::Defaults;
use analysis::plan::{Counts, Part, Plan, Ramp, Settings, Walk, plan};
use anyhow::Result;
use placement::Policy;

use super::rates::RateArgs;
use crate::command::fleet_source::{self, FleetArgs};

/// In which steps, and how fast.
#[derive(clap::Args)]
pub(crate) struct WayArgs {
    /// The parts of the way from a cohort's old end to its new one, in percent [default: 1,5,25,50,100]
    #[arg(long, value_name = "PARTS", value_parser = Ramp::parse)]
    ramp: Option<Ramp>,

    #[command(flatten)]
    rates: RateArgs,
}

impl WayArgs {
    /// The first option that is given, if any is.
    pub(crate) fn given(&self) -> Option<&'static str> {
        self.ramp.as_ref().map(|_| "--ramp").or_else(|| self.rates.given())
    }

    /// What is to be known between these policies.
    pub(crate) fn settings(&self, old: &Policy, new: &Policy) -> Result<Settings> {
        Ok(Settings { ramp: self.ramp.clone().unwrap_or_default(), rates: self.rates.rates(old, new)? })
    }
}

/// Finds the way for a fleet, which is read several times.
pub(crate) fn find(fleet: &FleetArgs, old: &PolicyText, new: &PolicyText, settings: &Settings) -> Result<Plan> {
    let plan = plan(old, new, settings, |walk| read(fleet, walk))?;
    fleet_source::some(&fleet.name(), plan.devices, &plan.examples)?;
    Ok(plan)
}

/// Reads the fleet once, on all cores.
fn read(args: &FleetArgs, walk: &Walk<'_>) -> Result<Counts> {
    // Each policy is asked with its own hubs where the fleet gives none.
    let defaults = Defaults { linked_hubs: walk.linked().clone(), ..args.defaults(None) };
    let part = args.open()?.watched().fold(
        &defaults,
        args.on_error(),
        || walk.part(),
        |part, read| match read {
            Ok(member) => part.add(member),
            Err(unreadable) => part.add_unreadable(unreadable),
        },
        Part::merge,
    )?;
    Ok(part.into_counts())
}
