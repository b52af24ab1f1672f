//! What a condition or a rule looked at, and what stood there.

use alloc::string::String;

use dps::{AllocationRequest, AttestationKind, EnrollmentKind, Object};
use placement::{Asks, Attribute, AttributeId, Pointer, Policy, Seen, Source};
use serde::Serialize;
use serde_json::Value;

use super::thousandths::Thousandths;

/// What was looked at, and what stood there.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Found<'p> {
    /// What was looked at.
    pub what: What,
    /// Which of them: the attribute, the cohort, the place in the twin or payload, the stamp.
    pub name: Option<&'p str>,
    /// What stood there; null is nothing.
    pub value: Value,
}

/// What conditions and rules look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// An attribute above.
    Attribute,
    /// The device's position on a cohort's scale.
    Cohort,
    /// The enrollment group's name, folded.
    EnrollmentGroup,
    /// The registration ID, folded.
    RegistrationId,
    /// Whether the enrollment is for this device alone.
    IndividualEnrollment,
    /// A place in the enrollment's initial twin.
    Twin,
    /// A place in the payload.
    Payload,
    /// How the device proves who it is.
    Attestation,
    /// What the enrollment says of IoT Edge.
    IotEdge,
    /// The one value that the stamp serves which the device is looked at on.
    Current,
}

impl<'p> Found<'p> {
    fn new(what: What, name: Option<&'p str>, value: impl Into<Value>) -> Self {
        Self { what, name, value: value.into() }
    }

    /// What a question saw.
    pub(super) fn of_question(policy: &'p Policy, asks: &'p Asks, seen: &Seen<'_>) -> Self {
        match (asks, seen) {
            (Asks::Is(attribute, _), Seen::Attribute(value)) => Self::of_attribute(policy, *attribute, *value),
            (Asks::Cohort(cohort), Seen::Position(position)) => {
                let percent = serde_json::to_value(Thousandths(*position)).unwrap_or_default();
                Self::new(What::Cohort, Some(cohort.name.as_str()), percent)
            }
            (Asks::Twin(field), Seen::Field(value)) => {
                Self::new(What::Twin, Some(field.place.as_str()), value.clone().unwrap_or_default())
            }
            (Asks::Payload(field), Seen::Field(value)) => {
                Self::new(What::Payload, Some(field.place.as_str()), value.clone().unwrap_or_default())
            }
            (_, Seen::EnrollmentGroup(name)) => Self::new(What::EnrollmentGroup, None, name.clone()),
            (_, Seen::RegistrationId(id)) => Self::new(What::RegistrationId, None, id.clone()),
            (_, Seen::Individual(is)) => Self::new(What::IndividualEnrollment, None, *is),
            (_, Seen::Attestation(kind)) => Self::new(What::Attestation, None, kind.map(attestation)),
            (_, Seen::IotEdge(is)) => Self::new(What::IotEdge, None, *is),
            // No question sees what another asks for.
            (_, Seen::Attribute(_) | Seen::Position(_) | Seen::Field(_)) => Self::new(What::Current, None, Value::Null),
        }
    }

    /// What stood where a rule read: all of it, before it is cut, folded and mapped. `here` is the stamp that the device
    /// was looked at on, `read` what the rule made of it.
    pub(super) fn at_source(
        policy: &'p Policy,
        source: &'p Source,
        request: &AllocationRequest,
        here: Option<&'p str>,
        read: Option<&str>,
    ) -> Self {
        let at = |place: &Pointer, document: Option<&Object>| -> Value {
            document.and_then(|document| place.find(document)).cloned().unwrap_or_default()
        };
        match source {
            Source::Twin(place) => {
                Self::new(What::Twin, Some(place.as_str()), at(place, request.enrollment.initial_twin.as_ref()))
            }
            Source::Payload(place) => {
                Self::new(What::Payload, Some(place.as_str()), at(place, request.payload.as_ref()))
            }
            Source::RegistrationId(_) => Self::new(What::RegistrationId, None, request.registration_id.as_str()),
            Source::EnrollmentGroup(_) => Self::new(What::EnrollmentGroup, None, group(request)),
            Source::Attribute(attribute) => Self::of_attribute(policy, *attribute, read),
            Source::Current => Self::new(What::Current, here, read),
        }
    }

    fn of_attribute(policy: &'p Policy, attribute: AttributeId, value: Option<&str>) -> Self {
        let name = policy.attribute(attribute).map(|attribute: &Attribute| attribute.name.as_str());
        Self::new(What::Attribute, name, value)
    }
}

fn group(request: &AllocationRequest) -> Option<String> {
    match &request.enrollment.kind {
        EnrollmentKind::Group { name } => name.clone(),
        EnrollmentKind::Individual => None,
    }
}

/// The word for it in a policy.
fn attestation(kind: AttestationKind) -> &'static str {
    match kind {
        AttestationKind::SymmetricKey => "symmetric-key",
        AttestationKind::X509 => "x509",
        AttestationKind::Tpm => "tpm",
    }
}
