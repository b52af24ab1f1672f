use alloc::string::String;
use core::ops::Range;

use serde::Serialize;

/// Something of a policy that tests should exercise.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Point {
    /// Where it stands: the name of an entry or the words of a condition, in bytes of the policy's text.
    pub place: Place,
    /// What it is.
    pub what: What,
}

/// Bytes of a text, in the order of where they begin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    start: usize,
    end: usize,
}

impl From<Range<usize>> for Place {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl Place {
    /// The bytes.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// What of a policy can be exercised, and what must happen for it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// A rule gives its attribute a value.
    Rule {
        /// The attribute.
        attribute: String,
        /// The rule.
        name: String,
    },
    /// A pin is taken.
    Pin {
        /// Its name.
        name: String,
    },
    /// A move is taken.
    Move {
        /// Its name.
        name: String,
    },
    /// A stamp of the fallback's tier is found, or a move leads there.
    Fallback {
        /// Its name.
        name: String,
    },
    /// A guarantee keeps a device from a stamp.
    Guarantee {
        /// Its name.
        name: String,
    },
    /// A stamp is the answer, or a device is on it.
    Stamp {
        /// Its name.
        name: String,
    },
    /// A condition that is not made of others comes out so.
    Condition {
        /// The first byte of the policy's text at which it stands.
        at: usize,
        /// Whether it holds.
        holds: bool,
    },
}
