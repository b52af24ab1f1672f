//! Stamps: deployment units, each with one IoT Hub.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use dps::HubName;

use crate::attribute::ValueId;
use crate::name::Name;
use crate::rendezvous::Weight;
use crate::state::State;

/// A deployment unit.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Its name. It is hashed.
    pub name: Name,
    /// Its IoT Hub.
    pub hub: HubName,
    /// Hubs that it had before.
    pub former_hubs: Vec<HubName>,
    /// The number of devices that it is built for, 1 to 1,000,000.
    pub capacity: u32,
    /// Its share among stamps that serve the same devices.
    pub weight: Weight,
    /// What it does with devices, `[down]` of the policy taken into account.
    pub state: State,
    /// Whom it serves: one for each attribute of the policy, in file order; none for those without `places`.
    pub serves: Vec<Option<Served>>,
    /// What it is.
    pub labels: BTreeMap<Name, Box<str>>,
    /// The address of its web application.
    pub application: Option<Box<str>>,
    pub(crate) hashes: StampHashes,
}

/// The hashes of a stamp's name, one for each kind of contest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StampHashes {
    pub(crate) placement: u64,
    pub(crate) weighed: u64,
}

/// Whom a stamp serves, by one attribute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Served {
    /// Any value, but not none.
    Any,
    /// These values; at least one.
    Values(Vec<ValueId>),
}

impl Served {
    /// Whether a value is served.
    pub fn contains(&self, value: ValueId) -> bool {
        match self {
            Self::Any => true,
            Self::Values(values) => values.contains(&value),
        }
    }

    /// The one value that is served; none if it is any, or several.
    pub fn only(&self) -> Option<ValueId> {
        match self {
            Self::Values(values) => match values.as_slice() {
                [value] => Some(*value),
                _ => None,
            },
            Self::Any => None,
        }
    }
}
