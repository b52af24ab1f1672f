//! What Azure's tools write of devices: twins, the hub's export, registrations. Of each only what a request has too is
//! looked at.

use alloc::format;

use dps::{AttestationKind, Object};
use serde_json::{Value, json};

use super::members::Members;
use crate::fleet::draft::{Draft, no_id};
use crate::fleet::unreadable::{Wrong, shown};

/// A twin, as `az iot hub device-identity list` and `az iot hub query` write them.
pub(crate) fn twin(members: &Members<'_>, draft: &mut Draft) -> Result<(), Wrong> {
    identity(members, "deviceId", draft)?;
    let kind = members.text("authenticationType")?;
    draft.member.request.enrollment.attestation = kind.as_deref().and_then(attestation);
    documents(members, draft)
}

/// A device, as the hub's export job writes it.
pub(crate) fn exported(members: &Members<'_>, draft: &mut Draft) -> Result<(), Wrong> {
    identity(members, "id", draft)?;
    let kind = match members.object("authentication")? {
        Some(authentication) => authentication.text("type")?,
        None => None,
    };
    draft.member.request.enrollment.attestation = kind.as_deref().and_then(attestation);
    documents(members, draft)
}

/// A registration, as `az iot dps enrollment-group registration list` writes it. Its `payload` is what a webhook answered,
/// not what the device sent.
pub(crate) fn registration(members: &Members<'_>, draft: &mut Draft) -> Result<(), Wrong> {
    identity(members, "registrationId", draft)?;
    if let Some(hub) = members.text("assignedHub")?.filter(|hub| !hub.is_empty()) {
        draft.member.request.current_hub = Some(hub.into_owned());
    }
    Ok(())
}

fn identity(members: &Members<'_>, name: &str, draft: &mut Draft) -> Result<(), Wrong> {
    let missing = || Wrong::new(format!("`{name}` is missing"), "leave the device out, or give its name");
    let id = members.text(name)?.ok_or_else(missing)?;
    draft.member.request.registration_id.replace(&id).map_err(|error| {
        let wrong = no_id(&error);
        Wrong::new(format!("the device ID {} is no registration ID: {}", shown(&id), wrong.wrong), wrong.help)
    })
}

/// How a hub says that a device proves who it is. DPS attests by a TPM, and the hub by a key then.
fn attestation(kind: &str) -> Option<AttestationKind> {
    match kind {
        _ if kind.eq_ignore_ascii_case("sas") => Some(AttestationKind::SymmetricKey),
        _ if kind.eq_ignore_ascii_case("selfSigned") => Some(AttestationKind::X509),
        _ if kind.eq_ignore_ascii_case("certificateAuthority") => Some(AttestationKind::X509),
        _ => None,
    }
}

/// The twin's tags and desired properties stand for those of the enrollment's initial twin.
fn documents(members: &Members<'_>, draft: &mut Draft) -> Result<(), Wrong> {
    let tags = members.document("tags")?.unwrap_or_default();
    let mut desired = match members.object("properties")? {
        Some(properties) => properties.document("desired")?.unwrap_or_default(),
        None => Object::new(),
    };
    // The hub's own: `$metadata` and `$version`.
    desired.retain(|key, _| !key.starts_with('$'));
    let mut twin = Object::new();
    if !tags.is_empty() {
        twin.insert("tags".into(), Value::Object(tags));
    }
    if !desired.is_empty() {
        twin.insert("properties".into(), json!({ "desired": desired }));
    }
    let enrollment = &mut draft.member.request.enrollment;
    enrollment.initial_twin = (!twin.is_empty()).then_some(twin);
    let edge = match members.object("capabilities")? {
        Some(capabilities) => capabilities.flag("iotEdge")?,
        None => None,
    };
    enrollment.iot_edge = Some(edge.unwrap_or(false));
    Ok(())
}
