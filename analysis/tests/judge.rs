//! Answers held against expectations.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use analysis::test_file::{Draft, Request, Test};
use analysis::{Mismatch, Native, Reply, because, judge};
use placement::Policy;
use serde_json::{Value, json};

const POLICY: &str = r#"
    language = 1
    hash     = 1
    policy   = "two"
    seed     = "two"

    [[attribute]]
    name   = "geo"
    values = ["eu", "us", "ap"]

      [[attribute.rule]]
      name = "country"
      read = { payload = "/country" }
      map  = { DE = "eu", US = "us", JP = "ap" }

      [[attribute.rule]]
      name  = "group"
      read  = { enrollment-group = "whole" }

    [[attribute]]
    name   = "family"
    values = ["press"]
    places = false

    [[stamp]]
    name     = "eu-1"
    hub      = "two-eu-1.azure-devices.net"
    capacity = 1000
    serves   = { geo = "eu" }

    [[stamp]]
    name     = "us-1"
    hub      = "two-us-1.azure-devices.net"
    capacity = 1000
    serves   = { geo = "us" }

    [[move]]
    name = "go east"
    from = "eu-1"

    [[pin]]
    name  = "bench"
    when  = { registration-id = "bench" }
    stamp = "us-1"

    [[fallback]]
    name = "Asia goes to the US"
    when = { is = { geo = "ap" } }
    as   = { geo = "us" }

    [answer.twin.tags]
    stamp = "{stamp.name}"
    number = 1
"#;

fn policy() -> Policy {
    Policy::parse(POLICY).unwrap().policy
}

fn test(policy: &Policy, request: &str, expect: &str) -> (Test, Vec<u8>) {
    let source = format!("[[test]]\nname = 't'\nrequest = {request}\nexpect = {expect}\n");
    let test = Draft::parse(&source).unwrap().against(policy).unwrap().pop().unwrap();
    let Request::Body(body) = test.request.clone() else { panic!("a table was given") };
    (test, body)
}

/// What is wrong with the native answer.
fn mismatches(request: &str, expect: &str) -> Vec<Mismatch> {
    let policy = policy();
    let (test, body) = test(&policy, request, expect);
    let native = Native::decide(&policy, &body);
    judge(&policy, &test.expect, &native.reply, &native)
}

#[track_caller]
fn fails(request: &str, expect: &str, what: &str, expected: Value, actual: Value, because: Option<&str>) {
    let because = because.map(str::to_owned);
    assert_eq!(mismatches(request, expect), [Mismatch { what: what.into(), expected, actual, because }], "{expect}");
}

const GERMAN: &str = "{ registration-id = 'p', payload = { country = 'DE' } }";
const GERMAN_LINE: &str = "placed on eu-1, the only open stamp; geo = eu by `country`; family has no value";

#[test]
fn everything_that_holds_passes() {
    let twin = "{ tags = { stamp = 'eu-1', number = 1.0 } }";
    let expect = format!(
        "{{ stamp = 'eu-1', hub = 'two-eu-1.azure-devices.net', status = 200, how = 'placed', by = 'country',
            attributes = {{ geo = 'eu', family = false }}, twin = {twin}, payload = false }}"
    );
    assert_eq!(mismatches(GERMAN, &expect), []);
}

#[test]
fn another_answer_is_told_with_the_reason() {
    fails(GERMAN, "{ stamp = 'us-1' }", "stamp", "us-1".into(), "eu-1".into(), Some(GERMAN_LINE));
    fails(GERMAN, "{ how = 'stayed' }", "how", "stayed".into(), "placed".into(), Some(GERMAN_LINE));
    fails(GERMAN, "{ status = 503 }", "status", 503.into(), 200.into(), Some(GERMAN_LINE));
    let hub = "two-eu-1.azure-devices.net";
    fails(GERMAN, "{ hub = 'x' }", "hub", "x".into(), hub.into(), Some(GERMAN_LINE));
    fails(GERMAN, "{ refusal = 'not-served' }", "refusal", "not-served".into(), Value::Null, Some(GERMAN_LINE));
}

#[test]
fn a_refusal_is_told_with_the_reason() {
    let request = "{ registration-id = 'p' }";
    let line = "refused, no-value: an attribute that stamps serve has no value for this device; geo has no value; family has no value";
    fails(request, "{ stamp = 'us-1' }", "stamp", "us-1".into(), Value::Null, Some(line));
}

#[test]
fn an_attribute_is_told_with_the_rule_that_gave_it() {
    fails(
        GERMAN,
        "{ stamp = 'eu-1', attributes = { geo = 'us' } }",
        "attributes.geo",
        "us".into(),
        "eu".into(),
        Some("geo = eu by `country`"),
    );
    fails(
        GERMAN,
        "{ stamp = 'eu-1', attributes = { family = 'press' } }",
        "attributes.family",
        "press".into(),
        Value::Null,
        Some("family has no value"),
    );
}

#[test]
fn an_entry_that_took_no_part_is_told_with_why() {
    let by = |request: &str, entry: &str, taken: Value, why: &str| {
        let expect = format!("{{ status = 200, by = {entry:?} }}");
        fails(request, &expect, "by", entry.into(), taken, Some(why));
    };
    by(GERMAN, "bench", json!(["country"]), "its condition does not hold");
    by(GERMAN, "go east", json!(["country"]), "none of its stamps takes the device");
    by(GERMAN, "group", json!(["country"]), GERMAN_LINE);
    let bench = "{ registration-id = 'bench' }";
    by(bench, "country", json!(["bench"]), "pinned to us-1 by `bench`");
    let korean = "{ registration-id = 'p', enrollment-group = 'us', payload = { country = 'KR' } }";
    by(korean, "country", json!(["group"]), "its map lacks `KR`");
    let japanese =
        "{ registration-id = 'p', payload = { country = 'JP' }, linked-hubs = ['two-us-1.azure-devices.net'] }";
    assert_eq!(mismatches(japanese, "{ stamp = 'us-1', by = ['country', 'Asia goes to the US'] }"), []);
}

#[test]
fn twins_and_payloads_are_compared_whole() {
    let twin = json!({ "tags": { "stamp": "eu-1", "number": 1 } });
    fails(GERMAN, "{ twin = false }", "twin", Value::Null, twin.clone(), None);
    let other = json!({ "tags": { "stamp": "eu-1" } });
    fails(GERMAN, "{ twin = { tags = { stamp = 'eu-1' } } }", "twin", other, twin, None);
    fails(GERMAN, "{ payload = {} }", "payload", json!({}), Value::Null, None);
}

#[test]
fn an_answer_that_is_not_the_native_one_fails() {
    let policy = policy();
    let (test, body) = test(&policy, GERMAN, "{ stamp = 'eu-1' }");
    let native = Native::decide(&policy, &body);
    let reply = Reply::new(200, br#"{"iotHubHostName":"two-eu-1.azure-devices.net"}"#);
    let found = judge(&policy, &test.expect, &reply, &native);
    assert_eq!(found.iter().map(|mismatch| mismatch.what.as_str()).collect::<Vec<_>>(), ["answer"]);
    assert_eq!(found[0].actual, json!({ "status": 200, "body": { "iotHubHostName": "two-eu-1.azure-devices.net" } }));
}

#[test]
fn a_body_that_cannot_be_read_is_refused_natively_as_the_component_does() {
    let policy = policy();
    let native = Native::decide(&policy, br#"{"linkedHubs":[]}"#);
    assert_eq!(native.reply.status, 400);
    assert_eq!(native.reply.code(), Some("malformed-request"));
    assert_eq!(native.reply.body["error"]["field"], "deviceRuntimeContext");
    let reply = Reply::new(
        400,
        br#"{"error":{"code":"malformed-request","message":"m","field":"deviceRuntimeContext","retry":"r"}}"#,
    );
    let expect = test(&policy, GERMAN, "{ refusal = 'malformed-request' }").0.expect;
    let found = judge(&policy, &expect, &reply, &native);
    assert_eq!(found.len(), 1, "the messages differ: {found:?}");
}

#[test]
fn a_decision_is_told_in_one_line() {
    let policy = policy();
    let line = |request: &str| {
        let (_, body) = test(&policy, request, "{ status = 200 }");
        because(Native::decide(&policy, &body).trace().unwrap())
    };
    assert_eq!(
        line("{ registration-id = 'p', payload = { country = 'DE' }, current-stamp = 'us-1' }"),
        "placed on eu-1, the only open stamp; geo = eu by `country`; family has no value"
    );
    assert_eq!(
        line("{ registration-id = 'p', payload = { country = 'JP' } }"),
        "placed on us-1, the only open stamp, admitted by `Asia goes to the US`; geo = ap by `country`; family has no value"
    );
    assert_eq!(
        line("{ registration-id = 'p', payload = { country = 'US' }, current-stamp = 'us-1' }"),
        "stays on us-1; geo = us by `country`; family has no value"
    );
    assert_eq!(
        line("{ registration-id = 'p', current-stamp = 'us-1', never-reprovision = true }"),
        "forced: DPS would accept no other hub than `two-us-1.azure-devices.net`"
    );
    assert_eq!(
        line("{ registration-id = 'p', current-stamp = 'us-1' }"),
        "kept on us-1: no stamp was found; geo has no value; family has no value"
    );
}

/// Once it is on a stamp, a device may be described by another rule; what led there was the first.
#[test]
fn the_description_that_led_to_the_stamp_is_told() {
    let current = "      [[attribute.rule]]\n      name = \"as where it is\"\n      read = { current = true }\n";
    let rest = "      [[attribute.rule]]\n      name = \"the rest\"\n      value = \"us\"\n";
    let rules = format!("{current}{rest}\n    [[attribute]]\n    name   = \"family\"");
    let policy = POLICY.replacen("    [[attribute]]\n    name   = \"family\"", &rules, 1);
    let policy = Policy::parse(&policy).unwrap().policy;
    let (_, body) = test(&policy, "{ registration-id = 'p' }", "{ status = 200 }");
    let native = Native::decide(&policy, &body);
    let trace = native.trace().unwrap();
    assert_eq!(trace.rounds.len(), 2);
    assert_eq!(because(trace), "placed on us-1, the only open stamp; geo = us by `the rest`; family has no value");
}
