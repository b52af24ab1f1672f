//! Pins, moves, fallbacks and guarantees: what decides besides the rules.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::attribute::{AttributeId, ValueId};
use crate::condition::Condition;
use crate::rendezvous::Weight;
use crate::stamp_set::{StampId, StampSet};

/// Devices under a condition belong on this one stamp.
#[derive(Clone, Debug)]
pub struct Pin {
    /// Its name in traces, tests and reports.
    pub name: Box<str>,
    /// Whom it pins.
    pub when: Condition,
    /// The stamp.
    pub stamp: StampId,
}

/// Devices that would be on these stamps belong on those instead.
#[derive(Clone, Debug)]
pub struct Move {
    /// Its name in traces, tests and reports.
    pub name: Box<str>,
    /// Whom it moves.
    pub when: Condition,
    /// The stamps that devices leave.
    pub from: StampSet,
    /// The stamps that they go to; none of `from`.
    pub to: StampSet,
    /// How the targets are dealt.
    pub deal: Deal,
}

/// How a move deals its targets.
#[derive(Clone, Debug)]
pub enum Deal {
    /// By the stamps' own weights, to everyone.
    Own,
    /// By the stamps' own weights, to those only whom the hash deals to the target rather than to where they are.
    Preferred,
    /// By weights of the move's own, one for each stamp of `to`, to everyone.
    Weighed(BTreeMap<StampId, Weight>),
}

/// If no stamp that serves a device can take it, it may be described otherwise.
#[derive(Clone, Debug)]
pub struct Fallback {
    /// Its name in traces, tests and reports.
    pub name: Box<str>,
    /// Whom it is for.
    pub when: Condition,
    /// The values that the device may have instead; no attribute comes twice.
    pub instead: Vec<(AttributeId, ValueId)>,
}

/// What must hold for the chosen stamp whatever else the file says.
#[derive(Clone, Debug)]
pub struct Guarantee {
    /// Its name in traces, tests and reports.
    pub name: Box<str>,
    /// For whom it holds.
    pub when: Condition,
    /// The stamps that it allows.
    pub allowed: StampSet,
}
