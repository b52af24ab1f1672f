//! Hashing, version 1: the numbers that deal devices out. `docs/hashing.md` specifies it byte by byte.

use sha2::{Digest as _, Sha256};
use siphasher::sip::SipHasher24;

use crate::percent::Percent;
use dps::RegistrationId;

/// The version of the hashing that this crate knows: a policy states it as `hash`.
pub const VERSION: u32 = 1;

/// What a text is hashed as. Tags and lengths keep the domains apart, so that no cohort shares its numbers with a
/// stamp of the same name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Domain {
    /// A registration ID, folded.
    Device = 1,
    /// A cohort's name.
    Cohort = 2,
    /// A stamp's name, for placement and for moves without weights of their own.
    Stamp = 3,
    /// A stamp's name, for moves that give weights.
    Weighed = 4,
    /// A registration ID, for logs that hide it. No decision looks at it.
    Mask = 5,
}

/// The key that a policy's seed makes.
#[derive(Clone)]
pub struct HashKey(SipHasher24);

impl HashKey {
    /// Derives the key from a policy's `seed` (section 1).
    pub fn from_seed(seed: &str) -> Self {
        let digest: [u8; 32] = Sha256::new().chain_update(b"stamp hash 1\0").chain_update(seed).finalize().into();
        let (key, _) = digest.split_at(16);
        let mut sixteen = [0; 16];
        sixteen.copy_from_slice(key);
        Self(SipHasher24::new_with_key(&sixteen))
    }

    /// The 16 bytes of the key.
    pub fn bytes(&self) -> [u8; 16] {
        self.0.key()
    }

    /// SipHash-2-4 of a text in its domain (section 2).
    pub fn hash(&self, domain: Domain, text: &str) -> u64 {
        use core::hash::Hasher as _;
        let mut hasher = self.0;
        // Numbers cost less than their bytes do. They are written in the order of the machine, hence `to_le`.
        hasher.write_u8(domain as u8);
        hasher.write_u64((text.len() as u64).to_le());
        hasher.write(text.as_bytes());
        hasher.finish()
    }

    /// The hash of a device: the one hash that a decision computes.
    pub fn device(&self, id: &RegistrationId) -> DeviceHash {
        DeviceHash(self.hash(Domain::Device, id.as_str()))
    }
}

/// The hash of a registration ID under a policy's key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeviceHash(u64);

impl DeviceHash {
    /// The device's number for a name, given that name's hash: uniform over all of `u64`, and independent of the
    /// numbers for other names (section 3).
    pub fn draw(self, name: u64) -> u64 {
        mix(self.0 ^ name)
    }

    /// The device's position on a cohort's scale, 0 to 99,999 thousandths of a percent (section 4).
    pub fn position(self, cohort: u64) -> u32 {
        let scaled = (u128::from(self.draw(cohort)) * u128::from(Percent::WHOLE)) >> 64;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a 64-bit number times 100,000, over 2^64, is below 100,000"
        )]
        let position = scaled as u32;
        position
    }
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014; Stafford's variant 13): every bit of the input changes
/// every bit of the output with a probability near one half.
pub fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mix_gives_the_published_numbers_of_splitmix64() {
        // The generator seeded with 1234567, as in its widely published reference output.
        let mut state: u64 = 1_234_567;
        let mut next = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            mix(state)
        };
        assert_eq!(
            [next(), next(), next()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn domains_and_lengths_keep_texts_apart() {
        let key = HashKey::from_seed("seed");
        assert_ne!(key.hash(Domain::Cohort, "eu-1"), key.hash(Domain::Stamp, "eu-1"));
        assert_ne!(key.hash(Domain::Stamp, ""), key.hash(Domain::Stamp, "\0"));
    }
}
