//! What comes of a rebalancing.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use placement::StampId;

use super::look::Source;
use super::survey::{HeldDevices, Trouble};
use crate::edit::{PolicyText, Problem};
use crate::fleet::Unreadable;

/// The fewest moves that bring a fleet to a goal, or as near as can be.
#[derive(Clone, Debug)]
pub struct Rebalanced {
    /// The policy as it would be.
    pub text: PolicyText,
    /// Whether that brings the fleet to the goal.
    pub reached: bool,
    /// Devices of the fleet.
    pub devices: u64,
    /// Lines that are no devices.
    pub unreadable: u64,
    /// The first of these.
    pub examples: BTreeSet<Unreadable>,
    /// The devices on each stamp in the end, without the edits.
    pub before: Vec<u64>,
    /// With them.
    pub after: Vec<u64>,
    /// The most that each is to have for the goal.
    pub bounds: Vec<u64>,
    /// The devices that end on another stamp, from where to where.
    pub flows: BTreeMap<(StampId, StampId), u64>,
    /// Those of them that are not on their stamp yet, and so change hub, or get their first one, anyway.
    pub anyway: u64,
    /// The fewest devices that have to move for the goal, or as near to it as can be.
    pub least: u64,
    /// What keeps it from the goal, for each stamp that is in the way.
    pub left: Vec<Left>,
    /// What closing the stamp that is to be empty would do, where it cannot be closed for that.
    pub closing: Option<Closing>,
    /// Moves that are not proposed, and why.
    pub troubles: BTreeMap<(Source, StampId), Trouble>,
}

/// Why a stamp cannot be closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Closing {
    /// Devices that no other stamp would take: they would be refused.
    pub refused: u64,
    /// Stamps that would get devices which are to go to this one, and have no room for them.
    pub worse: Vec<StampId>,
}

/// A stamp that has more devices than the goal allows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// The stamp.
    pub stamp: StampId,
    /// The devices too many.
    pub devices: u64,
    /// The devices on it that cannot leave, by the reason.
    pub held: Vec<(Reason, HeldDevices)>,
    /// The stamps that could take others of it, directly or by making room: all are full.
    pub full: Vec<StampId>,
}

/// Why a device cannot leave its stamp by a move.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// A pin holds it.
    Pinned(String),
    /// DPS takes no other hub for it.
    Forced,
    /// Nothing is found for it, and it keeps its stamp for now.
    Kept,
    /// The policy's moves send it round a circle already.
    Circle,
    /// No stamp that may take devices now may take it.
    Alone,
    /// A guarantee forbids the stamps that would.
    Forbidden,
    /// The policy's own orders take it back from the stamps that would.
    Returns,
}

impl Rebalanced {
    /// How many devices end on another stamp.
    pub fn moved(&self) -> u64 {
        self.flows.values().sum()
    }
}

/// Why nothing could be found out.
#[derive(Debug)]
pub enum Failed<E> {
    /// The fleet could not be read.
    Fleet(E),
    /// The policy could not be edited.
    Edit(Problem),
}

impl<E> From<Problem> for Failed<E> {
    fn from(problem: Problem) -> Self {
        Self::Edit(problem)
    }
}
