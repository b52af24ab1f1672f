//! Which part of a condition keeps it from holding.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use analysis::failed;
use placement::{Entry, Policy};

/// The texts of the questions to blame, for a new press of the group `eu` that sends `{ "a": 1 }`.
fn blamed(when: &str) -> Vec<String> {
    let source = format!(
        r#"
        language = 1
        hash = 1
        policy = "p"
        seed = "p"
        attribute = [{{ name = "x", values = ["y"], places = false, rule = [{{ name = "r", when = {when}, value = "y" }}] }}]
        stamp = [{{ name = "s", hub = "example-hub.azure-devices.net", capacity = 1 }}]
        "#
    );
    let policy = Policy::parse(&source).unwrap().policy;
    let request = dps::AllocationRequest::parse(
        br#"{ "enrollmentGroup": { "enrollmentGroupId": "eu" },
              "deviceRuntimeContext": { "registrationId": "press-1", "payload": { "a": 1 } },
              "linkedHubs": ["example-hub.azure-devices.net"] }"#,
    );
    let trace = policy.explain(request.as_ref().unwrap());
    let entry = Entry::Rule { attribute: "x", rule: "r" };
    let mut all = trace.rounds.iter().flat_map(|round| &round.asked);
    let asked = all.find(|asked| asked.entry == entry).unwrap();
    let failed = failed(policy.condition(entry).unwrap(), asked);
    assert_eq!(failed.is_empty(), asked.holds);
    failed.iter().map(|it| source[it.atom.place.clone()].to_owned()).collect()
}

#[test]
fn of_all_the_first_in_the_text_that_does_not_hold_is_to_blame() {
    assert_eq!(blamed(r#"{ iot-edge = true, enrollment-group = "us" }"#), ["iot-edge = true"]);
    assert_eq!(blamed(r#"{ payload = { "/z" = 1, "/b" = 2 }, enrollment-group = "us" }"#), [r#""/z" = 1"#]);
}

#[test]
fn of_any_each_alternative_is_to_blame_by_its_first() {
    let when = r#"{ any = [{ payload = { "/a" = 1, "/b" = 1 } }, { enrollment-group = "us" }] }"#;
    assert_eq!(blamed(when), [r#""/b" = 1"#, r#"enrollment-group = "us""#]);
}

#[test]
fn of_not_what_holds_is_to_blame() {
    assert_eq!(blamed(r#"{ not = { enrollment-group = "eu" } }"#), [r#"enrollment-group = "eu""#]);
    let both = r#"{ not = { enrollment-group = "eu", payload = { "/a" = 1 } } }"#;
    assert_eq!(blamed(both), [r#"enrollment-group = "eu""#, r#""/a" = 1"#]);
    let one = r#"{ not = { any = [{ iot-edge = true }, { enrollment-group = "eu" }] } }"#;
    assert_eq!(blamed(one), [r#"enrollment-group = "eu""#]);
    assert_eq!(blamed(r#"{ not = { not = { iot-edge = true } } }"#), ["iot-edge = true"]);
}

#[test]
fn nothing_is_to_blame_of_what_holds() {
    assert!(blamed(r#"{ enrollment-group = "eu", not = { iot-edge = true } }"#).is_empty());
}
