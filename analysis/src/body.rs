//! Requests as the bodies that DPS would send.

use dps::{AllocationRequest, AttestationKind, EnrollmentKind};
use serde_json::{Map, Value, json};

/// A body that is read as this request. What no decision looks at is left out.
pub(crate) fn body(request: &AllocationRequest) -> Value {
    let mut enrollment = Map::new();
    let mut put = |key: &str, value: Value| _ = enrollment.insert(key.into(), value);
    let kind = match &request.enrollment.kind {
        EnrollmentKind::Group { name } => {
            name.iter().for_each(|name| put("enrollmentGroupId", name.as_str().into()));
            "enrollmentGroup"
        }
        EnrollmentKind::Individual => {
            put("registrationId", request.registration_id.as_str().into());
            "individualEnrollment"
        }
    };
    let attestation = request.enrollment.attestation.map_or("none", wire_name);
    put("attestation", json!({ "type": attestation }));
    if let Some(edge) = request.enrollment.iot_edge {
        put("capabilities", json!({ "iotEdge": edge }));
    }
    if let Some(update) = request.enrollment.update_hub_assignment {
        put("reprovisionPolicy", json!({ "updateHubAssignment": update, "migrateDeviceData": update }));
    }
    if let Some(twin) = &request.enrollment.initial_twin {
        put("initialTwin", Value::Object(twin.clone()));
    }
    let mut context = Map::new();
    context.insert("registrationId".into(), request.registration_id.as_str().into());
    if let Some(hub) = &request.current_hub {
        context.insert("currentIotHubHostName".into(), hub.as_str().into());
    }
    if let Some(payload) = &request.payload {
        context.insert("payload".into(), Value::Object(payload.clone()));
    }
    let linked: Value = request.linked_hubs.iter().collect();
    json!({ kind: enrollment, "deviceRuntimeContext": context, "linkedHubs": linked })
}

fn wire_name(kind: AttestationKind) -> &'static str {
    match kind {
        AttestationKind::SymmetricKey => "symmetricKey",
        AttestationKind::X509 => "x509",
        AttestationKind::Tpm => "tpm",
    }
}
