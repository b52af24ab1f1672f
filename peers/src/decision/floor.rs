//! The least that the work takes: one hash, and comparisons of whole numbers.

use std::hash::Hasher as _;

use anyhow::Result;
use placement::hash::{Domain, HashKey};
use siphasher::sip::SipHasher24;

use crate::corpus::Device;
use crate::peer::{Choice, Peer};
use crate::stamp::{Geo, Lifecycle, Share, Stamp};

/// The hash that a decision of ours makes of a device, and nothing around it.
#[derive(Clone, Copy)]
pub struct Hash(SipHasher24);

/// Decides by the hash, with rules that are code.
pub struct Floor(Hash);

/// A device without anything that the rules do not ask about.
pub struct Fields {
    geo: Geo,
    lifecycle: Lifecycle,
    registration_id: Box<str>,
}

impl Hash {
    /// The one that a policy with this seed uses.
    pub fn from_seed(seed: &str) -> Self {
        Self(SipHasher24::new_with_key(&HashKey::from_seed(seed).bytes()))
    }

    /// The hash of a registration ID: of the bytes that ours hashes.
    #[inline]
    pub fn of(self, registration_id: &str) -> u64 {
        let mut hasher = self.0;
        let [a, b, c, d, e, f, g, h] = (registration_id.len() as u64).to_le_bytes();
        hasher.write(&[Domain::Device as u8, a, b, c, d, e, f, g, h]);
        hasher.write(registration_id.as_bytes());
        hasher.finish()
    }
}

impl Floor {
    /// Of a policy with this seed.
    pub fn from_seed(seed: &str) -> Self {
        Self(Hash::from_seed(seed))
    }
}

impl Peer for Floor {
    const NAME: &'static str = "floor: a hash and comparisons";
    const CHOICE: Choice = Choice::OwnHash;
    type Question = Fields;
    type Answer<'a> = Stamp;

    fn question(&self, device: &Device) -> Result<Fields> {
        let registration_id = device.registration_id.as_str().into();
        Ok(Fields { geo: device.geo, lifecycle: device.lifecycle, registration_id })
    }

    fn decide<'a>(&'a mut self, device: &'a Fields) -> Stamp {
        let bucket = (u128::from(self.0.of(&device.registration_id)) * u128::from(Share::BUCKETS)) >> 64;
        #[expect(clippy::cast_possible_truncation, reason = "a number below one times 1000 is below 1000")]
        let share = Share::of_bucket(bucket as u16);
        Stamp { geo: device.geo, lifecycle: device.lifecycle, share }
    }

    fn stamp(answer: &Stamp) -> Option<Stamp> {
        Some(*answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_of_the_product() {
        let (ours, product) = (Hash::from_seed("peers-1"), HashKey::from_seed("peers-1"));
        for id in ["press-000001", "p", "a-much-longer-registration-id-0123456789"] {
            assert_eq!(ours.of(id), product.hash(Domain::Device, id));
        }
    }
}
