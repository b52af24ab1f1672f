use alloc::string::String;

use crate::{Object, RequestError, fields::Fields, text::Text};

/// What the enrollment that a device comes by says. DPS attests all of it.
///
/// Every field is optional on the wire, and one of an unknown type is absent: DPS may change them at any time, and no
/// device may be cut off by that. But what is an object and cannot be read is an error: guarantees may hang on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Enrollment {
    /// Whether it is for a group or for one device.
    pub kind: EnrollmentKind,
    /// How the device proves who it is, by the enrollment or, where that does not say, by the device's own context.
    pub attestation: Option<AttestationKind>,
    /// The twin that the device gets on its first assignment.
    pub initial_twin: Option<Object>,
    /// Whether a device that registers again may change hub. `Some(false)` is *Never reprovision*.
    pub update_hub_assignment: Option<bool>,
    /// Whether its devices are IoT Edge devices.
    pub iot_edge: Option<bool>,
}

/// Whom an enrollment is for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EnrollmentKind {
    /// Many devices that share a key or a certificate authority.
    Group {
        /// The group's name, folded to lower case (ASCII).
        name: Option<String>,
    },
    /// One device.
    Individual,
}

/// How a device proves who it is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum AttestationKind {
    /// By a token signed with a key that it shares with DPS.
    SymmetricKey,
    /// By a certificate.
    X509,
    /// By the keys of its TPM.
    Tpm,
}

impl AttestationKind {
    const ALL: [Self; 3] = [Self::SymmetricKey, Self::X509, Self::Tpm];

    /// Its name on the wire.
    fn wire_name(self) -> &'static str {
        match self {
            Self::SymmetricKey => "symmetricKey",
            Self::X509 => "x509",
            Self::Tpm => "tpm",
        }
    }

    fn from_wire_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.wire_name().eq_ignore_ascii_case(name))
    }
}

impl Enrollment {
    /// Reads the enrollment that the body has; where it does not name the attestation, the device's `context` does.
    ///
    /// # Errors
    /// The body has no enrollment, both, one that is no object, a field of one twice, or a twin that cannot be
    /// represented.
    pub(crate) fn parse(body: &Fields<'_>, context: &Fields<'_>) -> Result<Self, RequestError> {
        const GROUP: &str = "enrollmentGroup";
        const INDIVIDUAL: &str = "individualEnrollment";
        const EXPECTED: &str = "an object, the enrollment";
        let (kind, fields) = match (body.get(GROUP)?, body.get(INDIVIDUAL)?) {
            (Some(_), None) => {
                let fields = body.require_object(GROUP, EXPECTED)?;
                (group(&fields)?, fields)
            }
            (None, Some(_)) => (EnrollmentKind::Individual, body.require_object(INDIVIDUAL, EXPECTED)?),
            (None, None) => return Err(RequestError::NoEnrollment),
            (Some(_), Some(_)) => return Err(RequestError::TwoEnrollments),
        };
        Ok(Self {
            kind,
            attestation: attestation(&fields, context)?,
            initial_twin: fields.read_document("initialTwin")?,
            update_hub_assignment: flag(&fields, "reprovisionPolicy", "updateHubAssignment")?,
            iot_edge: flag(&fields, "capabilities", "iotEdge")?,
        })
    }
}

fn group(fields: &Fields<'_>) -> Result<EnrollmentKind, RequestError> {
    let name: Option<Text<'_>> = fields.read("enrollmentGroupId")?;
    Ok(EnrollmentKind::Group { name: name.map(|name| name.as_ref().to_ascii_lowercase()) })
}

fn flag(fields: &Fields<'_>, object: &'static str, name: &str) -> Result<Option<bool>, RequestError> {
    match fields.read_object(object)? {
        Some(inner) => inner.read(name),
        None => Ok(None),
    }
}

/// The kind that the enrollment names, none if it is unknown. Where the enrollment names none, the context has an
/// object by the name of the kind.
fn attestation(fields: &Fields<'_>, context: &Fields<'_>) -> Result<Option<AttestationKind>, RequestError> {
    if let Some(attestation) = fields.read_object("attestation")?
        && let Some(name) = attestation.read::<Text<'_>>("type")?
    {
        return Ok(AttestationKind::from_wire_name(name.as_ref()));
    }
    for kind in AttestationKind::ALL {
        if context.get(kind.wire_name())?.is_some() {
            return Ok(Some(kind));
        }
    }
    Ok(None)
}
