//! From where to where devices go.

use alloc::vec;
use alloc::vec::Vec;

use placement::{Policy, StampId};

/// Where a device is before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum From {
    /// On a stamp.
    Stamp(StampId),
    /// On a hub that is none of the policy's.
    OtherHub,
    /// Nowhere: it is new.
    New,
}

/// Where a device is after.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum To {
    /// On a stamp.
    Stamp(StampId),
    /// On the hub that it was on, which is none of the policy's: it is forced.
    OtherHub,
    /// Nowhere, or where it was without being told to stay: it is refused.
    Refused,
}

/// Devices that go from one place to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flow {
    /// Where they are before.
    pub from: From,
    /// Where they are after.
    pub to: To,
    /// How many they are.
    pub devices: u64,
}

impl Flow {
    /// Whether they are on another hub afterwards: neither new, nor refused, nor where they were. (Of a stamp that got
    /// another hub, the change of hub is no move.)
    pub fn is_move(&self) -> bool {
        match (self.from, self.to) {
            (From::New, _) | (_, To::Refused) | (From::OtherHub, To::OtherHub) => false,
            (From::Stamp(from), To::Stamp(to)) => from != to,
            (From::Stamp(_), To::OtherHub) | (From::OtherHub, To::Stamp(_)) => true,
        }
    }
}

/// How many devices go from each place to each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flows {
    stamps: usize,
    devices: Vec<u64>,
}

/// The places that are no stamps: another hub, and nowhere.
const OTHERS: usize = 2;

impl Flows {
    pub(crate) fn new(policy: &Policy) -> Self {
        let stamps = policy.stamps().len();
        Self { stamps, devices: vec![0; (stamps + OTHERS) * (stamps + OTHERS)] }
    }

    pub(crate) fn add(&mut self, from: From, to: To, devices: u64) {
        let from = match from {
            From::Stamp(stamp) => stamp.index(),
            From::OtherHub => self.stamps,
            From::New => self.stamps + 1,
        };
        let to = match to {
            To::Stamp(stamp) => stamp.index(),
            To::OtherHub => self.stamps,
            To::Refused => self.stamps + 1,
        };
        if let Some(count) = self.devices.get_mut(from * (self.stamps + OTHERS) + to) {
            *count += devices;
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        add_all(&mut self.devices, &other.devices);
    }

    /// The flows that there are, by the order of the policy's stamps.
    pub(crate) fn all<'f>(&'f self, policy: &'f Policy) -> impl Iterator<Item = Flow> + 'f {
        let stamps = || policy.stamp_ids();
        let from = stamps().map(From::Stamp).chain([From::OtherHub, From::New]);
        let flows = from
            .flat_map(move |from| stamps().map(To::Stamp).chain([To::OtherHub, To::Refused]).map(move |to| (from, to)));
        let flows = flows.zip(&self.devices).filter(|(_, devices)| **devices > 0);
        flows.map(|((from, to), devices)| Flow { from, to, devices: *devices })
    }
}

/// Adds numbers to numbers, one by one.
pub(crate) fn add_all(to: &mut [u64], from: &[u64]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
}

/// Adds to the number of a stamp.
pub(crate) fn add_at(to: &mut [u64], stamp: StampId, devices: u64) {
    to.get_mut(stamp.index()).into_iter().for_each(|count| *count += devices);
}
