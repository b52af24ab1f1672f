//! What changes in the twin and the payload that a device is answered, where it stays on its stamp.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use placement::{Asks, AttributeId, Gives, Policy, Source, Stamp, StampId};
use serde_json::{Map, Value};

use super::comparison::Comparison;
use super::edit::Edit;
use super::places::Place;
use crate::coverage::points::atoms;

/// The values of the attributes that answers use, by both policies.
pub(super) type AnswerClass = (Place, Vec<Option<usize>>, Vec<Option<usize>>);

/// What two policies answer besides the hub.
pub(super) struct Answers {
    may_differ: bool,
    old: Vec<AttributeId>,
    new: Vec<AttributeId>,
}

/// A part of the twin or of the payload that is another for devices that stay where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerChange {
    /// Which part, such as `payload /policy`.
    pub part: String,
    /// How many devices it is another for.
    pub devices: u64,
    /// One of the values that it had, as JSON; none where it was not there.
    pub from: Option<String>,
    /// What this one becomes.
    pub to: Option<String>,
}

impl Answers {
    pub(super) fn between(old: &Policy, new: &Policy, edits: &[Edit]) -> Self {
        let used = |policy: &Policy| policy.answered_attributes().into_iter().collect::<Vec<_>>();
        let (olds, news) = (used(old), used(new));
        let differing = differing(new, edits);
        let may_differ = !new.has_answer_of(old)
            || !tell_alike(new, old)
            || news.iter().any(|attribute| differing.contains(&attribute.index()));
        Self { may_differ, old: olds, new: news }
    }

    /// Whether it is possible that a device that stays where it is gets another twin or payload.
    pub(super) fn may_differ(&self) -> bool {
        self.may_differ
    }

    /// Of a description by the old policy, the values that answers use.
    pub(super) fn of_old(&self, description: Vec<Option<usize>>) -> Vec<Option<usize>> {
        of(&self.old, description)
    }

    /// Of a description by the new policy, the values that answers use.
    pub(super) fn of_new(&self, description: Vec<Option<usize>>) -> Vec<Option<usize>> {
        of(&self.new, description)
    }

    /// The parts that are others, by the number of devices.
    pub(super) fn changes(
        &self,
        comparison: &Comparison<'_>,
        classes: &BTreeMap<AnswerClass, u64>,
    ) -> Vec<AnswerChange> {
        let mut parts: BTreeMap<String, AnswerChange> = BTreeMap::new();
        for ((place, old, new), devices) in classes {
            let Place::Stamp(stamp) = place else { continue };
            let Some(stamp) = comparison.places.0.get(*stamp) else { continue };
            let before = filled(comparison.old(), stamp.old, &self.old, old);
            let after = filled(comparison.new_policy(), stamp.new, &self.new, new);
            let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            for part in names {
                let (from, to) = (before.get(part), after.get(part));
                if from != to {
                    let new = || AnswerChange { part: part.clone(), devices: 0, from: from.cloned(), to: to.cloned() };
                    parts.entry(part.clone()).or_insert_with(new).devices += devices;
                }
            }
        }
        let mut parts: Vec<AnswerChange> = parts.into_values().collect();
        parts.sort_by_key(|part| core::cmp::Reverse(part.devices));
        parts
    }
}

fn of(used: &[AttributeId], description: Vec<Option<usize>>) -> Vec<Option<usize>> {
    used.iter().map(|attribute| description.get(attribute.index()).copied().flatten()).collect()
}

/// Whether stamps tell the same of themselves in answers.
fn tell_alike(one: &Policy, other: &Policy) -> bool {
    let stamp = |stamp: &Stamp| (stamp.name.clone(), stamp.application.clone(), stamp.labels.clone());
    one.stamps().iter().map(stamp).eq(other.stamps().iter().map(stamp))
}

/// The attributes of the new policy that edits may describe otherwise: those that are edited, and those that look at them.
fn differing(new: &Policy, edits: &[Edit]) -> BTreeSet<usize> {
    let attributes = new.attributes();
    let edited = |name: &str| {
        edits.iter().any(|edit| match edit.subject.kind {
            "rule" => edit.subject.attribute.as_deref() == Some(name),
            "attribute" => edit.subject.name.as_deref() == Some(name),
            // What a stamp serves, a list holds or the seed deals may be asked by any rule.
            "stamp" => edit.word().is_none_or(|word| word.starts_with("serves")),
            "list" => true,
            "policy" => edit.word() == Some("seed"),
            _ => false,
        })
    };
    let mut differing = BTreeSet::new();
    for (index, attribute) in attributes.iter().enumerate() {
        let looks_at = |other: AttributeId| differing.contains(&other.index());
        let by_rule = attribute.rules.iter().any(|rule| {
            let reads = match &rule.gives {
                Gives::Read { source: Source::Attribute(other), .. } => looks_at(*other),
                _ => false,
            };
            reads || atoms(&rule.when).iter().any(|atom| matches!(&atom.asks, Asks::Is(other, _) if looks_at(*other)))
        });
        if edited(attribute.name.as_str()) || by_rule {
            differing.insert(index);
        }
    }
    differing
}

/// What is answered, by its parts. Values that are texts stand as JSON.
fn filled(
    policy: &Policy,
    stamp: Option<StampId>,
    used: &[AttributeId],
    values: &[Option<usize>],
) -> BTreeMap<String, String> {
    let value = |attribute: AttributeId| {
        let index = used.iter().position(|used| *used == attribute)?;
        let number = values.get(index).copied().flatten()?;
        policy.attribute(attribute)?.value_ids().nth(number)
    };
    let answered = policy.answered(stamp, value);
    let mut parts = BTreeMap::new();
    for (name, object) in [("twin", &answered.0), ("payload", &answered.1)] {
        if let Some(object) = object {
            flatten(&mut parts, &format!("{name} "), object);
        }
    }
    parts
}

fn flatten(parts: &mut BTreeMap<String, String>, under: &str, object: &Map<String, Value>) {
    for (key, value) in object {
        let at = format!("{under}/{}", key.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Object(inner) if !inner.is_empty() => flatten(parts, &at, inner),
            value => drop(parts.insert(at, value.to_string())),
        }
    }
}
