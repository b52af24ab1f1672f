use serde_json::{Value, json};

use crate::setting::{POLICY, Settings, TOASTER, TOASTER_HUB, allocate, ask, ask_with, full, unreadable};
use allocator::Service;

const HEATPUMP_HUB: &str = "contoso-heatpumps-hub-1098.azure-devices.net";

/// A first registration of `id`, with these hubs linked.
pub(crate) fn first(id: &str, hubs: &[&str]) -> Value {
    json!({ "enrollmentGroup": {}, "deviceRuntimeContext": { "registrationId": id }, "linkedHubs": hubs })
}

#[test]
fn a_decision_is_answered_with_the_hub_and_what_the_policy_adds() {
    let answer = ask(allocate(full(TOASTER)));
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.body(), json!({ "iotHubHostName": TOASTER_HUB, "payload": { "stamp": "toasters" } }));
}

#[test]
fn a_refusal_that_will_not_change_is_final() {
    let cases = [(first("press-1", &[TOASTER_HUB]), "no-value"), (first("a-tstrsd-1", &[HEATPUMP_HUB]), "not-linked")];
    for (body, code) in cases {
        let answer = ask(allocate(full(body.to_string())));
        assert_eq!((answer.status(), answer.error("code").as_str()), (422, code));
        assert_eq!(answer.error("retry"), "DPS takes this status as final and does not ask again");
    }
}

#[test]
fn a_refusal_that_may_change_is_asked_again() {
    let mut body = first("press-1", &[TOASTER_HUB, HEATPUMP_HUB]);
    body["deviceRuntimeContext"]["payload"] = json!({ "kind": "heatpump" });
    let answer = ask(allocate(full(body.to_string())));
    assert_eq!((answer.status(), answer.error("code")), (503, "none-open".into()));
    assert_eq!(answer.error("retry"), "DPS asks again, 10 times within about 7 minutes");
}

#[test]
fn a_malformed_request_is_told_the_field() {
    let mut body = first("press-1", &[]);
    body["deviceRuntimeContext"]["registrationId"] = json!("press 1");
    let answer = ask(allocate(full(body.to_string())));
    assert_eq!((answer.status(), answer.error("code")), (400, "malformed-request".into()));
    assert_eq!(answer.error("field"), "deviceRuntimeContext.registrationId");
    assert!(answer.error("message").starts_with("`deviceRuntimeContext.registrationId` has ` ` as character 6"));
    assert_eq!(answer.body()["error"].as_object().map(serde_json::Map::len), Some(4));
}

#[test]
fn a_policy_that_cannot_be_read_or_is_invalid_decides_nothing() {
    let invalid = Service::new(Ok(POLICY.replace("capacity", "capacty")));
    for (service, code) in [(unreadable(), "policy-unreadable"), (invalid, "policy-invalid")] {
        let answer = ask_with(&service, &Settings::usual(), allocate(full(TOASTER)));
        assert_eq!((answer.status(), answer.error("code").as_str()), (503, code));
        assert_eq!(answer.log()["code"], code);
    }
}
