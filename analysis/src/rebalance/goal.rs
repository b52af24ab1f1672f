//! What a rebalancing is for.

use alloc::string::String;

use placement::{Policy, StampId, StampSet};

/// What a rebalancing is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Goal {
    /// No stamp has more devices than this part of its capacity, in thousandths of a percent.
    Under(u32),
    /// All stamps are filled equally, as far as devices may move.
    Equal,
    /// A stamp has the devices that the hash deals to it.
    Fill(StampId),
    /// A stamp has no devices.
    Empty(StampId),
    /// Devices that a fallback put up are back in their first tier: those of one fallback, by its name, or of all.
    FromFallback(Option<String>),
}

/// A goal, and the stamps that may take devices for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    /// The goal.
    pub goal: Goal,
    /// The stamps that may take devices.
    pub takers: StampSet,
}

impl Task {
    /// A task: every open stamp may take devices, or only those that are named, which may be reserved too.
    ///
    /// A reserved stamp that nobody names takes none: what it is reserved for, the policy does not say.
    pub fn new(policy: &Policy, goal: Goal, into: Option<&[StampId]>) -> Self {
        let takes = |id: &StampId| {
            let Some(stamp) = policy.stamp(*id) else { return false };
            match (&goal, into) {
                (Goal::Fill(new), _) => id == new && stamp.state.takes(),
                (Goal::Empty(old), _) if id == old => false,
                (_, Some(named)) => named.contains(id) && stamp.state.takes(),
                (_, None) => stamp.state.places(),
            }
        };
        let takers = policy.stamp_ids().filter(takes).collect();
        Self { goal, takers }
    }

    /// Whether devices may make room on a stamp for others: where every stamp is to be balanced, and not one alone.
    pub(crate) fn may_chain(&self) -> bool {
        matches!(self.goal, Goal::Under(_) | Goal::Equal)
    }
}
