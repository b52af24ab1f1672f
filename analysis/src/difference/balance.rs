//! The fewest devices that could move.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::places::Place;

/// What a device is described as: for each attribute the number of its value.
type Description = Vec<Option<usize>>;

/// The most descriptions that are told apart, so that memory is bounded.
const MOST: usize = 1 << 16;

/// For each description, the devices that leave each stamp, and those that come to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Balances {
    stamps: usize,
    by_description: BTreeMap<Description, Vec<Balance>>,
    /// Those of descriptions that are too many to be told apart.
    others: Option<Vec<Balance>>,
    /// Whether each line stands for one device.
    single: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Balance {
    leave: u64,
    come: u64,
}

/// The fewest devices that any policy with the same shares would have to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Least {
    /// How many they are.
    pub devices: u64,
    /// Whether it is exact. Otherwise it is no more than this: lines stand for several devices that cannot part, or
    /// there are too many descriptions to tell apart.
    pub exact: bool,
}

impl Balances {
    pub(super) fn new(stamps: usize) -> Self {
        Self { stamps, by_description: BTreeMap::new(), others: None, single: true }
    }

    /// Adds devices that are elsewhere afterwards.
    pub(super) fn add(&mut self, description: Description, (from, to): (Place, Place), devices: u64) {
        self.single &= devices == 1;
        let stamps = self.stamps;
        let balances = self.of(description);
        // Who is refused does not move, and who is placed might have been placed anywhere.
        if to != Place::Nowhere {
            at(balances, stamps, from).into_iter().for_each(|balance| balance.leave += devices);
            at(balances, stamps, to).into_iter().for_each(|balance| balance.come += devices);
        }
    }

    fn of(&mut self, description: Description) -> &mut Vec<Balance> {
        let new = || vec![Balance::default(); self.stamps + 1];
        if self.by_description.len() < MOST || self.by_description.contains_key(&description) {
            self.by_description.entry(description).or_insert_with(new)
        } else {
            self.others.get_or_insert_with(new)
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.single &= other.single;
        for (description, balances) in other.by_description {
            add_all(self.of(description), &balances);
        }
        if let Some(others) = other.others {
            let stamps = self.stamps;
            add_all(self.others.get_or_insert_with(|| vec![Balance::default(); stamps + 1]), &others);
        }
    }

    pub(super) fn least(&self) -> Least {
        let all = self.by_description.values().chain(&self.others).flatten();
        let devices = all.map(|balance| balance.leave.saturating_sub(balance.come)).sum();
        Least { devices, exact: self.single && self.others.is_none() }
    }
}

fn at(balances: &mut [Balance], stamps: usize, place: Place) -> Option<&mut Balance> {
    match place {
        Place::Stamp(stamp) => balances.get_mut(stamp),
        Place::OtherHub => balances.get_mut(stamps),
        Place::Nowhere => None,
    }
}

fn add_all(to: &mut [Balance], from: &[Balance]) {
    for (to, from) in to.iter_mut().zip(from) {
        to.leave += from.leave;
        to.come += from.come;
    }
}
