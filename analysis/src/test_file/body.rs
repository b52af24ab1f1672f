//! Bodies as DPS sends them, made of the few fields that a test gives (`docs/testing.md`, "As a table").

use alloc::string::String;
use alloc::vec::Vec;

use dps::Object;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

/// What DPS sends of a device, as far as a test can say it.
pub(crate) struct Body {
    pub(crate) registration_id: String,
    pub(crate) enrollment: Enrollment,
    pub(crate) attestation: Attestation,
    pub(crate) iot_edge: bool,
    pub(crate) never_reprovision: bool,
    pub(crate) twin: Option<Object>,
    pub(crate) payload: Option<Object>,
    pub(crate) current_hub: Option<String>,
    pub(crate) linked_hubs: Vec<String>,
}

/// How the device comes.
pub(crate) enum Enrollment {
    /// By the group of this name.
    Group(String),
    /// By an enrollment of its own.
    Individual,
}

/// How the device proves who it is.
#[derive(Clone, Copy)]
pub(crate) enum Attestation {
    SymmetricKey,
    X509,
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
    /// The body as JSON.
    #[expect(clippy::expect_used, reason = "the keys of every map are texts, and nothing else can fail")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
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
