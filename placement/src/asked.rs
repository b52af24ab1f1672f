//! What the conditions of a policy's entries were asked of a device, and what they were answered.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use dps::{AttestationKind, EnrollmentKind};
use serde_json::Value;

use crate::condition::{Asks, Atom, Condition, View, group};
use crate::policy::Policy;

/// An entry of a policy that has a condition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Entry<'p> {
    /// A guarantee.
    Guarantee(&'p str),
    /// A pin.
    Pin(&'p str),
    /// A rule of an attribute.
    Rule {
        /// The attribute.
        attribute: &'p str,
        /// The rule.
        rule: &'p str,
    },
    /// A fallback.
    Fallback(&'p str),
    /// A move.
    Move(&'p str),
}

/// An entry whose condition was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked<'p> {
    /// The entry.
    pub entry: Entry<'p>,
    /// Whether its condition holds.
    pub holds: bool,
    /// The questions that were asked until that was known, in the order of the text; none of an entry without `when`.
    pub atoms: Vec<AskedAtom<'p>>,
}

/// A question, and how a device answers it.
#[derive(Clone, Debug)]
pub struct AskedAtom<'p> {
    /// The question.
    pub atom: &'p Atom,
    /// Whether the answer is yes.
    pub holds: bool,
    /// What the question looked at.
    pub found: Seen<'p>,
}

/// Two questions of one policy are the same if they stand at the same place of its text.
impl PartialEq for AskedAtom<'_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.atom.place, self.holds, &self.found) == (&other.atom.place, other.holds, &other.found)
    }
}

impl Eq for AskedAtom<'_> {}

/// What a question looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seen<'p> {
    /// The value of an attribute.
    Attribute(Option<&'p str>),
    /// The device's position on the scale of a cohort, in thousandths of a percent.
    Position(u32),
    /// The name of the enrollment group, folded.
    EnrollmentGroup(Option<String>),
    /// The registration ID, folded.
    RegistrationId(String),
    /// Whether the enrollment is for this device alone.
    Individual(bool),
    /// What stands at the place in the initial twin or the payload; `null` is nothing.
    Field(Option<Value>),
    /// How the device proves who it is.
    Attestation(Option<AttestationKind>),
    /// What the enrollment says of IoT Edge.
    IotEdge(Option<bool>),
}

impl<'p> Seen<'p> {
    /// What a question looks at in a view of a device.
    pub(crate) fn of(policy: &'p Policy, asks: &Asks, view: View<'_>) -> Self {
        let enrollment = &view.request.enrollment;
        match asks {
            Asks::Is(attribute, _) => Self::Attribute(policy.value_name(*attribute, view.description)),
            Asks::Cohort(cohort) => Self::Position(cohort.position(view.hash)),
            Asks::EnrollmentGroup(_) => Self::EnrollmentGroup(group(&enrollment.kind).map(ToOwned::to_owned)),
            Asks::RegistrationId(_) => Self::RegistrationId(view.request.registration_id.as_str().to_owned()),
            Asks::Individual(_) => Self::Individual(enrollment.kind == EnrollmentKind::Individual),
            Asks::Twin(field) => Self::Field(field.find(enrollment.initial_twin.as_ref()).cloned()),
            Asks::Payload(field) => Self::Field(field.find(view.request.payload.as_ref()).cloned()),
            Asks::Attestation(_) => Self::Attestation(enrollment.attestation),
            Asks::IotEdge(_) => Self::IotEdge(enrollment.iot_edge),
        }
    }
}

impl Policy {
    /// The condition of an entry, if this policy has it.
    pub fn condition(&self, entry: Entry<'_>) -> Option<&Condition> {
        Some(match entry {
            Entry::Guarantee(name) => &self.guarantees.iter().find(|guarantee| &*guarantee.name == name)?.when,
            Entry::Pin(name) => &self.pins.iter().find(|pin| &*pin.name == name)?.when,
            Entry::Rule { attribute, rule } => {
                let attribute = self.attributes.iter().find(|known| known.name.as_str() == attribute)?;
                &attribute.rules.iter().find(|known| &*known.name == rule)?.when
            }
            Entry::Fallback(name) => &self.fallbacks.iter().find(|fallback| &*fallback.name == name)?.when,
            Entry::Move(name) => &self.moves.iter().find(|order| &*order.name == name)?.when,
        })
    }
}
