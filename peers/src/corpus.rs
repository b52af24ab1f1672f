//! The devices of the work.

use placement::hash::mix;

use crate::stamp::{Geo, Lifecycle, Share, Stamp};

/// How many devices a benchmark asks about.
pub const DEVICES: u32 = 100_000;

/// A device, its fields read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Device {
    /// Where it is.
    pub geo: Geo,
    /// What it is for.
    pub lifecycle: Lifecycle,
    /// Its registration ID, in lower case.
    pub registration_id: String,
    /// Its bucket, 0 to 999, for those who have no hash of their own.
    pub bucket: u16,
}

impl Device {
    /// The stamp of its bucket.
    pub fn stamp_of_bucket(&self) -> Stamp {
        Stamp { geo: self.geo, lifecycle: self.lifecycle, share: Share::of_bucket(self.bucket) }
    }
}

/// So many devices, always the same. Their fields follow no pattern that a processor could learn.
pub fn devices(count: u32) -> Vec<Device> {
    (0..count).map(device).collect()
}

fn device(number: u32) -> Device {
    let drawn = mix(u64::from(number) + 1);
    Device {
        geo: pick(Geo::ALL, drawn),
        lifecycle: pick(Lifecycle::ALL, drawn >> 8),
        registration_id: format!("press-{number:06}"),
        bucket: u16::try_from((drawn >> 32) % u64::from(Share::BUCKETS)).unwrap_or_default(),
    }
}

fn pick<T: Copy>([one, two, three]: [T; 3], drawn: u64) -> T {
    match drawn % 3 {
        0 => one,
        1 => two,
        _ => three,
    }
}
