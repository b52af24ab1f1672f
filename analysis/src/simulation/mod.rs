//! Simulation: what a policy decides about a whole fleet, and what it would if stamps were down (`docs/simulate.md`).
//!
//! Every figure is "as devices register": DPS asks about a device when it registers, and not before.

mod contests;
mod counts;
mod flows;
mod json;
mod outage;
mod outcome;
mod part;

use alloc::vec::Vec;

use dps::LinkedHubs;
use placement::{Policy, StampId};

pub use contests::DealtTo;
pub use counts::{Counts, Headroom};
pub use flows::{Flow, From, To};
pub use outage::{Outage, OutageCounts, combinations};
pub use outcome::{OTHER_HUB, Outcome};
pub use part::Part;

/// Simulates a policy on fleets.
pub struct Simulator<'p> {
    policy: &'p Policy,
    /// Its hubs.
    linked: LinkedHubs,
    outages: Vec<Outage>,
    /// For each stamp, the outages that it is down in.
    of_stamp: Vec<Vec<usize>>,
}

impl<'p> Simulator<'p> {
    /// A simulator that also asks what would become of the fleet, once it stands where the policy wants it, if these
    /// stamps were down: those of each list together.
    pub fn new(policy: &'p Policy, outages: Vec<Vec<StampId>>) -> Self {
        let outages: Vec<Outage> = outages.into_iter().map(|down| Outage::new(policy, down)).collect();
        let down_in = |stamp: StampId| {
            let outages = outages.iter().enumerate().filter(|(_, outage)| outage.down.contains(&stamp));
            outages.map(|(index, _)| index).collect()
        };
        let of_stamp = policy.stamp_ids().map(down_in).collect();
        let linked = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
        Self { policy, linked, outages, of_stamp }
    }

    /// A part of the fleet, of which nothing is known yet. Each thread has its own.
    pub fn part(&self) -> Part<'_> {
        Part::new(self)
    }

    /// The stamps that are down together, one outage after the other, as [`Counts::outages`] has them.
    pub fn outages(&self) -> impl Iterator<Item = &[StampId]> {
        self.outages.iter().map(|outage| &*outage.down)
    }
}
