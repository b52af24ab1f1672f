use serde_json::{Value, json};

use crate::{
    allocate::first,
    setting::{Answer, POLICY, Settings, TOASTER, TOASTER_HUB, allocate, ask, ask_with, full, service},
};

#[expect(clippy::unwrap_used, reason = "a test: the policy is valid")]
fn digest() -> String {
    placement::Policy::parse(POLICY).unwrap().policy.digest().to_owned()
}

fn ask_logging(log_ids: &Settings) -> Answer {
    ask_with(&service(), log_ids, allocate(full(TOASTER)))
}

#[test]
fn a_decision_leaves_one_line_that_says_how_it_came_about() {
    let line = json!({
        "event": "decision",
        "status": 200,
        "registrationId": "breakroom499-contoso-tstrsd-007",
        "policyDigest": digest(),
        "how": "stayed",
        "stamp": "toasters",
        "hub": TOASTER_HUB,
        "currentStamp": "toasters",
        "attributes": { "kind": "toaster" },
        "rules": { "kind": "toasters" },
    });
    assert_eq!(ask(allocate(full(TOASTER))).log(), line);
}

#[test]
fn a_refusal_leaves_its_code_and_what_was_not_described() {
    let line = json!({
        "event": "decision",
        "status": 422,
        "registrationId": "press-1",
        "policyDigest": digest(),
        "code": "no-value",
        "attributes": { "kind": null },
        "rules": {},
    });
    let body = first("PRESS-1", &[TOASTER_HUB]);
    assert_eq!(ask(allocate(full(body.to_string()))).log(), line);
}

#[test]
fn the_pin_that_decided_is_named() {
    let log = ask(allocate(full(first("bench-1", &[TOASTER_HUB, "b"]).to_string()))).log();
    assert_eq!((&log["how"], &log["pin"]), (&json!("pinned"), &json!("broken bench")));
}

#[test]
fn a_malformed_request_leaves_the_field_and_no_content() {
    let mut body = first("press-1", &[]);
    body["linkedHubs"] = json!("content");
    let line = json!({
        "event": "refused",
        "status": 400,
        "code": "malformed-request",
        "message": "`linkedHubs` is of the wrong kind: send an array of strings, the host names that may be answered",
        "field": "linkedHubs",
    });
    assert_eq!(ask(allocate(full(body.to_string()))).log(), line);
}

#[test]
fn a_long_hub_is_cut_in_the_line_and_whole_in_the_answer() {
    let hub = "é".repeat(50_000);
    let mut body: Value = serde_json::from_slice(TOASTER).unwrap();
    body["deviceRuntimeContext"]["currentIotHubHostName"] = json!(hub);
    body["enrollmentGroup"]["reprovisionPolicy"] = json!({ "updateHubAssignment": false });
    body["linkedHubs"] = json!([hub]);
    let answer = ask(allocate(full(body.to_string())));
    assert_eq!(answer.body()["iotHubHostName"], json!(hub));
    let logged = answer.log()["hub"].as_str().unwrap().to_owned();
    assert_eq!(logged, format!("{}… (cut: 100000 bytes)", "é".repeat(500)));
}

#[test]
fn ids_are_masked_on_demand() {
    let policy = placement::Policy::parse(POLICY).unwrap().policy;
    let id = dps::RegistrationId::parse("breakroom499-contoso-tstrsd-007").unwrap();
    let answer = ask_logging(&Settings::usual().with("log_ids", "masked"));
    assert_eq!(answer.log()["maskedId"], format!("{:016x}", policy.mask(&id)));
    assert!(!answer.log().to_string().contains(id.as_str()));
    assert_eq!(answer.log()["warning"], Value::Null);
}

#[test]
fn ids_are_masked_where_nobody_can_tell_whether_to() {
    let unreadable = Settings::usual().with_unreadable("log_ids", "vault.internal: 500");
    for settings in [Settings::usual().with("log_ids", "maskd"), Settings::usual().with("log_ids", ""), unreadable] {
        let answer = ask_logging(&settings);
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.log()["registrationId"], Value::Null);
        assert!(answer.log()["maskedId"].is_string());
        assert!(answer.log()["warning"].as_str().unwrap().contains("`log_ids`"));
    }
}

#[test]
fn ids_are_logged_where_the_variable_says_so_or_nothing() {
    for settings in [Settings::usual(), Settings::usual().with("log_ids", " plain ")] {
        assert_eq!(ask_logging(&settings).log()["registrationId"], "breakroom499-contoso-tstrsd-007");
    }
}

#[test]
fn no_line_holds_a_payload_an_attestation_or_a_twin() {
    let mut body: Value = serde_json::from_slice(TOASTER).unwrap();
    body["enrollmentGroup"]["initialTwin"] = json!({ "tags": { "a": "secret-twin" } });
    body["deviceRuntimeContext"]["payload"] = json!({ "kind": "secret-payload" });
    body["deviceRuntimeContext"]["tpm"] = json!({ "endorsementKey": "secret-key" });
    for change in [json!("breakroom499-contoso-tstrsd-007"), json!("press-1"), json!(null)] {
        body["deviceRuntimeContext"]["registrationId"] = change;
        let log = ask(allocate(full(body.to_string()))).log().to_string();
        assert!(!log.contains("secret"), "{log}");
    }
}
