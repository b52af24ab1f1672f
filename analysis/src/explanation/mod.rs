//! Why a decision came out as it did, and what would have to change for another answer.
//!
//! Everything comes from the trace of the one decision: which question of each condition failed and what it found, where
//! the device stands in each cohort, how each contest of stamps went. What would have to change is decided again by the
//! changed policy or about the changed request, never guessed.

mod cohort;
mod contest;
mod entry;
mod found;
mod guaranteed;
mod otherwise;
mod passed;
mod question;
mod thousandths;
pub mod words;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use dps::AllocationRequest;
use placement::{Asks, Atom, Cohort, Entry, Policy, Trace};
use serde::Serialize;

pub use cohort::{Edge, End, Standing};
pub use contest::{Candidate, Contest, Wins};
pub use entry::EntryName;
pub use found::{Found, What};
pub use guaranteed::Guaranteed;
pub use otherwise::{If, Otherwise, Then};
pub use passed::{NoTarget, Passed, Why};
pub use question::Question;
pub use thousandths::Thousandths;

use crate::lines::Lines;
use crate::part::parts;

/// A policy with its text: what decisions are explained by.
pub struct Explainer<'p> {
    policy: &'p Policy,
    source: &'p str,
    lines: Lines<'p>,
    /// Every question for a cohort, in the order of the text.
    cohorts: Vec<(Entry<'p>, &'p Atom, &'p Cohort)>,
}

/// A decision, step by step, with everything that can be said of it. `docs/explain.md` lists its members.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation<'p> {
    /// The policy.
    pub policy: Identity<'p>,
    /// The trace of the decision (`docs/decision.md`, "The trace").
    #[serde(flatten)]
    pub trace: Trace<'p>,
    /// The entries that took part: rules that gave values, the pin, the fallbacks and the moves, each once.
    pub by: Vec<EntryName<'p>>,
    /// The guarantees that apply to the device.
    pub guarantees: Vec<Guaranteed<'p>>,
    /// The entries that were passed over, in the order of the walk.
    pub passed: Vec<Passed<'p>>,
    /// Where the device stands in each cohort that the policy asks for, in the order of the text.
    pub cohorts: Vec<Standing<'p>>,
    /// The contests of stamps for the device, in the order of the walk.
    pub contests: Vec<Contest<'p>>,
    /// Changes after which the answer is another one, or which one would like to know to make none.
    pub otherwise: Vec<Otherwise<'p>>,
}

/// Which policy it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Identity<'p> {
    /// Its name.
    pub name: &'p str,
    /// Its edition.
    pub revision: Option<&'p str>,
    /// SHA-256 of its text.
    pub digest: &'p str,
}

impl<'p> Explainer<'p> {
    /// Takes the policy that this text is.
    pub fn new(policy: &'p Policy, source: &'p str) -> Self {
        let asks =
            |(entry, condition)| crate::coverage::points::atoms(condition).into_iter().map(move |atom| (entry, atom));
        let atoms = entry::conditions(policy).flat_map(asks);
        let mut cohorts: Vec<_> = atoms
            .filter_map(|(entry, atom)| match &atom.asks {
                Asks::Cohort(cohort) => Some((entry, atom, cohort)),
                _ => None,
            })
            .collect();
        cohorts.sort_by_key(|(_, atom, _)| atom.place.start);
        Self { policy, source, lines: Lines::of(source), cohorts }
    }

    /// Decides about a request, and says in one line why.
    pub fn line(&self, request: &AllocationRequest) -> String {
        let trace = self.policy.explain(request);
        let cohorts = cohort::standings(self, request, &trace);
        format!(
            "{}: {}",
            trace.device.registration_id,
            words::line(&trace, &contest::contests(self.policy, &trace), &cohorts)
        )
    }

    /// Decides about a request, and says why.
    pub fn explain(&self, request: &AllocationRequest) -> Explanation<'p> {
        let policy = self.policy;
        let trace = policy.explain(request);
        let cohorts = cohort::standings(self, request, &trace);
        Explanation {
            policy: Identity { name: policy.name(), revision: policy.revision(), digest: policy.digest() },
            by: parts(&trace).into_iter().map(EntryName::from).collect(),
            guarantees: guaranteed::guaranteed(policy, &trace),
            passed: passed::passed(self, request, &trace),
            contests: contest::contests(policy, &trace),
            otherwise: otherwise::otherwise(policy, request, &trace, &cohorts),
            cohorts,
            trace,
        }
    }
}
