//! What is refused, what it is told, and that nothing makes the reader panic.

use dps::{AllocationRequest, MAX_DEPTH};
use proptest::prelude::*;
use serde_json::{Value, json};

#[expect(clippy::unwrap_used, reason = "a test: what is not there fails it")]
fn refusal(body: impl AsRef<[u8]>) -> (Option<String>, String) {
    let error = AllocationRequest::parse(body.as_ref()).unwrap_err();
    (error.field().map(str::to_owned), error.to_string())
}

/// A body that is right but for `value` in place of what stands at `pointer`.
#[expect(clippy::unwrap_used, reason = "a test: what is not there fails it")]
fn body_with(pointer: &str, value: Value) -> String {
    let mut body = json!({
        "enrollmentGroup": { "enrollmentGroupId": "contoso-eu" },
        "individualEnrollment": null,
        "deviceRuntimeContext": { "registrationId": "press-0042", "currentIotHubHostName": null, "payload": {} },
        "linkedHubs": ["a.azure-devices.net"],
    });
    *body.pointer_mut(pointer).unwrap() = value;
    body.to_string()
}

#[test]
fn a_field_that_is_missing_or_wrong_is_named_by_its_path() {
    let cases = [
        ("/deviceRuntimeContext", json!(null), "`deviceRuntimeContext` is missing: send an object"),
        ("/deviceRuntimeContext", json!([]), "`deviceRuntimeContext` is of the wrong kind: send an object"),
        ("/deviceRuntimeContext/registrationId", json!(null), "`deviceRuntimeContext.registrationId` is missing"),
        (
            "/deviceRuntimeContext/registrationId",
            json!(42),
            "`deviceRuntimeContext.registrationId` is of the wrong kind",
        ),
        (
            "/deviceRuntimeContext/registrationId",
            json!("a b"),
            "`deviceRuntimeContext.registrationId` has ` ` as character 2",
        ),
        ("/deviceRuntimeContext/currentIotHubHostName", json!(1), "`deviceRuntimeContext.currentIotHubHostName` is of"),
        ("/linkedHubs", json!(null), "`linkedHubs` is missing: send an array of strings"),
        ("/linkedHubs", json!("a"), "`linkedHubs` is of the wrong kind: send an array of strings"),
        ("/linkedHubs", json!(["a", null]), "`linkedHubs` is of the wrong kind: send an array of strings"),
        ("/enrollmentGroup", json!("a"), "`enrollmentGroup` is of the wrong kind: send an object"),
    ];
    for (pointer, value, expected) in cases {
        let (field, message) = refusal(body_with(pointer, value));
        assert!(message.starts_with(expected), "{message}");
        assert_eq!(field.unwrap(), pointer.trim_start_matches('/').replace('/', "."));
    }
}

#[test]
fn a_request_has_exactly_one_enrollment() {
    let (field, message) = refusal(body_with("/enrollmentGroup", json!(null)));
    assert_eq!(field, None);
    assert!(message.contains("are both missing"), "{message}");
    let (_, message) = refusal(body_with("/individualEnrollment", json!({})));
    assert!(message.contains("are both given"), "{message}");
}

#[test]
fn a_field_in_two_spellings_is_refused() {
    let body = body_with("/linkedHubs", json!([])).replace(r#""linkedHubs":"#, r#""LINKEDHUBS":[],"linkedHubs":"#);
    assert_eq!(refusal(body).1, "`linkedHubs` is given twice, letter case aside: send it once");
}

#[test]
fn a_body_that_is_no_json_object_is_told_so() {
    assert_eq!(refusal(b"\xff{}").1, "the body is not UTF-8: send JSON in UTF-8");
    let (_, message) = refusal("");
    assert!(message.starts_with("the body is not JSON (EOF"), "{message}");
    for text in ["{} {}", "{\"a\":}", "{\"a\":tru}", "{'a':1}", "\u{feff}\u{feff}{}", "{\"a\":\"\n\"}", "{\"a\":01}"] {
        assert!(refusal(text).1.starts_with("the body is not JSON ("), "{text:?}");
    }
    for text in ["null", "[]", "\"{}\"", "7"] {
        assert_eq!(refusal(text).1, "the body is JSON, but no object: send one JSON object", "{text}");
    }
}

#[test]
fn syntax_is_checked_in_what_nobody_reads() {
    let body = body_with("/linkedHubs", json!([])).replace(r#""contoso-eu""#, r#""contoso-eu","odd":{"a":[1,}"#);
    assert!(refusal(body).1.starts_with("the body is not JSON ("));
}

#[test]
fn a_name_has_control_characters_as_escapes_alone() {
    let body = |name: &str| body_with("/linkedHubs", json!([])).replacen('{', &format!("{{\"{name}\":1,"), 1);
    for name in [r"a\n", r"\u0000", "\u{7f}"] {
        assert!(AllocationRequest::parse(body(name).as_bytes()).is_ok(), "{name}");
    }
    for name in ["a\n", "\0", "\\n\n"] {
        assert!(refusal(body(name)).1.starts_with("the body is not JSON (control character"), "{name}");
    }
}

#[test]
fn nesting_is_limited_and_its_depth_does_not_matter() {
    for levels in [MAX_DEPTH + 1, 1_000_000] {
        for open in ["[", "{\"a\":"] {
            assert!(refusal(open.repeat(levels)).1.starts_with("the body is nested too deep"));
        }
    }
    let nested = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let body = |levels| {
        body_with("/deviceRuntimeContext/payload", json!({})).replace("{}", &format!("{{\"a\":{}}}", nested(levels)))
    };
    assert!(AllocationRequest::parse(body(MAX_DEPTH - 3).as_bytes()).is_ok());
    assert!(refusal(body(MAX_DEPTH - 2)).1.starts_with("the body is nested too deep"));
}

#[test]
fn a_text_in_a_payload_is_never_parsed_as_json() {
    let inner = "[".repeat(100) + &"]".repeat(100);
    let payload = json!({ "a": { "$serde_json::private::RawValue": inner } });
    let request = AllocationRequest::parse(body_with("/deviceRuntimeContext/payload", payload.clone()).as_bytes());
    assert_eq!(request.unwrap().payload.map(Value::Object), Some(payload));
}

#[test]
fn a_payload_that_cannot_be_represented_is_refused() {
    for value in ["1e999", r#""\ud800""#] {
        let body = body_with("/deviceRuntimeContext/payload", json!({})).replace("{}", &format!("{{\"a\":{value}}}"));
        let (field, _) = refusal(body);
        assert_eq!(field.as_deref(), Some("deviceRuntimeContext.payload"));
    }
}

#[test]
fn a_twin_that_cannot_be_represented_is_refused_and_never_taken_for_none() {
    for value in ["1e999", r#""\ud800""#, r#"{"\udc00":1}"#] {
        let twin = format!(r#"{{"initialTwin":{{"tags":{{"a":{value}}}}}}}"#);
        let group = body_with("/enrollmentGroup", json!("TWIN")).replace(r#""TWIN""#, &twin);
        let individual = body_with("/individualEnrollment", json!("TWIN")).replace(r#""TWIN""#, &twin);
        let individual = individual.replace(r#""enrollmentGroup":{"enrollmentGroupId":"contoso-eu"},"#, "");
        for (body, name) in [(group, "enrollmentGroup"), (individual, "individualEnrollment")] {
            let (field, message) = refusal(body);
            assert_eq!(field, Some(format!("{name}.initialTwin")));
            assert!(message.contains("send an object whose texts are Unicode"), "{message}");
        }
    }
}

#[test]
fn a_group_or_kind_of_attestation_that_is_no_unicode_is_refused_and_never_taken_for_none() {
    for (enrollment, name) in [
        (r#"{"enrollmentGroupId":"contoso-eu\ud800"}"#, "enrollmentGroup.enrollmentGroupId"),
        (r#"{"attestation":{"type":"\ud800"}}"#, "enrollmentGroup.attestation.type"),
    ] {
        let body = body_with("/enrollmentGroup", json!("ENROLLMENT")).replace(r#""ENROLLMENT""#, enrollment);
        assert_eq!(refusal(body).0.as_deref(), Some(name));
    }
}

#[test]
fn an_unknown_name_that_is_no_unicode_changes_nothing_at_any_place() {
    let body = json!({
        "ODD": 1,
        "enrollmentGroup": {
            "ODD": 1,
            "attestation": { "ODD": 1, "type": "tpm" },
            "capabilities": { "ODD": 1, "iotEdge": true },
            "reprovisionPolicy": { "ODD": 1, "updateHubAssignment": false },
        },
        "deviceRuntimeContext": { "ODD": 1, "registrationId": "press-0042" },
        "linkedHubs": ["a"],
    });
    let plain = AllocationRequest::parse(body.to_string().as_bytes()).unwrap();
    assert_eq!(plain.enrollment.update_hub_assignment, Some(false));
    for odd in [r"\ud800", r"\udfff", r"a\ud800\n", r"\ud800\ud800"] {
        let body = body.to_string().replace("ODD", odd);
        assert_eq!(AllocationRequest::parse(body.as_bytes()).as_ref(), Ok(&plain), "{odd}");
    }
}

#[test]
fn thousands_of_hubs_are_one_pass_each() {
    let hubs: Vec<_> = (0..20_000).map(|n| format!("HUB-{n}")).collect();
    let request = AllocationRequest::parse(body_with("/linkedHubs", json!(hubs)).as_bytes()).unwrap();
    assert_eq!(request.linked_hubs.get("hub-19999"), Some("HUB-19999"));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        let _ = AllocationRequest::parse(&bytes);
    }

    #[test]
    fn no_change_of_a_right_body_makes_it_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in any::<prop::sample::Index>(),
    ) {
        let mut body = include_bytes!("../../policies/requests/dps/again-with-payload.json").to_vec();
        for (at, byte) in changes {
            let at = at.index(body.len());
            body[at] = byte;
        }
        let _ = AllocationRequest::parse(&body);
        let _ = AllocationRequest::parse(&body[..end.index(body.len())]);
    }

    #[test]
    fn what_is_read_keeps_to_its_alphabet(id in "\\PC{0,140}") {
        let body = body_with("/deviceRuntimeContext/registrationId", json!(id));
        if let Ok(request) = AllocationRequest::parse(body.as_bytes()) {
            prop_assert_eq!(request.registration_id.as_str(), id.to_ascii_lowercase());
            prop_assert!((1..=128).contains(&id.len()));
        }
    }
}
