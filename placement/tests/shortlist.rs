//! Attributes of many rules: leaving out those that cannot apply changes nothing. An explanation asks every rule.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::fmt::Write as _;

use dps::AllocationRequest;
use placement::Policy;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Texts of which some begin or end alike, and some in the bytes of others.
const TEXTS: [&str; 8] = ["a", "ab", "abc", "lab-press-0001", "lab-press-0002", "press-0001", "b", "1"];

fn question() -> impl Strategy<Value = String> {
    let text = || select(&TEXTS[..]);
    let texts = || vec(text(), 1..4).prop_map(|texts| format!("{texts:?}"));
    let scalar = || {
        prop_oneof![
            text().prop_map(|text| format!("{text:?}")),
            Just("true".into()),
            (0_u8..3).prop_map(|n| n.to_string())
        ]
    };
    let subject = || select(&["registration-id", "enrollment-group"][..]);
    let place = || select(&["payload = { \"/p\"", "payload = { \"/q/r\"", "twin = { \"/tags/p\""][..]);
    let pattern = || select(&["prefix", "suffix", "contains"][..]);
    prop_oneof![
        (subject(), texts()).prop_map(|(subject, texts)| format!("{{ {subject} = {texts} }}")),
        (subject(), pattern(), texts())
            .prop_map(|(subject, pattern, texts)| format!("{{ {subject} = {{ {pattern} = {texts} }} }}")),
        (subject(), text(), text()).prop_map(|(subject, a, b)| format!("{{ {subject} = {{ glob = \"{a}*{b}\" }} }}")),
        (place(), vec(scalar(), 1..3))
            .prop_map(|(place, values)| format!("{{ {place} = [{}] }} }}", values.join(", "))),
        place().prop_map(|place| format!("{{ {place} = {{ present = true }} }} }}")),
        (0..3).prop_map(|value| format!("{{ is = {{ kind = \"k{value}\" }} }}")),
        Just("{ iot-edge = true }".into()),
    ]
}

fn condition() -> impl Strategy<Value = String> {
    question().prop_recursive(2, 6, 3, |inner| {
        let several = (select(&["all", "any"][..]), vec(inner.clone(), 1..3));
        prop_oneof![
            3 => several.prop_map(|(word, inner)| format!("{{ {word} = [{}] }}", inner.join(", "))),
            1 => inner.prop_map(|inner| format!("{{ not = {inner} }}")),
        ]
    })
}

/// A policy whose second attribute has these rules, each with a value of its own.
fn policy(conditions: &[String]) -> Policy {
    let mut text = String::from("language = 1\nhash = 1\npolicy = \"many\"\nseed = \"many\"\n");
    text.push_str("[[attribute]]\nname = \"kind\"\nplaces = false\nvalues = [\"k0\", \"k1\", \"k2\"]\n");
    text.push_str("[[attribute.rule]]\nname = \"read\"\nread = { payload = \"/kind\" }\n");
    let values: Vec<String> = (0..conditions.len()).map(|rule| format!("v{rule}")).collect();
    writeln!(text, "[[attribute]]\nname = \"by\"\nplaces = false\nvalues = {values:?}").unwrap();
    for (rule, condition) in conditions.iter().enumerate() {
        writeln!(text, "[[attribute.rule]]\nname = \"{rule}\"\nwhen = {condition}\nvalue = \"v{rule}\"").unwrap();
    }
    text.push_str("[[stamp]]\nname = \"s\"\nhub = \"many.azure-devices.net\"\ncapacity = 1\n");
    Policy::parse(&text).map_err(|problems| format!("{problems:?}\n{text}")).unwrap().policy
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => select(&TEXTS[..]).prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => (0..3).prop_map(Value::from),
        1 => Just(json!(1.0)),
        1 => Just(Value::Null),
    ]
}

fn request() -> impl Strategy<Value = AllocationRequest> {
    let name = || select(&TEXTS[..]);
    let group = proptest::option::of(name());
    (name(), group, (value(), value(), value()), 0..4).prop_map(|(id, group, (p, r, tag), kind)| {
        let body = json!({
            "enrollmentGroup": { "enrollmentGroupId": group, "initialTwin": { "tags": { "p": tag } } },
            "deviceRuntimeContext": {
                "registrationId": id,
                "payload": { "p": p, "q": { "r": r }, "kind": format!("k{kind}") },
            },
            "linkedHubs": ["many.azure-devices.net"],
        });
        AllocationRequest::parse(body.to_string().as_bytes()).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_rule_that_gives_is_the_one_that_asking_each_finds(
        conditions in vec(condition(), 1..70),
        requests in vec(request(), 1..10),
    ) {
        let policy = policy(&conditions);
        for request in &requests {
            let (decision, trace) = (policy.decide(request), policy.explain(request));
            let decided = decision.attributes.iter().map(|by| (by.attribute, by.value, by.rule));
            let explained = trace.rounds.iter().flat_map(|round| &round.attributes).map(|by| (by.attribute, by.value, by.rule));
            prop_assert_eq!(decided.collect::<Vec<_>>(), explained.take(2).collect::<Vec<_>>());
        }
    }
}
