use placement::{Policy, StampId};

use super::{Counts, From, Simulator, To};

/// What is said of a hub that is none of the policy's.
pub const OTHER_HUB: &str = "a hub of no stamp";

/// What came of a simulation.
#[derive(Clone, Copy)]
pub struct Outcome<'s> {
    /// What was asked.
    pub simulator: &'s Simulator<'s>,
    /// What was counted.
    pub counts: &'s Counts<'s>,
}

impl<'s> Outcome<'s> {
    /// The policy that decided.
    pub fn policy(&self) -> &'s Policy {
        self.simulator.policy
    }

    /// The name of a stamp.
    pub fn name(&self, stamp: StampId) -> &'s str {
        self.policy().stamp(stamp).map(|stamp| stamp.name.as_str()).unwrap_or_default()
    }

    /// Where devices were, as people name it.
    pub fn from(&self, from: From) -> &'s str {
        match from {
            From::Stamp(stamp) => self.name(stamp),
            From::OtherHub => OTHER_HUB,
            From::New => "new",
        }
    }

    /// Where devices go, as people name it.
    pub fn to(&self, to: To) -> &'s str {
        match to {
            To::Stamp(stamp) => self.name(stamp),
            To::OtherHub => OTHER_HUB,
            To::Refused => "refused",
        }
    }
}
