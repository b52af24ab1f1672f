//! Weighted rendezvous hashing (highest random weight) over stamps (`docs/hashing.md`, section 5).

use core::cmp::Ordering;
use core::num::NonZeroU32;

use crate::hash::DeviceHash;
use crate::logarithm;
use crate::name::Name;

/// A stamp's share among others: 1 ..= [`Weight::MOST`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Weight(NonZeroU32);

impl Weight {
    /// The greatest weight; a greater one would not leave room for the arithmetic in 64 bits.
    pub const MOST: u32 = 1_000_000;

    /// Takes a number as a weight; `None` if it is not within 1 ..= [`Weight::MOST`].
    pub fn new(weight: u32) -> Option<Self> {
        NonZeroU32::new(weight).filter(|weight| weight.get() <= Self::MOST).map(Self)
    }

    /// The weight as a number.
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

/// One stamp's standing with one device.
#[derive(Clone, Copy, Debug)]
pub struct Contender<'p> {
    /// The stamp's name; it breaks ties.
    pub name: &'p Name,
    /// Its weight in this contest.
    pub weight: Weight,
    /// −log2 of the device's draw for it, before the weight divides it.
    pub cost: u64,
}

impl<'p> Contender<'p> {
    /// The standing of the stamp `name`, whose name hashes to `hash`, with `device`.
    pub fn new(device: DeviceHash, name: &'p Name, hash: u64, weight: Weight) -> Self {
        Self { name, weight, cost: logarithm::cost(device.draw(hash)) }
    }

    /// Whether the device prefers this stamp to the other.
    pub fn beats(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Less
    }

    /// The order of preference, the preferred first. No two stamps of different names are equal.
    pub fn order(&self, other: &Self) -> Ordering {
        let mine = self.cost * u64::from(other.weight.get());
        let theirs = other.cost * u64::from(self.weight.get());
        mine.cmp(&theirs).then_with(|| self.name.cmp(other.name))
    }
}
