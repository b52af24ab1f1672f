//! What a policy looks at, field by field.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use dps::AttestationKind;
use placement::{Asks, Attribute, Condition, Field, FieldTest, Gives, Pointer, Policy, Rule, Source, ValueId};

use crate::coverage::points::atoms;
use crate::input::{Keys, text, value};
use crate::proof::keys;

/// A field that policies look at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Input<'p> {
    Id,
    Group,
    Individual,
    Attestation,
    IotEdge,
    Twin(&'p str),
    Payload(&'p str),
}

/// A field with the questions about it.
pub(super) struct Asked<'p> {
    pub(super) input: Input<'p>,
    pub(super) questions: Vec<Question<'p>>,
}

/// A question about a field.
pub(super) struct Question<'p> {
    pub(super) what: What<'p>,
    /// Whether devices come to be placed by the answer. Else it makes an exception.
    pub(super) deals: bool,
}

/// What is asked about a field.
pub(super) enum What<'p> {
    Text(text::Question<'p>),
    Value(value::Question<'p>),
    Kinds(&'p [AttestationKind]),
    Flag,
}

impl Input<'_> {
    /// Its name as the column of a fleet.
    pub(super) fn heading(self) -> String {
        match self {
            Self::Id => "registrationId".into(),
            Self::Group => "enrollmentGroupId".into(),
            Self::Individual => "individualEnrollment".into(),
            Self::Attestation => "attestation".into(),
            Self::IotEdge => "iotEdge".into(),
            Self::Twin(place) => format!("twin{place}"),
            Self::Payload(place) => format!("payload{place}"),
        }
    }

    /// What people call it.
    pub(super) fn title(self) -> String {
        match self {
            Self::Id => "registration ID".into(),
            Self::Group => "enrollment group".into(),
            Self::Individual => "individual enrollment".into(),
            Self::Attestation => "attestation".into(),
            Self::IotEdge => "IoT Edge".into(),
            Self::Twin(place) => format!("twin {place}"),
            Self::Payload(place) => format!("payload {place}"),
        }
    }
}

/// The fields that a policy looks at, with all that it asks about them: first for attributes that stamps serve, then for
/// orders, then for other attributes.
pub(super) fn asked(policy: &Policy) -> Vec<Asked<'_>> {
    let mut gathered = Gathered::default();
    policy.attributes().iter().filter(|attribute| attribute.places).for_each(|placing| gathered.attribute(placing));
    let pins = policy.pins().iter().map(|pin| &pin.when);
    let moves = policy.moves().iter().map(|order| &order.when);
    let fallbacks = policy.fallbacks().iter().map(|fallback| &fallback.when);
    let guarantees = policy.guarantees().iter().map(|guarantee| &guarantee.when);
    let orders = pins.chain(moves).chain(fallbacks).chain(guarantees);
    orders.flat_map(atoms).for_each(|atom| gathered.ask(&atom.asks, false));
    policy.attributes().iter().filter(|attribute| !attribute.places).for_each(|other| gathered.attribute(other));
    gathered.asked
}

#[derive(Default)]
struct Gathered<'p> {
    asked: Vec<Asked<'p>>,
    numbers: BTreeMap<Input<'p>, usize>,
}

impl<'p> Gathered<'p> {
    fn note(&mut self, input: Input<'p>, what: What<'p>, deals: bool) {
        let next = self.asked.len();
        let number = *self.numbers.entry(input).or_insert(next);
        if number == next {
            self.asked.push(Asked { input, questions: Vec::new() });
        }
        if let Some(asked) = self.asked.get_mut(number) {
            asked.questions.push(Question { what, deals });
        }
    }

    /// Where an attribute has a value for everyone else, what is asked makes an exception, unless it tells values apart.
    fn attribute(&mut self, attribute: &'p Attribute) {
        let has_default = attribute.rules.iter().any(is_default);
        let several = several(attribute);
        for rule in &attribute.rules {
            for asks in atoms(&rule.when).into_iter().map(|atom| &atom.asks) {
                let tells_apart = input(asks).is_some_and(|input| several.contains(&input)) || is_version(asks);
                self.ask(asks, attribute.places && (!has_default || tells_apart));
            }
            if let Gives::Read { source, fold, map } = &rule.gives {
                self.read(source, *fold, keys(attribute, map.as_ref()));
            }
        }
    }

    fn ask(&mut self, asks: &'p Asks, deals: bool) {
        let Some(input) = input(asks) else { return };
        let what = match asks {
            Asks::RegistrationId(test) | Asks::EnrollmentGroup(test) => What::Text(text::Question::Test(test)),
            Asks::Twin(field) | Asks::Payload(field) => What::Value(value::Question::Test(&field.test)),
            Asks::Attestation(kinds) => What::Kinds(kinds),
            Asks::Individual(_) | Asks::IotEdge(_) => What::Flag,
            // They are no inputs.
            Asks::Is(..) | Asks::Cohort(_) => return,
        };
        self.note(input, what, deals);
    }

    fn read(&mut self, source: &'p Source, fold: bool, keys: Keys<'p>) {
        let place = |pointer: &'p Pointer, input: fn(&'p str) -> Input<'p>| input(pointer.as_str());
        let (input, what) = match source {
            Source::Twin(pointer) => (place(pointer, Input::Twin), What::Value(value::Question::Read { fold, keys })),
            Source::Payload(pointer) => {
                (place(pointer, Input::Payload), What::Value(value::Question::Read { fold, keys }))
            }
            Source::RegistrationId(cut) => (Input::Id, What::Text(text::Question::Read { cut, keys })),
            Source::EnrollmentGroup(cut) => (Input::Group, What::Text(text::Question::Read { cut, keys })),
            Source::Attribute(_) | Source::Current => return,
        };
        self.note(input, what, true);
    }
}

/// The field that a condition looks at; none if it looks at what the policy finds out by itself.
fn input(asks: &Asks) -> Option<Input<'_>> {
    Some(match asks {
        Asks::RegistrationId(_) => Input::Id,
        Asks::EnrollmentGroup(_) => Input::Group,
        Asks::Individual(_) => Input::Individual,
        Asks::Attestation(_) => Input::Attestation,
        Asks::IotEdge(_) => Input::IotEdge,
        Asks::Twin(field) => Input::Twin(field.place.as_str()),
        Asks::Payload(field) => Input::Payload(field.place.as_str()),
        Asks::Is(..) | Asks::Cohort(_) => return None,
    })
}

/// Every device has a version, so bounds make no exceptions.
fn is_version(asks: &Asks) -> bool {
    matches!(asks, Asks::Twin(Field { test, .. }) | Asks::Payload(Field { test, .. }) if matches!(test, FieldTest::Version { .. }))
}

/// Whether a rule gives its value to everyone who has none yet.
fn is_default(rule: &Rule) -> bool {
    let always = matches!(&rule.when, Condition::All(all) if all.is_empty());
    always && matches!(rule.gives, Gives::Value(_))
}

/// The fields whose conditions give one of several values of an attribute.
fn several(attribute: &Attribute) -> BTreeSet<Input<'_>> {
    let mut values: BTreeMap<Input<'_>, BTreeSet<ValueId>> = BTreeMap::new();
    for rule in &attribute.rules {
        if let Gives::Value(value) = rule.gives {
            for input in atoms(&rule.when).into_iter().filter_map(|atom| input(&atom.asks)) {
                values.entry(input).or_default().insert(value);
            }
        }
    }
    values.into_iter().filter(|(_, values)| values.len() > 1).map(|(input, _)| input).collect()
}
