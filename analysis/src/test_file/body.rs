//! Bodies as DPS sends them, made of the few fields that a test gives (`docs/testing.md`, "As a table").

use alloc::borrow::ToOwned as _;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use dps::Object;
use placement::Policy;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

/// The enrollment group of a device of which none is named.
pub(crate) const GROUP: &str = "test";

/// What DPS sends of a device, as far as a test can say it.
#[derive(Clone, Debug)]
pub struct Body {
    /// The registration ID, as it is written.
    pub registration_id: String,
    /// How the device comes.
    pub enrollment: Enrollment,
    /// How the device proves who it is.
    pub attestation: Attestation,
    /// What the enrollment says of IoT Edge.
    pub iot_edge: bool,
    /// Whether the enrollment says *Never reprovision*.
    pub never_reprovision: bool,
    /// The enrollment's initial twin.
    pub twin: Option<Object>,
    /// The payload that the device sends.
    pub payload: Option<Object>,
    /// The hub that the device is on.
    pub current_hub: Option<String>,
    /// The linked hubs.
    pub linked_hubs: Vec<String>,
}

/// How the device comes.
#[derive(Clone, Debug)]
pub enum Enrollment {
    /// By the group of this name.
    Group(String),
    /// By an enrollment of its own.
    Individual,
}

/// How the device proves who it is.
#[derive(Clone, Copy, Debug)]
pub enum Attestation {
    /// By a key that it shares with DPS.
    SymmetricKey,
    /// By a certificate.
    X509,
    /// By a TPM.
    Tpm,
}

impl Attestation {
    fn wire_name(self) -> &'static str {
        match self {
            Self::SymmetricKey => "symmetricKey",
            Self::X509 => "x509",
            Self::Tpm => "tpm",
        }
    }

    /// The fields that the device's context has of it. Nothing looks at their values.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::SymmetricKey => &[],
            Self::X509 => &["clientCertificate"],
            Self::Tpm => &["endorsementKey", "storageRootKey"],
        }
    }
}

impl Body {
    /// What DPS would send of a plain device that is new, with the hubs of all stamps linked.
    pub fn plain(registration_id: &str, policy: &Policy) -> Self {
        Self {
            registration_id: registration_id.to_owned(),
            enrollment: Enrollment::Group(GROUP.to_owned()),
            attestation: Attestation::SymmetricKey,
            iot_edge: false,
            never_reprovision: false,
            twin: None,
            payload: None,
            current_hub: None,
            linked_hubs: policy.stamps().iter().map(|stamp| stamp.hub.to_string()).collect(),
        }
    }

    /// The body as JSON.
    #[expect(clippy::expect_used, reason = "the keys of every map are texts, and nothing else can fail")]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a body is JSON")
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let enrollment = match self.enrollment {
            Enrollment::Group(_) => "enrollmentGroup",
            Enrollment::Individual => "individualEnrollment",
        };
        map.serialize_entry(enrollment, &EnrollmentBody::new(self))?;
        map.serialize_entry("deviceRuntimeContext", &Context(self))?;
        map.serialize_entry("linkedHubs", &self.linked_hubs)?;
        map.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EnrollmentBody<'b> {
    #[serde(skip_serializing_if = "Option::is_none")]
    enrollment_group_id: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_id: Option<&'b str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_id: Option<&'b str>,
    attestation: AttestationBody,
    capabilities: Capabilities,
    #[serde(skip_serializing_if = "Option::is_none")]
    initial_twin: Option<&'b Object>,
    provisioning_status: &'static str,
    reprovision_policy: ReprovisionPolicy,
    allocation_policy: &'static str,
    iot_hubs: &'b [String],
}

#[derive(Serialize)]
struct AttestationBody {
    r#type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Capabilities {
    iot_edge: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReprovisionPolicy {
    update_hub_assignment: bool,
    migrate_device_data: bool,
}

impl<'b> EnrollmentBody<'b> {
    fn new(body: &'b Body) -> Self {
        let (group, id) = match &body.enrollment {
            Enrollment::Group(name) => (Some(name.as_str()), None),
            Enrollment::Individual => (None, Some(body.registration_id.as_str())),
        };
        let reprovisions = !body.never_reprovision;
        Self {
            enrollment_group_id: group,
            registration_id: id,
            device_id: id,
            attestation: AttestationBody { r#type: body.attestation.wire_name() },
            capabilities: Capabilities { iot_edge: body.iot_edge },
            initial_twin: body.twin.as_ref(),
            provisioning_status: "enabled",
            reprovision_policy: ReprovisionPolicy {
                update_hub_assignment: reprovisions,
                migrate_device_data: reprovisions,
            },
            allocation_policy: "custom",
            iot_hubs: &body.linked_hubs,
        }
    }
}

/// What DPS knows of the device.
struct Context<'b>(&'b Body);

impl Serialize for Context<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(body) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("registrationId", &body.registration_id)?;
        if let Some(hub) = &body.current_hub {
            map.serialize_entry("currentIotHubHostName", hub)?;
            map.serialize_entry("currentDeviceId", &body.registration_id)?;
        }
        map.serialize_entry(body.attestation.wire_name(), &EmptyTexts(body.attestation.fields()))?;
        if let Some(payload) = &body.payload {
            map.serialize_entry("payload", payload)?;
        }
        map.end()
    }
}

/// An object whose fields are empty texts.
struct EmptyTexts(&'static [&'static str]);

impl Serialize for EmptyTexts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|field| (field, "")))
    }
}
