//! Ways to deal devices to weighted stamps, for the benchmark and the tests of quality that chose one of them.
//!
//! Each gives, for a device and some stamps, the stamp that it deals the device to; and the device's position on the
//! scale of a cohort.

use core::cmp::Ordering;
use core::hash::Hasher as _;

use dps::RegistrationId;
use placement::Name;
use placement::hash::{DeviceHash, Domain, HashKey, mix};
use placement::logarithm;
use placement::rendezvous::{Contender, Weight};
use siphasher::sip::SipHasher24;

/// A stamp as every construction sees it.
pub(crate) struct Candidate {
    pub(crate) name: Name,
    pub(crate) weight: Weight,
    /// The hash of the name, computed once for all devices.
    pub(crate) hash: u64,
}

/// A way to deal devices.
pub(crate) struct Construction {
    pub(crate) name: &'static str,
    /// The index of the stamp that the device is dealt to.
    pub(crate) place: fn(&HashKey, &RegistrationId, &[Candidate]) -> usize,
    /// The position of the device on a cohort's scale, 0 to 99,999.
    pub(crate) position: fn(&HashKey, &RegistrationId, &str) -> u32,
}

/// What the policy language calls `hash = 1`: one SipHash for the device, mixed with the hash of each name; costs by a
/// table of logarithms.
pub(crate) const CHOSEN: Construction = Construction {
    name: "mixed, logarithm by table",
    place: |key, id, stamps| {
        let device = key.device(id);
        least(stamps, |stamp| logarithm::cost(device.draw(stamp.hash)))
    },
    position: |key, id, cohort| key.device(id).position(key.hash(Domain::Cohort, cohort)),
};

/// A SipHash for each stamp, over its name and the device; costs by the same table.
pub(crate) const SIPHASH_EACH: Construction = Construction {
    name: "a SipHash for each stamp, logarithm by table",
    place: |key, id, stamps| {
        least(stamps, |stamp| logarithm::cost(siphash(key, Domain::Stamp, stamp.name.as_str(), id)))
    },
    position: |key, id, cohort| scaled(siphash(key, Domain::Cohort, cohort, id)),
};

/// Mixed as in [`CHOSEN`]; costs without a logarithm, by von Neumann's way to draw an exponential number with
/// comparisons alone (1951).
pub(crate) const VON_NEUMANN: Construction = Construction {
    name: "mixed, comparisons without a logarithm",
    place: |key, id, stamps| {
        let device = key.device(id);
        least(stamps, |stamp| exponential(device.draw(stamp.hash)))
    },
    position: CHOSEN.position,
};

/// The constructions that were compared.
pub(crate) const COMPARED: [&Construction; 3] = [&CHOSEN, &SIPHASH_EACH, &VON_NEUMANN];

/// Bad: the names' hashes are not mixed into the device's, only added bit by bit.
pub(crate) const UNMIXED: Construction = Construction {
    name: "bad: exclusive or without mixing",
    place: |key, id, stamps| {
        let device = key.hash(Domain::Device, id.as_str());
        least(stamps, |stamp| logarithm::cost(device ^ stamp.hash))
    },
    position: |key, id, cohort| scaled(key.hash(Domain::Device, id.as_str()) ^ key.hash(Domain::Cohort, cohort)),
};

/// Bad: one number of the device chooses the cohort and the stamp.
pub(crate) const SHARED_NUMBER: Construction = Construction {
    name: "bad: the cohort's number chooses the stamp too",
    place: |key, id, stamps| {
        let total: u64 = stamps.iter().map(|stamp| u64::from(stamp.weight.get())).sum();
        let mut rest = (u128::from(key.hash(Domain::Device, id.as_str())) * u128::from(total)) >> 64;
        let fits = |stamp: &Candidate| {
            let weight = u128::from(stamp.weight.get());
            let fits = rest < weight;
            rest = rest.saturating_sub(weight);
            fits
        };
        stamps.iter().position(fits).unwrap_or(0)
    },
    position: |key, id, _| scaled(key.hash(Domain::Device, id.as_str())),
};

/// Bad: the draw times the weight, the greatest wins. Right for equal weights only.
pub(crate) const LINEAR: Construction = Construction {
    name: "bad: the draw times the weight",
    place: |key, id, stamps| {
        let device = key.device(id);
        let product = |stamp: &Candidate| u128::from(device.draw(stamp.hash)) * u128::from(stamp.weight.get());
        let best = stamps.iter().enumerate().max_by_key(|(_, stamp)| product(stamp));
        best.map_or(0, |(index, _)| index)
    },
    position: CHOSEN.position,
};

/// Constructions that the tests of quality must refuse.
pub(crate) const BAD: [&Construction; 3] = [&UNMIXED, &SHARED_NUMBER, &LINEAR];

/// The index of the stamp whose cost over weight is the least.
fn least(stamps: &[Candidate], cost: impl Fn(&Candidate) -> u64) -> usize {
    let contenders =
        stamps.iter().map(|stamp| Contender { name: &stamp.name, weight: stamp.weight, cost: cost(stamp) });
    let best = contenders.enumerate().min_by(|(_, a), (_, b)| a.order(b));
    best.map_or(0, |(index, _)| index)
}

fn siphash(key: &HashKey, domain: Domain, name: &str, id: &RegistrationId) -> u64 {
    let mut hasher = SipHasher24::new_with_key(&key.bytes());
    hasher.write(&[domain as u8]);
    hasher.write(&(name.len() as u64).to_le_bytes());
    hasher.write(name.as_bytes());
    hasher.write(id.as_str().as_bytes());
    hasher.finish()
}

fn scaled(hash: u64) -> u32 {
    u32::try_from((u128::from(hash) * 100_000) >> 64).unwrap_or(u32::MAX)
}

/// An exponentially distributed number with 38 bits after the point, from a stream of uniform ones.
fn exponential(seed: u64) -> u64 {
    const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(GAMMA);
        mix(state)
    };
    for whole in 0.. {
        let first = next();
        let (mut last, mut falls) = (first, true);
        loop {
            let following = next();
            if following.cmp(&last) != Ordering::Less {
                break;
            }
            (last, falls) = (following, !falls);
        }
        if falls {
            return (whole << 38) + (first >> 26);
        }
    }
    u64::MAX
}

/// Stamps named `stamp-0`, `stamp-1` …, with these weights.
pub(crate) fn candidates(key: &HashKey, weights: impl IntoIterator<Item = u32>) -> Vec<Candidate> {
    let candidate = |(index, weight)| {
        let name = Name::parse(&format!("stamp-{index}")).ok()?;
        Some(Candidate { hash: key.hash(Domain::Stamp, name.as_str()), name, weight: Weight::new(weight)? })
    };
    weights.into_iter().enumerate().filter_map(candidate).collect()
}

/// Registration IDs as fleets have them: a name and a number.
pub(crate) fn fleet(count: usize) -> Vec<RegistrationId> {
    (0..count).filter_map(|number| RegistrationId::parse(&format!("press-{number:06}")).ok()).collect()
}

/// What a decision costs at least: one SipHash of the registration ID.
pub(crate) fn bare(key: &HashKey, id: &RegistrationId) -> DeviceHash {
    key.device(id)
}
