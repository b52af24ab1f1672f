//! What would be decided if the policy were another in one respect, for asking what that respect is good for; and how
//! two policies compare.
//!
//! A variant keeps the name and the digest of the policy that it was made from. It is nothing to deploy.

use alloc::vec::Vec;
use core::ops::Range;

use crate::condition::{Asks, Atom, Condition};
use crate::percent::Slice;
use crate::policy::{Index, Policy};
use crate::rendezvous::Weight;
use crate::stamp_set::StampId;
use crate::state::State;

/// One small thing of a policy that is another. No such change makes a valid policy invalid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// A stamp has another state.
    State(StampId, State),
    /// A stamp has another weight.
    Weight(StampId, Weight),
    /// The cohort that is asked for at this place of the text is another part of its scale.
    Slice(Range<usize>, Slice),
}

impl Policy {
    /// The same policy without its guarantees.
    #[must_use]
    pub fn without_guarantees(&self) -> Self {
        Self { guarantees: Vec::new(), ..self.clone() }
    }

    /// Whether another policy answers the same besides the hub, for a device that is described alike on the same stamp.
    pub fn has_answer_of(&self, other: &Self) -> bool {
        (&self.answer, &self.name, &self.revision) == (&other.answer, &other.name, &other.revision)
    }

    /// The same policy with these stamps down, whatever their states.
    #[must_use]
    pub fn with_down(&self, down: &[StampId]) -> Self {
        let mut variant = self.clone();
        for id in down {
            if let Some(stamp) = variant.stamps.get_mut(id.0) {
                stamp.state = State::Down;
            }
        }
        variant.index = Index::new(&variant.attributes, &variant.stamps, &variant.moves, &variant.fallbacks);
        variant
    }

    /// The policy as it would be after an edit of its text that makes this change. Its digest stays that of its own
    /// text: it is for asking what would be decided, not for deciding.
    pub fn changed(&self, change: &Change) -> Self {
        let mut policy = self.clone();
        match change {
            Change::State(stamp, state) => {
                policy.stamps.get_mut(stamp.0).into_iter().for_each(|stamp| stamp.state = *state);
                policy.index = Index::new(&policy.attributes, &policy.stamps, &policy.moves, &policy.fallbacks);
            }
            Change::Weight(stamp, weight) => {
                policy.stamps.get_mut(stamp.0).into_iter().for_each(|stamp| stamp.weight = *weight);
            }
            Change::Slice(place, slice) => policy.conditions_mut().for_each(|condition| {
                condition.atoms_mut(&mut |atom| match &mut atom.asks {
                    Asks::Cohort(cohort) if atom.place == *place => cohort.slice = *slice,
                    _ => {}
                });
            }),
        }
        policy
    }

    /// The condition of every entry.
    fn conditions_mut(&mut self) -> impl Iterator<Item = &mut Condition> {
        let rules = self.attributes.iter_mut().flat_map(|attribute| &mut attribute.rules).map(|rule| &mut rule.when);
        let pins = self.pins.iter_mut().map(|pin| &mut pin.when);
        let moves = self.moves.iter_mut().map(|order| &mut order.when);
        let fallbacks = self.fallbacks.iter_mut().map(|fallback| &mut fallback.when);
        let guarantees = self.guarantees.iter_mut().map(|guarantee| &mut guarantee.when);
        rules.chain(pins).chain(moves).chain(fallbacks).chain(guarantees)
    }
}

impl Condition {
    fn atoms_mut(&mut self, each: &mut impl FnMut(&mut Atom)) {
        match self {
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter_mut().for_each(|condition| condition.atoms_mut(each));
            }
            Self::Not(condition) => condition.atoms_mut(each),
            Self::Atom(atom) => each(atom),
        }
    }
}
