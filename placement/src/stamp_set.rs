//! Sets of a policy's stamps.

use core::hash::{Hash, Hasher};
use core::slice;

use smallvec::SmallVec;

/// The number of a stamp in its policy, in file order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StampId(pub(crate) usize);

impl StampId {
    /// Its place among the policy's stamps, counted from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// A set of stamps of one policy: a bit for each. Up to 128 stamps need no allocation.
#[derive(Debug, Default)]
pub struct StampSet {
    /// The first 64 stamps: all that most policies have, so that most of what is done with a set is done with one word.
    low: u64,
    /// The others, 64 to a word.
    high: SmallVec<[u64; 1]>,
}

impl StampSet {
    /// The first `count` stamps: all, where a policy has as many.
    pub(crate) fn first(count: usize) -> Self {
        (0..count).map(StampId).collect()
    }

    /// Whether the stamp is in the set.
    pub fn contains(&self, stamp: StampId) -> bool {
        let word = match (stamp.0 / 64).checked_sub(1) {
            None => self.low,
            Some(index) => self.high.get(index).copied().unwrap_or(0),
        };
        word >> (stamp.0 % 64) & 1 == 1
    }

    /// Puts a stamp into the set.
    pub(crate) fn insert(&mut self, stamp: StampId) {
        let bit = 1 << (stamp.0 % 64);
        let Some(index) = (stamp.0 / 64).checked_sub(1) else {
            self.low |= bit;
            return;
        };
        if self.high.len() <= index {
            self.high.resize(index + 1, 0);
        }
        self.high.get_mut(index).into_iter().for_each(|word| *word |= bit);
    }

    /// Leaves only the stamps that are in `other` too.
    #[inline]
    pub(crate) fn retain(&mut self, other: &Self) {
        self.low &= other.low;
        for (index, word) in self.high.iter_mut().enumerate() {
            *word &= other.high.get(index).copied().unwrap_or(0);
        }
    }

    /// Takes the stamps of `other` in.
    pub(crate) fn unite(&mut self, other: &Self) {
        self.low |= other.low;
        if self.high.len() < other.high.len() {
            self.high.resize(other.high.len(), 0);
        }
        self.high.iter_mut().zip(&other.high).for_each(|(word, with)| *word |= with);
    }

    /// Takes the stamps of `other` out.
    pub(crate) fn remove(&mut self, other: &Self) {
        self.low &= !other.low;
        self.high.iter_mut().zip(&other.high).for_each(|(word, out)| *word &= !out);
    }

    /// The stamps that are in both.
    #[must_use]
    #[inline]
    pub fn and(&self, other: &Self) -> Self {
        let high = if self.high.is_empty() { SmallVec::new() } else { self.high_and(other) };
        Self { low: self.low & other.low, high }
    }

    // Apart, so that what most sets take is small enough to be made part of its callers.
    #[inline(never)]
    fn high_and(&self, other: &Self) -> SmallVec<[u64; 1]> {
        self.high.iter().zip(&other.high).map(|(a, b)| a & b).collect()
    }

    /// Whether there is no stamp in the set.
    pub fn is_empty(&self) -> bool {
        self.low == 0 && self.high.iter().all(|word| *word == 0)
    }

    /// Whether a stamp is in both.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.low & other.low != 0 || self.high.iter().zip(&other.high).any(|(a, b)| a & b != 0)
    }

    /// The words up to the last that is not 0, the first in any case: the same for sets of the same stamps.
    fn words(&self) -> (u64, &[u64]) {
        let end = self.high.iter().rposition(|word| *word != 0).map_or(0, |last| last + 1);
        (self.low, self.high.get(..end).unwrap_or_default())
    }

    /// The stamps, in file order.
    pub fn iter(&self) -> impl Iterator<Item = StampId> + '_ {
        Stamps { word: self.low, from: 0, high: self.high.iter() }
    }
}

impl Clone for StampSet {
    #[inline]
    fn clone(&self) -> Self {
        // Most have nothing here, and a derived clone looks at one word after the other.
        let high = if self.high.is_empty() { SmallVec::new() } else { SmallVec::from_slice(&self.high) };
        Self { low: self.low, high }
    }
}

impl PartialEq for StampSet {
    fn eq(&self, other: &Self) -> bool {
        self.words() == other.words()
    }
}

impl Eq for StampSet {}

impl Hash for StampSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.words().hash(state);
    }
}

impl FromIterator<StampId> for StampSet {
    fn from_iter<I: IntoIterator<Item = StampId>>(stamps: I) -> Self {
        let mut set = Self::default();
        for stamp in stamps {
            set.insert(stamp);
        }
        set
    }
}

/// The stamps of a set that are still to come.
struct Stamps<'s> {
    /// What is left of the word that begins with the stamp `from`.
    word: u64,
    from: usize,
    high: slice::Iter<'s, u64>,
}

impl Iterator for Stamps<'_> {
    type Item = StampId;

    fn next(&mut self) -> Option<StampId> {
        while self.word == 0 {
            self.word = *self.high.next()?;
            self.from += 64;
        }
        let bit = self.word.trailing_zeros();
        self.word &= self.word - 1;
        Some(StampId(self.from + bit as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use proptest::collection::btree_set;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_holds_what_was_put_in(stamps in btree_set(0_usize..300, 0..20), others in btree_set(0_usize..300, 0..20)) {
            let set: StampSet = stamps.iter().copied().map(StampId).collect();
            let other: StampSet = others.iter().copied().map(StampId).collect();
            let listed: Vec<usize> = set.iter().map(|stamp| stamp.0).collect();
            prop_assert_eq!(listed, stamps.iter().copied().collect::<Vec<_>>());
            let both: Vec<usize> = set.and(&other).iter().map(|stamp| stamp.0).collect();
            prop_assert_eq!(both.clone(), stamps.intersection(&others).copied().collect::<Vec<_>>());
            prop_assert_eq!(set.meets(&other), !both.is_empty());
            prop_assert_eq!(set.and(&other), other.and(&set));
            prop_assert_eq!(set == other, stamps == others);
            let mut either = set.clone();
            either.unite(&other);
            let either: Vec<usize> = either.iter().map(|stamp| stamp.0).collect();
            prop_assert_eq!(either, stamps.union(&others).copied().collect::<Vec<_>>());
            let mut left = set.clone();
            left.remove(&other);
            prop_assert_eq!(left.iter().map(|stamp| stamp.0).collect::<Vec<_>>(), stamps.difference(&others).copied().collect::<Vec<_>>());
        }
    }
}
