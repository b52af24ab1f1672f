use alloc::collections::BTreeMap;

use placement::{Decision, How, Outcome};

use super::limits::Lines;
use crate::fleet::Member;

/// What a policy decides about the devices of a fleet, or of a part of it. Parts add up, in whatever order, to the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally<'p> {
    /// Lines that are no devices.
    pub unreadable: u64,
    /// Lines whose devices are answered.
    lines: u64,
    /// The devices of the line with the most.
    heaviest: u64,
    /// Devices that are refused.
    pub refused: u64,
    /// Devices that are answered, by what happens to them.
    pub how: BTreeMap<How, u64>,
    /// Devices that are answered, by the stamp; none where a forced hub is none of the policy's.
    pub stamps: BTreeMap<Option<&'p str>, u64>,
}

impl<'p> Tally<'p> {
    /// Adds what is decided about a device.
    pub fn add(&mut self, member: &Member, decision: &Decision<'p>) {
        match &decision.outcome {
            Outcome::Answered { how, stamp, .. } => {
                self.lines += 1;
                self.heaviest = self.heaviest.max(member.weight);
                *self.how.entry(*how).or_default() += member.weight;
                *self.stamps.entry(*stamp).or_default() += member.weight;
            }
            Outcome::Refused(_) => self.refused += member.weight,
        }
    }

    /// Adds a line that is no device.
    pub fn add_unreadable(&mut self) {
        self.unreadable += 1;
    }

    /// Adds what is decided about another part.
    pub fn merge(&mut self, other: Self) {
        self.unreadable += other.unreadable;
        self.lines += other.lines;
        self.heaviest = self.heaviest.max(other.heaviest);
        self.refused += other.refused;
        other.how.into_iter().for_each(|(how, devices)| *self.how.entry(how).or_default() += devices);
        other.stamps.into_iter().for_each(|(stamp, devices)| *self.stamps.entry(stamp).or_default() += devices);
    }

    /// All devices.
    pub fn devices(&self) -> u64 {
        self.refused + self.answered()
    }

    /// Devices that are answered.
    pub fn answered(&self) -> u64 {
        self.stamps.values().sum()
    }

    /// Devices that are on a stamp.
    pub fn on(&self, stamp: &str) -> u64 {
        self.stamps.get(&Some(stamp)).copied().unwrap_or_default()
    }

    /// What chance had to deal with.
    pub(crate) fn dealt(&self) -> Lines {
        Lines { lines: self.lines, devices: self.answered(), heaviest: self.heaviest }
    }
}
