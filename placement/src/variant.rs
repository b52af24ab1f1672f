//! What would be decided if the policy were another in one respect, for asking what that respect is good for; and how
//! two policies compare.
//!
//! A variant keeps the name and the digest of the policy that it was made from. It is nothing to deploy.

use alloc::vec::Vec;

use crate::policy::{Index, Policy};
use crate::stamp_set::StampId;
use crate::state::State;

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
        variant.index = Index::new(&variant.attributes, &variant.stamps);
        variant
    }
}
