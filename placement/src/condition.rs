//! Conditions: what must hold of a device for an entry to apply.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

use dps::{AllocationRequest, AttestationKind, EnrollmentKind};

use crate::asked::{AskedAtom, Entry, Seen};
use crate::attribute::{AttributeId, ValueSet};
use crate::description::Description;
use crate::field::Field;
use crate::hash::DeviceHash;
use crate::name::Name;
use crate::percent::Slice;
use crate::policy::Policy;
use crate::recorder::{Event, Recorder};
use crate::text::TextTest;

/// What must hold of a device.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Every one of these. An entry without `when` has none.
    All(Vec<Condition>),
    /// One of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// One question to the device.
    Atom(Atom),
}

/// A condition that is not made of others.
#[derive(Clone, Debug)]
pub struct Atom {
    /// Where it stands: bytes of the policy's text, the key included.
    pub place: Range<usize>,
    /// What it asks.
    pub asks: Asks,
}

/// What a condition asks of a device.
#[derive(Clone, Debug)]
pub enum Asks {
    /// An attribute above has one of the values.
    Is(AttributeId, ValueSet),
    /// The device is in a cohort.
    Cohort(Cohort),
    /// The enrollment group's name matches.
    EnrollmentGroup(TextTest),
    /// The registration ID matches.
    RegistrationId(TextTest),
    /// Whether the enrollment is for this device alone.
    Individual(bool),
    /// A place in the enrollment's initial twin.
    Twin(Field),
    /// A place in the payload.
    Payload(Field),
    /// The enrollment attests by one of these.
    Attestation(Vec<AttestationKind>),
    /// What the enrollment says of IoT Edge.
    IotEdge(bool),
}

/// A range of the scale that a name's hash makes of all devices.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// The cohort's name.
    pub name: Name,
    /// The hash of the name.
    pub(crate) hash: u64,
    /// The range.
    pub slice: Slice,
}

impl Cohort {
    /// Where the device stands on the cohort's scale, in thousandths of a percent.
    pub fn position(&self, device: DeviceHash) -> u32 {
        device.position(self.hash)
    }
}

/// What conditions look at.
#[derive(Clone, Copy)]
pub(crate) struct View<'v> {
    pub(crate) request: &'v AllocationRequest,
    pub(crate) hash: DeviceHash,
    pub(crate) description: &'v Description,
}

impl Condition {
    /// The condition of an entry without `when`.
    pub(crate) fn always() -> Self {
        Self::All(Vec::new())
    }

    /// All of these; one is itself.
    pub(crate) fn all(conditions: Vec<Self>) -> Self {
        <[Self; 1]>::try_from(conditions).map_or_else(Self::All, |[one]| one)
    }

    /// Whether it holds, as the condition of an entry.
    pub(crate) fn holds<'p>(
        &'p self,
        entry: Entry<'p>,
        policy: &'p Policy,
        view: View<'_>,
        recorder: &mut impl Recorder<'p>,
    ) -> bool {
        let holds = self.ask(policy, view, recorder);
        recorder.note(|| Event::Asked { entry, holds });
        holds
    }

    /// Asks as many of its questions, in the order of the text, as it takes to know whether it holds. Most conditions are
    /// one question or none, which takes no further call.
    #[inline]
    fn ask<'p>(&'p self, policy: &'p Policy, view: View<'_>, recorder: &mut impl Recorder<'p>) -> bool {
        match self {
            Self::Atom(atom) => {
                let holds = atom.asks.holds(view);
                recorder.note(|| Event::Answered(AskedAtom { atom, holds, found: Seen::of(policy, &atom.asks, view) }));
                holds
            }
            Self::All(conditions) if conditions.is_empty() => true,
            composed => composed.ask_parts(policy, view, recorder),
        }
    }

    // Apart, so that what most conditions take is small enough to be made part of its callers.
    #[inline(never)]
    fn ask_parts<'p>(&'p self, policy: &'p Policy, view: View<'_>, recorder: &mut impl Recorder<'p>) -> bool {
        match self {
            Self::All(conditions) => conditions.iter().all(|condition| condition.ask(policy, view, recorder)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.ask(policy, view, recorder)),
            Self::Not(condition) => !condition.ask(policy, view, recorder),
            Self::Atom(_) => self.ask(policy, view, recorder),
        }
    }
}

impl Asks {
    /// Whether the answer is yes. What looks at something absent gets no.
    fn holds(&self, view: View<'_>) -> bool {
        let enrollment = &view.request.enrollment;
        match self {
            Self::Is(attribute, values) => {
                view.description.value(*attribute).is_some_and(|value| values.contains(value))
            }
            Self::Cohort(cohort) => cohort.slice.holds(cohort.position(view.hash)),
            Self::EnrollmentGroup(test) => group(&enrollment.kind).is_some_and(|name| test.matches(name)),
            Self::RegistrationId(test) => test.matches(view.request.registration_id.as_str()),
            Self::Individual(wanted) => (enrollment.kind == EnrollmentKind::Individual) == *wanted,
            Self::Twin(field) => field.holds(enrollment.initial_twin.as_ref()),
            Self::Payload(field) => field.holds(view.request.payload.as_ref()),
            Self::Attestation(kinds) => enrollment.attestation.is_some_and(|kind| kinds.contains(&kind)),
            Self::IotEdge(wanted) => enrollment.iot_edge == Some(*wanted),
        }
    }
}

/// The name of the enrollment group, folded; none for an individual enrollment.
pub(crate) fn group(kind: &EnrollmentKind) -> Option<&str> {
    match kind {
        EnrollmentKind::Group { name } => name.as_deref(),
        EnrollmentKind::Individual => None,
    }
}
