use placement::Asks;

use crate::input::text::Domain;

/// What a question of a policy is about: a variable of the space of inputs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Subject<'p> {
    /// The stamp that a device is on, where rules read from it.
    Here,
    /// The registration ID, but for what it hashes to.
    RegistrationId,
    /// The enrollment: for one device, or the group's name.
    Enrollment,
    /// One question about a text, by its number, where all of them together would be too many.
    Part(Domain, usize),
    /// How the device proves who it is.
    Attestation,
    /// What the enrollment says of IoT Edge.
    IotEdge,
    /// A place in the initial twin.
    Twin(&'p str),
    /// A place in the payload.
    Payload(&'p str),
    /// The position on the scale of a cohort. Independent of everything else, so far as is known of a hash.
    Cohort(&'p str),
}

impl<'p> Subject<'p> {
    /// What a condition's question is about; none for a question about an attribute.
    pub(crate) fn of(asks: &'p Asks) -> Option<Self> {
        Some(match asks {
            Asks::Is(..) => return None,
            Asks::Cohort(cohort) => Self::Cohort(cohort.name.as_str()),
            Asks::EnrollmentGroup(_) | Asks::Individual(_) => Self::Enrollment,
            Asks::RegistrationId(_) => Self::RegistrationId,
            Asks::Twin(field) => Self::Twin(field.place.as_str()),
            Asks::Payload(field) => Self::Payload(field.place.as_str()),
            Asks::Attestation(_) => Self::Attestation,
            Asks::IotEdge(_) => Self::IotEdge,
        })
    }
}
