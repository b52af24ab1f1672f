//! Sets of a policy's stamps.

use core::hash::{Hash, Hasher};

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
pub struct StampSet(SmallVec<[u64; 2]>);

impl StampSet {
    /// The first `count` stamps: all, where a policy has as many.
    pub(crate) fn first(count: usize) -> Self {
        (0..count).map(StampId).collect()
    }

    /// Whether the stamp is in the set.
    pub fn contains(&self, stamp: StampId) -> bool {
        self.0.get(stamp.0 / 64).is_some_and(|word| word >> (stamp.0 % 64) & 1 == 1)
    }

    /// Puts a stamp into the set.
    pub(crate) fn insert(&mut self, stamp: StampId) {
        let index = stamp.0 / 64;
        if self.0.len() <= index {
            self.0.resize(index + 1, 0);
        }
        if let Some(word) = self.0.get_mut(index) {
            *word |= 1 << (stamp.0 % 64);
        }
    }

    /// Leaves only the stamps that are in `other` too.
    pub(crate) fn retain(&mut self, other: &Self) {
        for (index, word) in self.0.iter_mut().enumerate() {
            *word &= other.0.get(index).copied().unwrap_or(0);
        }
    }

    /// Takes the stamps of `other` in.
    pub(crate) fn unite(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(word, with)| *word |= with);
    }

    /// Takes the stamps of `other` out.
    pub(crate) fn remove(&mut self, other: &Self) {
        for (word, out) in self.0.iter_mut().zip(&other.0) {
            *word &= !out;
        }
    }

    /// The stamps that are in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.retain(other);
        both
    }

    /// Whether there is no stamp in the set.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Whether a stamp is in both.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// The words up to the last that is not 0: the same for sets of the same stamps.
    fn words(&self) -> &[u64] {
        let end = self.0.iter().rposition(|word| *word != 0).map_or(0, |last| last + 1);
        self.0.get(..end).unwrap_or_default()
    }

    /// The stamps, in file order.
    pub fn iter(&self) -> impl Iterator<Item = StampId> + '_ {
        self.0.iter().enumerate().flat_map(|(index, word)| Bits(*word).map(move |bit| StampId(index * 64 + bit)))
    }
}

impl Clone for StampSet {
    fn clone(&self) -> Self {
        // The words are copied at once, where a derived clone looks at one after the other.
        Self(SmallVec::from_slice(&self.0))
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

/// The numbers of the bits that are 1, lowest first.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let bit = self.0.checked_ilog2().map(|_| self.0.trailing_zeros())?;
        self.0 &= self.0 - 1;
        usize::try_from(bit).ok()
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
