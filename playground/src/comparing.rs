//! What an edit does to a fleet.

use std::mem;
use std::rc::Rc;

use analysis::difference::{Comparison, Outcome, Part, Settings, Source as Edition, named};
use analysis::fleet::{Member, Unreadable};
use placement::Policy;
use self_cell::self_cell;
use serde_json::{Value, json};

use crate::fleet::Fleet;
use crate::flow;
use crate::policy::policy;
use crate::run::{Counter, Run};

/// Two policies, and their texts.
struct Texts {
    old: (Policy, String),
    new: (Policy, String),
}

self_cell!(
    struct Asked {
        owner: Texts,
        #[covariant]
        dependent: Comparison,
    }
);

self_cell!(
    pub(crate) struct Counted {
        owner: Asked,
        #[not_covariant]
        dependent: Part,
    }
);

/// Begins a comparison.
///
/// # Errors
/// One of the policies cannot be used.
pub(crate) fn begin(old: &str, new: &str, fleet: Rc<Fleet>) -> Result<Run<Counted>, String> {
    let before = policy(old).map_err(|error| format!("before: {error}"))?;
    let texts = Texts { old: (before, old.to_owned()), new: (policy(new)?, new.to_owned()) };
    let asked =
        Asked::new(texts, |texts| Comparison::new(edition(&texts.old), edition(&texts.new), Settings::default()));
    let linked_hubs = asked.borrow_dependent().linked().clone();
    let counted = Counted::new(asked, |asked| asked.borrow_dependent().part());
    Ok(Run::new(fleet, linked_hubs, counted))
}

impl Counter for Counted {
    fn add(&mut self, read: Result<&Member, Unreadable>) {
        self.with_dependent_mut(|_, part| match read {
            Ok(member) => drop(part.add(member)),
            Err(unreadable) => part.add_unreadable(unreadable),
        });
    }
}

/// What came of it: as `stamp diff --format json` writes it, with the causes in words and the picture of who goes where. It
/// begins anew then.
pub(crate) fn outcome(run: &mut Run<Counted>) -> Value {
    run.counter().with_dependent_mut(|asked, part| {
        let comparison = asked.borrow_dependent();
        let counts = mem::replace(part, comparison.part()).into_counts();
        let outcome = Outcome { comparison, counts: &counts };
        let mut told = outcome.json();
        if let Some(told) = told.as_object_mut() {
            told.insert("words".into(), in_words(&outcome));
            told.insert("picture".into(), flow::picture(&outcome));
        }
        told
    })
}

fn edition((policy, text): &(Policy, String)) -> Edition<'_> {
    Edition { policy, text }
}

/// The causes in the words of the tool, in the order of the counts; then the edits that take nobody elsewhere.
fn in_words(outcome: &Outcome<'_>) -> Value {
    let comparison = outcome.comparison;
    let causes = outcome.counts.causes();
    let caused = causes.iter().map(|caused| {
        json!({ "cause": named::cause(comparison, caused.cause), "line": named::line(comparison, caused.cause.step) })
    });
    // These are JSON already, whose numbers a browser would round.
    let answers = outcome.counts.answers(comparison);
    let answers = answers.into_iter().map(|answer| json!({ "from": answer.from, "to": answer.to }));
    json!({
        "causes": caused.collect::<Vec<_>>(),
        "idle": outcome.idle(&causes),
        "answers": answers.collect::<Vec<_>>(),
    })
}
