//! The reader of DPS's request: whatever the bytes are it ends, and what it takes is what another reader of JSON finds there.
#![no_main]

use dps::{AllocationRequest, EnrollmentKind};
use fuzz::change;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let bytes = &change::body(input)[..];
    let read = AllocationRequest::parse(bytes);
    assert_eq!(read.as_ref().ok(), AllocationRequest::parse(bytes).as_ref().ok(), "not the same again");
    match read {
        Ok(request) => {
            let id = request.registration_id.as_str();
            assert!((1..=128).contains(&id.len()));
            assert!(
                id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._:".contains(&byte))
            );
            if let Ok(body) = serde_json::from_slice(bytes) {
                is_what_stands_there(&request, &body);
            }
            // What was read, written down, is read as the same.
            let member = analysis::fleet::Member { request: request.clone(), weight: 1, line: 1 };
            assert_eq!(AllocationRequest::parse(&member.body()).as_ref(), Ok(&request));
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(error.field().is_none_or(|field| !field.is_empty()));
        }
    }
});

fn is_what_stands_there(request: &AllocationRequest, body: &Value) {
    let context = field(body, "deviceRuntimeContext").expect("a context");
    let id = field(context, "registrationId").and_then(Value::as_str).expect("an ID");
    assert!(id.eq_ignore_ascii_case(request.registration_id.as_str()));
    let hub = field(context, "currentIotHubHostName").and_then(Value::as_str).filter(|hub| !hub.is_empty());
    assert_eq!(request.current_hub.as_deref(), hub);
    let linked = field(body, "linkedHubs").and_then(Value::as_array).expect("linked hubs");
    for hub in request.linked_hubs.iter() {
        assert!(linked.iter().any(|linked| linked == hub), "{hub} is not linked");
    }
    for hub in linked {
        assert!(request.linked_hubs.get(hub.as_str().expect("a text")).is_some(), "{hub} is lost");
    }
    assert_eq!(request.payload.as_ref(), field(context, "payload").and_then(Value::as_object));
    let (name, enrollment) = match field(body, "enrollmentGroup") {
        Some(group) => (field(group, "enrollmentGroupId").and_then(Value::as_str), group),
        None => (None, field(body, "individualEnrollment").expect("an enrollment")),
    };
    match &request.enrollment.kind {
        EnrollmentKind::Group { name: read } => {
            let folded = name.map(str::to_ascii_lowercase).filter(|name| !name.is_empty());
            assert_eq!(read.as_deref().filter(|name| !name.is_empty()), folded.as_deref());
        }
        EnrollmentKind::Individual => assert_eq!(name, None),
    }
    assert_eq!(request.enrollment.initial_twin.as_ref(), field(enrollment, "initialTwin").and_then(Value::as_object));
    let edge = field(enrollment, "capabilities").and_then(|capabilities| field(capabilities, "iotEdge"));
    assert_eq!(request.enrollment.iot_edge, edge.and_then(Value::as_bool));
    let policy = field(enrollment, "reprovisionPolicy").and_then(|policy| field(policy, "updateHubAssignment"));
    assert_eq!(request.enrollment.update_hub_assignment, policy.and_then(Value::as_bool));
}

/// A member whose name is this one without letter case, unless it is null.
fn field<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    let mut members =
        object.as_object()?.iter().filter(|(known, value)| known.eq_ignore_ascii_case(name) && !value.is_null());
    members.next().map(|(_, value)| value)
}
