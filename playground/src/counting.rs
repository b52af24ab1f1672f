//! What a policy does with a fleet.

use std::mem;
use std::rc::Rc;

use analysis::fleet::{Member, Unreadable};
use analysis::simulation::{Outcome, Part, Simulator};
use placement::Policy;
use self_cell::self_cell;
use serde_json::Value;

use crate::fleet::Fleet;
use crate::policy::policy;
use crate::run::{Counter, Run};

self_cell!(
    struct Asked {
        owner: Policy,
        #[covariant]
        dependent: Simulator,
    }
);

self_cell!(
    pub(crate) struct Counted {
        owner: Asked,
        #[not_covariant]
        dependent: Part,
    }
);

/// Begins a simulation.
///
/// # Errors
/// The policy cannot be used.
pub(crate) fn begin(text: &str, fleet: Rc<Fleet>) -> Result<Run<Counted>, String> {
    let policy = policy(text)?;
    let linked_hubs = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
    let asked = Asked::new(policy, |policy| Simulator::new(policy, Vec::new()));
    let counted = Counted::new(asked, |asked| asked.borrow_dependent().part());
    Ok(Run::new(fleet, linked_hubs, counted))
}

impl Counter for Counted {
    fn add(&mut self, read: Result<&Member, Unreadable>) {
        self.with_dependent_mut(|_, part| match read {
            Ok(member) => part.add(member),
            Err(unreadable) => part.add_unreadable(unreadable),
        });
    }
}

/// What came of it: as `stamp simulate --format json` writes it. It begins anew then.
pub(crate) fn outcome(run: &mut Run<Counted>) -> Value {
    run.counter().with_dependent_mut(|asked, part| {
        let simulator = asked.borrow_dependent();
        let counts = mem::replace(part, simulator.part()).into_counts();
        Outcome { simulator, counts: &counts }.json()
    })
}
