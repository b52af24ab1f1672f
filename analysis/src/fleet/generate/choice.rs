use alloc::vec::Vec;
use core::hash::Hasher as _;

use placement::hash::mix;
use siphasher::sip::SipHasher24;

/// Things of which each device gets one, by their shares.
#[derive(Clone, Debug)]
pub(crate) struct Choice<T> {
    /// Each with the sum of the shares up to it, its own included.
    ends: Vec<(u64, T)>,
    /// The hash of what is chosen.
    salt: u64,
}

impl<T> Choice<T> {
    /// A choice among things with shares, for a field of this name. None if no share is above 0.
    pub(crate) fn new(key: SipHasher24, name: &str, shares: impl IntoIterator<Item = (u64, T)>) -> Option<Self> {
        let ends = shares.into_iter().filter(|(share, _)| *share > 0).scan(0, |end, (share, thing)| {
            *end += share;
            Some((*end, thing))
        });
        let ends: Vec<_> = ends.collect();
        let salt = hash(key, b'f', name.as_bytes());
        (!ends.is_empty()).then_some(Self { ends, salt })
    }

    /// The thing of the device of this hash.
    pub(crate) fn of(&self, device: u64) -> Option<&T> {
        let total = self.ends.last().map(|(end, _)| *end)?;
        let at = (u128::from(mix(device ^ self.salt)) * u128::from(total)) >> 64;
        self.ends.iter().find(|(end, _)| u128::from(*end) > at).map(|(_, thing)| thing)
    }

    /// The things.
    pub(crate) fn things(&self) -> impl Iterator<Item = &T> {
        self.ends.iter().map(|(_, thing)| thing)
    }
}

/// The hash of a device's number.
pub(crate) fn device(key: SipHasher24, index: u64) -> u64 {
    hash(key, b'd', &index.to_le_bytes())
}

/// Tags keep devices and fields apart.
fn hash(mut hasher: SipHasher24, tag: u8, bytes: &[u8]) -> u64 {
    hasher.write(&[tag]);
    hasher.write(bytes);
    hasher.finish()
}

/// The key that a seed makes.
pub(crate) fn key(seed: &str) -> SipHasher24 {
    let half = |tag| hash(SipHasher24::new_with_keys(0, 0), tag, seed.as_bytes());
    SipHasher24::new_with_keys(half(b'0'), half(b'1'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_met_within_chance() {
        let key = key("a seed");
        let choice = Choice::new(key, "field", [(1, 'a'), (0, 'b'), (3, 'c')]).unwrap();
        let count = |thing| (0..40_000).filter(|index| choice.of(device(key, *index)) == Some(&thing)).count();
        assert_eq!((count('b'), count('a') + count('c')), (0, 40_000));
        // Six standard deviations are 520 devices.
        assert!(count('a').abs_diff(10_000) < 520, "{}", count('a'));
    }

    #[test]
    fn fields_are_independent() {
        let key = key("a seed");
        let [one, other] = ["one", "other"].map(|name| Choice::new(key, name, [(1, true), (1, false)]).unwrap());
        let same = (0..40_000).filter(|index| one.of(device(key, *index)) == other.of(device(key, *index))).count();
        assert!(same.abs_diff(20_000) < 600, "{same}");
    }

    #[test]
    fn where_no_share_is_above_zero_there_is_no_choice() {
        assert!(Choice::new(key(""), "", [(0, 'a')]).is_none());
    }
}
