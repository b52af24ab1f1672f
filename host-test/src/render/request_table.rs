//! A request as the table of a test.

use analysis::test_file::{Draft, Request};
use dps::{AllocationRequest, AttestationKind, EnrollmentKind};
use placement::Policy;

use super::inline_toml::{quoted, table};

/// The table that means the same to the decision as this body, if there is one. It is read as a test file would be, so
/// that nothing is taken for the same that is not.
pub(crate) fn request(policy: &Policy, body: &[u8]) -> Option<String> {
    let request = AllocationRequest::parse(body).ok()?;
    let table = format!("{{ {} }}", fields(policy, &request)?.join(", "));
    (read(policy, &table)? == request).then_some(table)
}

fn read(policy: &Policy, table: &str) -> Option<AllocationRequest> {
    let test = format!("[[test]]\nname = \"one\"\nrequest = {table}\nexpect = {{ status = 200 }}\n");
    let tests = Draft::parse(&test).ok()?.against(policy).ok()?;
    match &tests.first()?.request {
        Request::Body(body) => AllocationRequest::parse(body).ok(),
        Request::File { .. } => None,
    }
}

fn fields(policy: &Policy, request: &AllocationRequest) -> Option<Vec<String>> {
    let enrollment = &request.enrollment;
    let mut fields = vec![format!("registration-id = {}", quoted(request.registration_id.as_str()))];
    match &enrollment.kind {
        EnrollmentKind::Group { name } => fields.push(format!("enrollment-group = {}", quoted(name.as_deref()?))),
        EnrollmentKind::Individual => fields.push("individual-enrollment = true".into()),
    }
    match enrollment.attestation {
        Some(AttestationKind::X509) => fields.push("attestation = \"x509\"".into()),
        Some(AttestationKind::Tpm) => fields.push("attestation = \"tpm\"".into()),
        Some(AttestationKind::SymmetricKey) | None => {}
    }
    if enrollment.iot_edge == Some(true) {
        fields.push("iot-edge = true".into());
    }
    for (word, object) in [("twin", &enrollment.initial_twin), ("payload", &request.payload)] {
        if let Some(object) = object {
            fields.push(format!("{word} = {}", table(object)?));
        }
    }
    fields.extend(request.current_hub.as_deref().map(|hub| current(policy, hub)));
    fields.extend(linked(policy, request));
    if enrollment.update_hub_assignment == Some(false) {
        fields.push("never-reprovision = true".into());
    }
    Some(fields)
}

fn current(policy: &Policy, hub: &str) -> String {
    let stamp = policy.stamps().iter().find(|stamp| stamp.hub.as_str() == hub);
    match stamp {
        Some(stamp) => format!("current-stamp = {}", quoted(stamp.name.as_str())),
        None => format!("current-hub = {}", quoted(hub)),
    }
}

/// Nothing where the hubs of all stamps are linked, in their order.
fn linked(policy: &Policy, request: &AllocationRequest) -> Option<String> {
    let hubs: Vec<&str> = request.linked_hubs.iter().collect();
    let stamps = policy.stamps();
    if stamps.iter().map(|stamp| stamp.hub.as_str()).eq(hubs.iter().copied()) {
        return None;
    }
    let stamp = |hub: &&str| stamps.iter().find(|stamp| stamp.hub.as_str() == *hub).map(|stamp| stamp.name.as_str());
    let list = |items: Vec<&str>| items.into_iter().map(quoted).collect::<Vec<_>>().join(", ");
    Some(match hubs.iter().map(stamp).collect::<Option<Vec<&str>>>() {
        Some(names) => format!("linked-stamps = [{}]", list(names)),
        None => format!("linked-hubs = [{}]", list(hubs)),
    })
}
