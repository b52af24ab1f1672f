//! Versions as devices send them: dotted numbers.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// A version: one or more runs of digits with dots between, such as `12.0.2.5`. Missing parts count as 0.
///
/// The parts are kept as digits, so that no version is too long to compare.
///
/// INVARIANT (version): no part has leading zeros, and the last part is not empty (zeros at the end are left out).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version(Vec<Box<str>>);

impl Version {
    /// Takes a text as a version; `None` where it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts: Vec<Box<str>> = Vec::new();
        for part in text.split('.') {
            if part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            parts.push(part.trim_start_matches('0').into());
        }
        while parts.last().is_some_and(|part| part.is_empty()) {
            parts.pop();
        }
        Some(Self(parts))
    }

    /// How a text compares with this version; none if it is no version. It is the order of [`Version::parse`] without its
    /// memory: devices are asked more often than policies are read.
    pub(crate) fn order_of(&self, text: &str) -> Option<Ordering> {
        let mut mine = self.0.iter();
        let mut order = Ordering::Equal;
        for part in text.as_bytes().split(|byte| *byte == b'.') {
            if part.is_empty() || !part.iter().all(u8::is_ascii_digit) {
                return None;
            }
            let zeros = part.iter().take_while(|digit| **digit == b'0').count();
            let theirs = part.get(zeros..).unwrap_or_default();
            let mine = mine.next().map_or(&[][..], |part| part.as_bytes());
            order = order.then_with(|| theirs.len().cmp(&mine.len()).then_with(|| theirs.cmp(mine)));
        }
        Some(if mine.next().is_some() { order.then(Ordering::Less) } else { order })
    }

    /// Its parts without leading zeros; parts at the end that are zero are left out.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|part| if part.is_empty() { "0" } else { part })
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        for (mine, theirs) in self.0.iter().zip(&other.0) {
            let order = mine.len().cmp(&theirs.len()).then_with(|| mine.cmp(theirs));
            if order != Ordering::Equal {
                return order;
            }
        }
        self.0.len().cmp(&other.0.len())
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn parts_compare_as_numbers_and_missing_ones_are_zero() {
        assert!(version("12.0.2.5") > version("12.0.2.4"));
        assert!(version("4.10") > version("4.9"));
        assert!(version("04.1") == version("4.1.0.00"));
        assert!(version("0") == version("0.0"));
        assert!(version("1.0.1") > version("1"));
        assert!(version("99999999999999999999999999") > version("99999999999999999999999998"));
    }

    proptest! {
        #[test]
        fn a_text_compares_as_the_version_that_it_is(mine in "0{0,2}[0-9]{1,2}(\\.[0-9]{1,2}){0,3}", text in "[0-9.x]{0,2}[0-9]{0,2}(\\.[0-9]{0,2}){0,3}") {
            let order = Version::parse(&text).map(|theirs| theirs.cmp(&version(&mine)));
            prop_assert_eq!(version(&mine).order_of(&text), order);
        }
    }

    #[test]
    fn anything_else_is_no_version() {
        for bad in ["", ".", "1.", ".1", "1..2", "v1", "1.0-rc", "1,0", "+1", "1 ", "²"] {
            assert_eq!(Version::parse(bad), None, "{bad}");
        }
    }
}
