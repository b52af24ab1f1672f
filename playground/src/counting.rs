//! What a policy does with a fleet, a slice of the fleet at a time: between two slices the page's worker looks whether
//! something newer was asked.

use std::mem;
use std::rc::Rc;

use analysis::fleet::Defaults;
use analysis::simulation::{Outcome, Part, Simulator};
use placement::Policy;
use self_cell::self_cell;
use serde_json::Value;

use crate::fleet::{Fleet, Shown};
use crate::policy::policy;

self_cell!(
    struct Asked {
        owner: Policy,
        #[covariant]
        dependent: Simulator,
    }
);

self_cell!(
    struct Counted {
        owner: Asked,
        #[not_covariant]
        dependent: Part,
    }
);

/// A simulation that goes on.
pub(crate) struct Counting {
    fleet: Rc<Fleet>,
    shown: Shown,
    defaults: Defaults,
    counted: Counted,
}

impl Counting {
    /// Begins one.
    ///
    /// # Errors
    /// The policy cannot be used.
    pub(crate) fn new(text: &str, fleet: Rc<Fleet>) -> Result<Self, String> {
        let policy = policy(text)?;
        let linked_hubs = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
        let asked = Asked::new(policy, |policy| Simulator::new(policy, Vec::new()));
        let counted = Counted::new(asked, |asked| asked.borrow_dependent().part());
        let defaults = Defaults { linked_hubs, ..Defaults::default() };
        Ok(Self { shown: Shown::Kept(0), fleet, defaults, counted })
    }

    /// Goes on with the next devices; whether there may be more.
    pub(crate) fn advance(&mut self) -> bool {
        let Self { fleet, shown, defaults, counted } = self;
        let next = counted.with_dependent_mut(|_, part| {
            fleet.show(*shown, defaults, |read| match read {
                Ok(member) => part.add(member),
                Err(unreadable) => part.add_unreadable(unreadable),
            })
        });
        next.inspect(|next| *shown = *next).is_some()
    }

    /// How much of the fleet has been read, in thousandths.
    pub(crate) fn part(&self) -> u32 {
        self.fleet.part(self.shown)
    }

    /// What came of it: as `stamp simulate --format json` writes it. It begins anew then.
    pub(crate) fn outcome(&mut self) -> Value {
        self.shown = Shown::Kept(0);
        self.counted.with_dependent_mut(|asked, part| {
            let simulator = asked.borrow_dependent();
            let counts = mem::replace(part, simulator.part()).into_counts();
            Outcome { simulator, counts: &counts }.json()
        })
    }
}
