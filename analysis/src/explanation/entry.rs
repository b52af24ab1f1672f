use placement::{Condition, Entry, Policy};
use serde::Serialize;

use crate::part::Part;

/// An entry of a policy by its kind and name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct EntryName<'p> {
    /// What it is, in the policy language's word.
    pub kind: &'static str,
    /// The attribute that a rule belongs to.
    pub attribute: Option<&'p str>,
    /// Its name.
    pub name: &'p str,
}

impl<'p> From<Entry<'p>> for EntryName<'p> {
    fn from(entry: Entry<'p>) -> Self {
        let (kind, attribute, name) = match entry {
            Entry::Guarantee(name) => ("guarantee", None, name),
            Entry::Pin(name) => ("pin", None, name),
            Entry::Rule { attribute, rule } => ("rule", Some(attribute), rule),
            Entry::Fallback(name) => ("fallback", None, name),
            Entry::Move(name) => ("move", None, name),
        };
        Self { kind, attribute, name }
    }
}

impl<'p> From<Part<'p>> for EntryName<'p> {
    fn from(part: Part<'p>) -> Self {
        Self::from(match part {
            Part::Rule { attribute, name } => Entry::Rule { attribute, rule: name },
            Part::Pin(name) => Entry::Pin(name),
            Part::Fallback(name) => Entry::Fallback(name),
            Part::Move(name) => Entry::Move(name),
        })
    }
}

/// Every entry with its condition.
pub(super) fn conditions(policy: &Policy) -> impl Iterator<Item = (Entry<'_>, &Condition)> {
    let rules = policy.attributes().iter().flat_map(|attribute| {
        let of = attribute.name.as_str();
        attribute.rules.iter().map(move |rule| (Entry::Rule { attribute: of, rule: &rule.name }, &rule.when))
    });
    let pins = policy.pins().iter().map(|pin| (Entry::Pin(&pin.name), &pin.when));
    let moves = policy.moves().iter().map(|order| (Entry::Move(&order.name), &order.when));
    let fallbacks = policy.fallbacks().iter().map(|fallback| (Entry::Fallback(&fallback.name), &fallback.when));
    let guarantees = policy.guarantees().iter().map(|guarantee| (Entry::Guarantee(&guarantee.name), &guarantee.when));
    rules.chain(pins).chain(moves).chain(fallbacks).chain(guarantees)
}
