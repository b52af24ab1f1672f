//! What a condition asks for, as far as it can be looked up.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

use crate::attribute::AttributeId;
use crate::condition::{Asks, Condition, View, group};
use crate::field::{Field, FieldTest, Scalar};
use crate::glob::Glob;
use crate::hash::mix;
use crate::pointer::Pointer;
use crate::text::{TextPattern, TextTest};

/// The most things that a condition may ask for. A longer list is searched as fast as it is looked up.
const MOST: usize = 256;

/// What of a device is looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Subject {
    /// An attribute above.
    Is(AttributeId),
    EnrollmentGroup(Part),
    RegistrationId(Part),
    /// A place in the initial twin.
    Twin(Pointer),
    /// A place in the payload.
    Payload(Pointer),
}

/// How much of a text is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    Whole,
    /// So many bytes from the start.
    Start(usize),
    /// So many bytes before the end.
    End(usize),
}

/// What is asked for: a hash of it. Two things may share one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Key {
    pub(crate) subject: Subject,
    pub(crate) hash: u64,
}

impl Key {
    /// The keys of which a device has one at the least if a condition holds; none where that cannot be said.
    pub(crate) fn of(condition: &Condition) -> Option<Vec<Self>> {
        match condition {
            Condition::Atom(atom) => asked_for(&atom.asks),
            // Each of them is asked for. Values of attributes are shared by more devices than names are.
            Condition::All(all) => all.iter().filter_map(Self::of).min_by_key(|keys| {
                let by_value = keys.iter().any(|key| matches!(key.subject, Subject::Is(_)));
                (by_value, keys.len())
            }),
            Condition::Any(any) => {
                let keys: Vec<Vec<Self>> = any.iter().map(Self::of).collect::<Option<_>>()?;
                few(keys.into_iter().flatten())
            }
            Condition::Not(_) => None,
        }
    }
}

impl Subject {
    /// The key that a device has; none if it has nothing there.
    pub(crate) fn hash(&self, view: View<'_>) -> Option<u64> {
        let request = view.request;
        match self {
            Self::Is(attribute) => Some(number(view.description.value(*attribute)?.index())),
            Self::EnrollmentGroup(part) => part.hash(group(&request.enrollment.kind)?),
            Self::RegistrationId(part) => part.hash(request.registration_id.as_str()),
            Self::Twin(place) => value(place.find(request.enrollment.initial_twin.as_ref()?)?),
            Self::Payload(place) => value(place.find(request.payload.as_ref()?)?),
        }
    }
}

impl Part {
    fn hash(self, text: &str) -> Option<u64> {
        let bytes = text.as_bytes();
        Some(hash(match self {
            Self::Whole => bytes,
            Self::Start(length) => bytes.get(..length)?,
            Self::End(length) => bytes.get(bytes.len().checked_sub(length)?..)?,
        }))
    }
}

fn few(keys: impl Iterator<Item = Key>) -> Option<Vec<Key>> {
    let keys: Vec<Key> = keys.take(MOST + 1).collect();
    (keys.len() <= MOST).then_some(keys)
}

fn asked_for(asks: &Asks) -> Option<Vec<Key>> {
    match asks {
        Asks::Is(attribute, values) => {
            let key = |value: &crate::attribute::ValueId| Key {
                subject: Subject::Is(*attribute),
                hash: number(value.index()),
            };
            few(values.0.iter().map(key))
        }
        Asks::EnrollmentGroup(test) => texts(test, Subject::EnrollmentGroup),
        Asks::RegistrationId(test) => texts(test, Subject::RegistrationId),
        Asks::Twin(field) => scalars(field, Subject::Twin),
        Asks::Payload(field) => scalars(field, Subject::Payload),
        Asks::Cohort(_) | Asks::Individual(_) | Asks::Attestation(_) | Asks::IotEdge(_) => None,
    }
}

/// A text meets all of the tests, so one of them will do.
fn texts(test: &TextTest, subject: fn(Part) -> Subject) -> Option<Vec<Key>> {
    let key = |part: Part, text: &str| Key { subject: subject(part), hash: hash(text.as_bytes()) };
    let of = |pattern: &TextPattern| match pattern {
        TextPattern::Lists(lists) => few(lists.iter().flat_map(|list| list.texts()).map(|text| key(Part::Whole, text))),
        TextPattern::Prefix(starts) => few(starts.iter().map(|start| key(Part::Start(start.len()), start))),
        TextPattern::Suffix(ends) => few(ends.iter().map(|end| key(Part::End(end.len()), end))),
        TextPattern::Glob(globs) => few(globs.iter().map(start_of).map(|start| key(Part::Start(start.len()), &start))),
        TextPattern::Contains(_) => None,
    };
    test.patterns().iter().find_map(of)
}

/// What every text that a glob matches begins with.
fn start_of(glob: &Glob) -> String {
    glob.chars().iter().take_while(|c| !matches!(c, '*' | '?')).collect()
}

fn scalars(field: &Field, subject: fn(Pointer) -> Subject) -> Option<Vec<Key>> {
    let FieldTest::OneOf(scalars) = &field.test else { return None };
    few(scalars.iter().map(|scalar| {
        let hash = match scalar {
            Scalar::Text(text) => hash(text.as_bytes()),
            Scalar::Whole(number) => whole(*number),
            Scalar::Flag(flag) => u64::from(*flag),
        };
        Key { subject: subject(field.place.clone()), hash }
    }))
}

fn value(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => Some(hash(text.as_bytes())),
        Value::Bool(flag) => Some(u64::from(*flag)),
        other => other.as_i64().map(whole),
    }
}

fn whole(number: i64) -> u64 {
    u64::from_ne_bytes(number.to_ne_bytes())
}

fn number(index: usize) -> u64 {
    index as u64
}

/// Eight bytes at a time. It is fast and kept nowhere: no decision looks at it.
fn hash(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let start = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash ^ u64::from_le_bytes(*word)));
    mix(start ^ rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)))
}
