//! How long a step takes, at the speed of DPS and of the hubs.

use alloc::collections::BTreeMap;
use alloc::string::String;

use crate::difference::{Flow, Place, PlacedOn};

/// What limits how fast devices go from hub to hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Registrations that DPS takes in a minute; at least one.
    pub dps: u32,
    /// Identities that a hub creates or deletes in a minute; at least one.
    pub hub: u32,
    /// The same of the hubs of single stamps, by the stamps' names.
    pub hubs: BTreeMap<String, u32>,
    /// How often a device registers by itself, in seconds; nothing if devices are told to register.
    pub registers_every: Option<u64>,
}

impl Default for Rates {
    /// The quotas of DPS, and of a hub of S1 or S2 with one unit.
    fn default() -> Self {
        Self { dps: 1_000, hub: 100, hubs: BTreeMap::new(), registers_every: None }
    }
}

/// How long a step takes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Pace {
    /// In seconds, as fast as the limits let devices register.
    pub seconds: u64,
    /// What takes that long.
    pub bottleneck: Bottleneck,
}

/// What makes a step take as long as it does.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Bottleneck {
    /// Nothing: nobody has to register.
    #[default]
    Nothing,
    /// DPS takes no more registrations in a minute.
    Dps {
        /// The registrations that go through it.
        registrations: u64,
        /// How many it takes in a minute.
        rate: u32,
    },
    /// The hub of a stamp creates and deletes no more identities in a minute.
    Hub {
        /// The stamp.
        stamp: String,
        /// The identities that it creates and deletes.
        operations: u64,
        /// How many it does in a minute.
        rate: u32,
    },
    /// Devices register by themselves, and no more often.
    Registering {
        /// The seconds between two registrations of a device.
        every: u64,
    },
}

impl Rates {
    /// How long it takes until these devices of so many are where they go. A device that comes to a hub is created there,
    /// and one that leaves is deleted. Whoever stays changes nothing on a hub, but registers too where devices register by
    /// themselves.
    pub(super) fn pace(&self, devices: u64, changes: &[Flow], stamps: &[PlacedOn]) -> Pace {
        let going: u64 = changes.iter().map(|flow| flow.devices).sum();
        if going == 0 {
            return Pace::default();
        }
        let mut slowest = Pace::default();
        let mut limit = |seconds: u64, bottleneck: Bottleneck| {
            if seconds > slowest.seconds || slowest.bottleneck == Bottleneck::Nothing {
                slowest = Pace { seconds, bottleneck };
            }
        };
        if let Some(every) = self.registers_every {
            limit(every, Bottleneck::Registering { every });
        }
        let registrations = if self.registers_every.is_some() { devices } else { going };
        limit(seconds(registrations, self.dps), Bottleneck::Dps { registrations, rate: self.dps });
        for (index, stamp) in stamps.iter().enumerate() {
            let here = Place::Stamp(index);
            let touching = changes.iter().filter(|flow| flow.from == here || flow.to == here);
            let operations: u64 = touching.map(|flow| flow.devices).sum();
            let rate = self.hubs.get(&stamp.name).copied().unwrap_or(self.hub);
            limit(seconds(operations, rate), Bottleneck::Hub { stamp: stamp.name.clone(), operations, rate });
        }
        slowest
    }
}

/// The seconds that so many take at a rate for a minute, a part of one counted as one.
fn seconds(count: u64, rate: u32) -> u64 {
    let seconds = (u128::from(count) * 60).div_ceil(u128::from(rate.max(1)));
    u64::try_from(seconds).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;

    fn stamps() -> Vec<PlacedOn> {
        ["one", "other"].map(|name| PlacedOn { name: name.into(), old: None, new: None, renamed: None }).into()
    }

    fn moving(devices: u64) -> Vec<Flow> {
        vec![Flow { from: Place::Stamp(0), to: Place::Stamp(1), devices }]
    }

    #[test]
    fn the_slowest_of_dps_and_the_hubs_sets_the_pace() {
        let hub = Bottleneck::Hub { stamp: "one".into(), operations: 40_000, rate: 100 };
        assert_eq!(
            Rates::default().pace(90_000, &moving(40_000), &stamps()),
            Pace { seconds: 24_000, bottleneck: hub }
        );
        let fast = Rates { hub: 5_000, ..Rates::default() };
        let dps = Bottleneck::Dps { registrations: 40_000, rate: 1_000 };
        assert_eq!(fast.pace(90_000, &moving(40_000), &stamps()), Pace { seconds: 2_400, bottleneck: dps });
    }

    #[test]
    fn a_stamp_may_have_a_faster_hub_of_its_own() {
        let rates = Rates { hubs: BTreeMap::from([("one".into(), 5_000)]), ..Rates::default() };
        let hub = Bottleneck::Hub { stamp: "other".into(), operations: 900, rate: 100 };
        assert_eq!(rates.pace(900, &moving(900), &stamps()), Pace { seconds: 540, bottleneck: hub });
    }

    #[test]
    fn where_devices_register_by_themselves_all_of_them_go_through_dps() {
        let day = 24 * 60 * 60;
        let rates = Rates { registers_every: Some(day), ..Rates::default() };
        let own = Bottleneck::Registering { every: day };
        assert_eq!(rates.pace(1_000_000, &moving(10), &stamps()), Pace { seconds: day, bottleneck: own });
        let dps = Bottleneck::Dps { registrations: 2_000_000, rate: 1_000 };
        assert_eq!(rates.pace(2_000_000, &moving(10), &stamps()), Pace { seconds: 120_000, bottleneck: dps });
    }

    #[test]
    fn a_step_that_moves_nobody_takes_no_time() {
        let rates = Rates { registers_every: Some(60), ..Rates::default() };
        assert_eq!(rates.pace(1_000, &[], &stamps()), Pace::default());
    }
}
