//! The arguments of commands that show what happens when stamps are down.

use analysis::simulation::combinations;
use anyhow::{Context as _, Result, anyhow};
use placement::nearest::advice;
use placement::{Policy, StampId};

/// Which stamps are taken to be down.
#[derive(clap::Args)]
pub(crate) struct OutageArgs {
    /// Show also what happens if this stamp is down; given several times, if all of these are
    #[arg(long, value_name = "STAMP")]
    down: Vec<String>,

    /// Show also what happens if any stamp is down, or any two
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=2), conflicts_with = "down")]
    outages: Option<u8>,
}

/// The most combinations of stamps that are tried. Each has a policy of its own in memory.
const MOST: usize = 2_000;

impl OutageArgs {
    /// The stamps that are down together, for each outage that is asked for.
    pub(crate) fn of(&self, policy: &Policy) -> Result<Vec<Vec<StampId>>> {
        if let Some(size) = self.outages {
            return combinations(policy, size.into(), MOST).with_context(|| {
                format!("the policy has more than {MOST} combinations of {size} stamps: name stamps with `--down`")
            });
        }
        let down: Vec<StampId> = self.down.iter().map(|name| stamp(policy, name)).collect::<Result<_>>()?;
        Ok(if down.is_empty() { Vec::new() } else { vec![down] })
    }
}

fn stamp(policy: &Policy, name: &str) -> Result<StampId> {
    let is_named = |id: &StampId| policy.stamp(*id).is_some_and(|stamp| stamp.name.as_str() == name);
    policy.stamp_ids().find(is_named).ok_or_else(|| {
        let names = policy.stamps().iter().map(|stamp| stamp.name.as_str());
        anyhow!("no stamp is named `{name}`: {}", advice(name, names))
    })
}
