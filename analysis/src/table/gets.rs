//! Which devices a stamp gets, and by which entries.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::{Case, NewDevice, Share, Shares, Table, Value};

/// A way by which a stamp gets or keeps devices.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Gets {
    /// How.
    #[serde(flatten)]
    pub way: Way,
    /// What the devices are described as; several values where it makes no difference which.
    pub attributes: BTreeMap<String, Vec<Value>>,
    /// The rules that give these values, by attribute.
    pub rules: BTreeMap<String, Vec<String>>,
    /// The shares of devices that cohorts put into the case, of those that are alike otherwise and of whom some are.
    pub share: Shares,
    /// Whether the stamp is one that a fallback admits, and which.
    pub fallback: Option<String>,
}

/// How a stamp gets devices.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "way")]
pub enum Way {
    /// By a pin.
    Pinned {
        /// The pin.
        pin: String,
    },
    /// New devices are placed there.
    Placed {
        /// Its share of them, by weight.
        share_of_new: Share,
    },
    /// A move leads there.
    Moved {
        /// The move.
        #[serde(rename = "move")]
        name: String,
        /// From this stamp.
        from: String,
        /// The share of those on `from` that it is for.
        share_moved: Share,
    },
    /// A pin holds devices that are there already, though the stamp is closed.
    Held {
        /// The pin.
        pin: String,
    },
    /// Devices that are there already stay.
    Stays,
}

impl Table {
    /// Every way by which a stamp gets or keeps devices, case by case.
    pub fn gets(&self, stamp: &str) -> Vec<Gets> {
        self.cases.iter().flat_map(|case| self.ways(case, stamp)).collect()
    }

    fn ways(&self, case: &Case, stamp: &str) -> Vec<Gets> {
        let mut ways = Vec::new();
        match &case.new {
            NewDevice::Pinned(to) if to == stamp => {
                ways.extend(case.pin.iter().map(|pin| Way::Pinned { pin: pin.clone() }));
            }
            NewDevice::Placed(candidates) => {
                let own = candidates.iter().filter(|candidate| candidate.stamp == stamp);
                ways.extend(own.map(|candidate| Way::Placed { share_of_new: candidate.share }));
            }
            _ => {}
        }
        for moved in case.moves.iter().filter(|moved| moved.to.iter().any(|to| to == stamp)) {
            let (name, from) = (moved.name.clone(), moved.from.clone());
            ways.push(Way::Moved { name, from, share_moved: moved.share });
        }
        let stays = case.stays.iter().any(|stays| stays == stamp);
        match &case.pin {
            None if stays => ways.push(Way::Stays),
            Some(pin) if stays && case.new == NewDevice::None => ways.push(Way::Held { pin: pin.clone() }),
            _ => {}
        }
        let tier = case.tiers.iter().find(|tier| tier.stamps.iter().any(|place| place.stamp == stamp));
        let fallback = tier.and_then(|tier| tier.fallback.clone());
        let attributes: BTreeMap<String, Vec<Value>> =
            self.attributes.iter().cloned().zip(case.values.iter().cloned()).collect();
        let gets = |way| Gets {
            way,
            attributes: attributes.clone(),
            rules: case.rules.clone(),
            share: case.share,
            fallback: fallback.clone(),
        };
        ways.into_iter().map(gets).collect()
    }
}
