//! What can be recorded of a decision while it is made.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::asked::{AskedAtom, Entry};
use crate::reach::Rest;
use crate::stamp_set::{StampId, StampSet};

/// Takes note of the steps of a decision. An explanation is the decision with a recorder, never a second one.
pub(crate) trait Recorder<'p> {
    /// Whether every step counts. Else a round may be left out that is known to find what the one before found.
    const ALL: bool;
    /// Whether it counts what a further move could do. It costs a little.
    const RESTS: bool = false;

    /// Notes a step. The event is only made where somebody listens.
    fn note(&mut self, event: impl FnOnce() -> Event<'p>);

    /// Notes that the hash had to choose a stamp for a device that is placed. It costs less than the whole contest.
    fn dealt(&mut self, _among: StampSet, _to: StampId) {}

    /// Notes that a round begins.
    fn begins(&mut self) {}

    /// Notes that a round found a stamp from which no move takes the device: what a further move could do there.
    fn rests(&mut self, _rest: Rest<'p>) {}
}

/// Nobody listens.
pub(crate) struct Silent;

impl<'p> Recorder<'p> for Silent {
    const ALL: bool = false;

    fn note(&mut self, _: impl FnOnce() -> Event<'p>) {}
}

/// A step of a decision.
pub(crate) enum Event<'p> {
    /// A question of the entry that `Asked` names next.
    Answered(AskedAtom<'p>),
    Asked {
        entry: Entry<'p>,
        holds: bool,
    },
    Round {
        here: Option<&'p str>,
    },
    PinPassed {
        pin: &'p str,
        why: PinPassed,
    },
    Pinned {
        pin: &'p str,
    },
    RulePassed {
        rule: &'p str,
        why: RulePassed,
        read: Option<String>,
    },
    Described {
        attribute: &'p str,
        value: Option<&'p str>,
        rule: Option<&'p str>,
    },
    Tier {
        fallback: Option<&'p str>,
        stamps: Vec<&'p str>,
        out: Vec<OutOfTier<'p>>,
    },
    Stayed {
        tier: usize,
    },
    Placed {
        tier: usize,
        candidates: Vec<Standing<'p>>,
    },
    MovePassed {
        name: &'p str,
        why: MovePassed,
        targets: Vec<Target<'p>>,
    },
    Moved {
        name: &'p str,
        tier: usize,
        candidates: Vec<Standing<'p>>,
        to: &'p str,
    },
    Found {
        stamp: Option<&'p str>,
    },
    Circle {
        stamps: Vec<&'p str>,
    },
}

/// Why a pin was passed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PinPassed {
    /// Its condition does not hold.
    Condition,
    /// A guarantee forbids its stamp.
    Forbidden,
    /// Its stamp is not linked.
    NotLinked,
    /// Its stamp cannot take the device.
    State,
}

/// Why a rule gave no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RulePassed {
    /// Its condition does not hold.
    Condition,
    /// No text was there to read.
    Nothing,
    /// Its map lacks what was read.
    Unmapped,
    /// What was read is not one of the attribute's values.
    Foreign,
}

/// Why a move was passed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MovePassed {
    /// It does not name the stamp found in `from`.
    From,
    /// Its condition does not hold.
    Condition,
    /// No stamp that it could go to takes the device.
    NoTarget,
}

/// A stamp that a move names as a target, and that does not take the device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Target<'p> {
    /// The stamp.
    pub stamp: &'p str,
    /// Why it does not.
    pub why: TargetPassed<'p>,
}

/// Why a target of a move does not take a device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TargetPassed<'p> {
    /// It does not serve the device, by no fallback either.
    NotServed,
    /// A guarantee forbids it.
    Forbidden,
    /// It is not linked.
    NotLinked,
    /// Only a fallback behind the one that admits the stamp found admits it.
    Later,
    /// Its state takes nobody.
    State,
    /// The hash prefers the stamp found.
    NotPreferred {
        /// The target's standing.
        standing: Standing<'p>,
        /// That of the stamp found.
        found: Standing<'p>,
    },
}

/// A stamp that fell out of a tier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OutOfTier<'p> {
    /// The stamp.
    pub stamp: &'p str,
    /// Why.
    pub why: Out,
}

/// Why a stamp fell out of a tier.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Out {
    /// A guarantee forbids it.
    Forbidden,
    /// It is not linked.
    NotLinked,
}

/// A stamp's standing with the device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Standing<'p> {
    /// The stamp.
    pub stamp: &'p str,
    /// Its weight in this contest.
    pub weight: u32,
    /// −log2 of the device's draw, scaled by 2^38, before the weight divides it: the least quotient wins.
    pub cost: u64,
}
