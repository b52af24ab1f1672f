//! Whose each hub is.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::iter;

use crate::stamp::Stamp;
use crate::stamp_set::StampId;

/// Whose a hub is.
#[derive(Clone, Copy)]
pub(crate) struct Owner {
    pub(crate) stamp: StampId,
    /// Whether the hub is the stamp's own, and no former one.
    pub(crate) own: bool,
}

/// The hubs of a policy's stamps, former ones included. DPS links up to 50 hubs, and a decision looks up each: so they are
/// found by a number of their name, sorted by it, of which more than one rarely has the same.
#[derive(Clone)]
pub(crate) struct Hubs(Vec<(u64, Box<str>, Owner)>);

impl Hubs {
    pub(crate) fn of(stamps: &[Stamp]) -> Self {
        let hubs = stamps.iter().enumerate().flat_map(|(id, stamp)| {
            let hubs = iter::once(&stamp.hub).chain(&stamp.former_hubs);
            hubs.map(move |hub| {
                (hub.as_str().to_ascii_lowercase().into(), Owner { stamp: StampId(id), own: *hub == stamp.hub })
            })
        });
        let once: BTreeMap<Box<str>, Owner> = hubs.collect();
        let mut hubs: Vec<_> = once.into_iter().map(|(hub, owner)| (number(&hub), hub, owner)).collect();
        hubs.sort_by_key(|(number, ..)| *number);
        Self(hubs)
    }

    /// Whose a hub is; letter case does not matter.
    pub(crate) fn owner(&self, hub: &str) -> Option<Owner> {
        let wanted = number(hub);
        let first = self.0.partition_point(|(number, ..)| *number < wanted);
        let same = self.0.iter().skip(first).take_while(|(number, ..)| *number == wanted);
        // Mostly it is written in lower case, which takes less to compare.
        let found = same.into_iter().find(|(_, known, _)| **known == *hub || known.eq_ignore_ascii_case(hub));
        found.map(|(.., owner)| *owner)
    }
}

/// The number of a name, the same in whatever letter case: the bit by which the cases differ is set in every byte. It is kept
/// nowhere, and no decision looks at it.
fn number(hub: &str) -> u64 {
    let (words, _) = hub.as_bytes().as_chunks();
    // What is left behind the words is among the last eight bytes.
    let words = words.iter().chain(hub.as_bytes().last_chunk::<8>());
    words.fold(0, |number: u64, word| {
        let word = u64::from_le_bytes(*word) | 0x2020_2020_2020_2020;
        // As FxHash does.
        (number.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::String;

    #[test]
    fn hubs_are_found_in_any_letter_case_and_no_others_are() {
        let stamps = |number| {
            format!("[[stamp]]\nname = \"s{number}\"\nhub = \"Hub-{number}.azure-devices.net\"\ncapacity = 1\n")
        };
        let stamps: String = (0..100).map(stamps).collect();
        let head = "language = 1\nhash = 1\npolicy = \"hubs\"\nseed = \"hubs\"\n";
        let policy = crate::Policy::parse(&format!("{head}{stamps}")).unwrap().policy;
        let hubs = Hubs::of(policy.stamps());
        for id in 0..100 {
            for hub in [format!("hub-{id}.azure-devices.net"), format!("HUB-{id}.Azure-Devices.NET")] {
                let owner = hubs.owner(&hub).unwrap();
                assert_eq!((owner.stamp, owner.own), (StampId(id), true));
            }
            // Of the same number: `\r` and `-` differ by the bit that letter cases differ by.
            let other = format!("hub\r{id}.azure-devices.net");
            assert_eq!(number(&other), number(&format!("hub-{id}.azure-devices.net")));
            assert!(hubs.owner(&other).is_none());
        }
        assert!(hubs.owner("").is_none() && hubs.owner("hub-100.azure-devices.net").is_none());
    }
}
