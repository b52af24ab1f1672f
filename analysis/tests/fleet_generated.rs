//! Fleets that are made of a description.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::collections::{BTreeMap, BTreeSet};

use analysis::fleet::generate::Recipe;
use analysis::fleet::{Defaults, Member};
use dps::EnrollmentKind;
use proptest::prelude::*;
use serde_json::{Value, json};

const MIXED: &str = r#"
name    = "mixed"
seed    = "2026"
devices = 20_000
payload = { country = { shares = { DE = 40, FR = 30, US = 30 } }, net = { kind = { shares = { wifi = 1, "" = 1 } } }, size = { w = 5 } }

[[group]]
share = 4
id    = "{payload/country}-{n:06}"
enrollment-group = "Contoso-EU"
current-hub = { shares = { "a.azure-devices.net" = 1, "" = 3 } }
twin = { tags = { geo = "eu", pilot = true }, properties = { desired = { rate = 5 } } }

[[group]]
share = 1
id    = "edge-{0100..}"
iot-edge = true
individual-enrollment = true
attestation = { shares = { x509 = 1, tpm = 1 } }
weight = 2
payload = { n = [1, 2] }
"#;

fn recipe(text: &str) -> Recipe {
    Recipe::parse(text).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn devices(recipe: &Recipe) -> Vec<Member> {
    let mut maker = recipe.maker(&Defaults::default());
    (0..recipe.devices()).map(|index| maker.make(index).unwrap().clone()).collect()
}

fn wrong(text: &str) -> Vec<String> {
    let problems = Recipe::parse(text).unwrap_err();
    problems
        .into_iter()
        .map(|problem| format!("{}: {} ({})", problem.code, problem.message, problem.help.unwrap_or_default()))
        .collect()
}

fn count(devices: &[Member], holds: impl Fn(&Member) -> bool) -> usize {
    devices.iter().filter(|device| holds(device)).count()
}

#[test]
fn devices_are_dealt_by_their_shares() {
    let devices = devices(&recipe(MIXED));
    let (edge, presses): (Vec<_>, Vec<_>) =
        devices.into_iter().partition(|device| device.request.enrollment.iot_edge == Some(true));
    // Each bound is more than six standard deviations.
    assert!(edge.len().abs_diff(4_000) < 350, "{}", edge.len());
    let country =
        |country: &'static str| move |device: &Member| device.request.payload.as_ref().unwrap()["country"] == country;
    assert!(
        count(&presses, country("DE")).abs_diff(6_400) < 380 && count(&presses, country("US")).abs_diff(4_800) < 380
    );
    assert!(count(&presses, |device| device.request.current_hub.is_some()).abs_diff(4_000) < 350);
    assert!(count(&edge, |device| device.weight == 2) == edge.len());
    let ids: BTreeSet<_> = presses.iter().chain(&edge).map(|device| device.request.registration_id.clone()).collect();
    assert_eq!(ids.len(), 20_000);
}

#[test]
fn a_device_is_what_its_group_and_the_fleet_say() {
    let devices = devices(&recipe(MIXED));
    let press = devices.iter().find(|device| device.request.enrollment.iot_edge == Some(false)).unwrap();
    let payload = press.request.payload.clone().map(Value::Object).unwrap();
    let country = payload["country"].as_str().unwrap().to_lowercase();
    assert_eq!(press.request.registration_id.as_str(), format!("{country}-{:06}", press.line));
    assert_eq!(payload["size"], json!({ "w": 5 }));
    let twin = press.request.enrollment.initial_twin.clone().map(Value::Object);
    assert_eq!(
        twin,
        Some(json!({ "tags": { "geo": "eu", "pilot": true }, "properties": { "desired": { "rate": 5 } } }))
    );
    assert_eq!(press.request.enrollment.kind, EnrollmentKind::Group { name: Some("contoso-eu".into()) });
    let edge = devices.iter().find(|device| device.request.enrollment.iot_edge == Some(true)).unwrap();
    assert_eq!(edge.request.enrollment.kind, EnrollmentKind::Individual);
    assert_eq!(edge.request.payload.clone().map(Value::Object), Some(json!({ "n": [1, 2] })));
    assert_eq!(edge.request.registration_id.as_str(), format!("edge-{:04}", edge.line + 99));
}

#[test]
fn the_devices_of_a_description_are_always_the_same() {
    let text =
        "seed = \"golden\"\ndevices = 6\nid = \"p-{n}-{hex:6}\"\nenrollment-group = { shares = { a = 1, b = 2 } }\n";
    let devices = devices(&recipe(text));
    let told: Vec<String> = devices
        .iter()
        .map(|device| match &device.request.enrollment.kind {
            EnrollmentKind::Group { name } => {
                format!("{} {}", device.request.registration_id, name.as_deref().unwrap_or("-"))
            }
            EnrollmentKind::Individual => "individual".into(),
        })
        .collect();
    assert_eq!(told, ["p-1-db83d6 b", "p-2-289055 a", "p-3-7ef18f b", "p-4-5ade66 a", "p-5-6d01b0 b", "p-6-c078c6 b"]);
}

#[test]
fn everything_that_is_wrong_with_a_description_is_told() {
    let one = |rest: &str| wrong(&format!("seed = \"s\"\ndevices = 5\n{rest}\n"));
    for (rest, said) in [
        ("divices = 1", "unknown-key: unknown key `divices` in the fleet (did you mean `devices`?)"),
        ("id = \"press\"", "bad-pattern: `press` has no number"),
        (
            "id = \"{payload/cuntry}-{n}\"\npayload = { country = { shares = { DE = 1 } } }",
            "did you mean `payload/country`?",
        ),
        (
            "id = \"{payload/c}-{n}\"\npayload = { c = { shares = { \"D E\" = 1 } } }",
            "`D E` of `payload/c` cannot stand in a registration ID",
        ),
        ("payload = { country = { shares = { DE = 0 } } }", "out-of-range: no share is above 0"),
        ("payload = { country = { shares = { DE = -1, FR = 2 } } }", "out-of-range: `DE` cannot be -1"),
        ("enrollment-group = { shares = 5 }", "wrong-type: `shares` cannot be a whole number"),
        ("enrollment-group = { a = 5 }", "unknown-key: unknown key `a` in the choice"),
        ("attestation = \"password\"", "unknown-word: `attestation` cannot be `password`"),
        ("twin = { geo = \"eu\" }", "an initial twin has no `geo` there"),
        ("individual-enrollment = true\nenrollment-group = \"a\"", "conflict: a device comes by a group"),
        ("[[group]]\nshare = 0", "no share is above 0"),
        ("[[group]]\nid = \"{n}\"", "missing-key: the group has no `share`"),
        ("payload = { at = 2026-01-01 }", "not-json"),
    ] {
        let wrong = one(rest);
        assert!(wrong.iter().any(|wrong| wrong.contains(said)), "{rest}: {wrong:?}");
    }
    assert!(wrong("").iter().any(|wrong| wrong.contains("the fleet has no `seed`")));
}

proptest! {
    #[test]
    fn a_device_does_not_depend_on_those_before(start in 0_u64..20_000, other in 0_u64..20_000) {
        let recipe = recipe(MIXED);
        let mut maker = recipe.maker(&Defaults::default());
        maker.make(other).unwrap();
        let after = maker.make(start).unwrap().clone();
        let mut alone = recipe.maker(&Defaults::default());
        prop_assert_eq!(&after, alone.make(start).unwrap());
    }

    #[test]
    fn fields_are_dealt_independently(seed in "[a-z]{1,8}") {
        let text = format!("seed = \"{seed}\"\ndevices = 4000\npayload = {{ a = {{ shares = {{ x = 1, y = 1 }} }}, b = {{ shares = {{ x = 1, y = 1 }} }} }}");
        let mut pairs = BTreeMap::<(String, String), usize>::new();
        for device in devices(&recipe(&text)) {
            let payload = device.request.payload.unwrap();
            *pairs.entry((payload["a"].to_string(), payload["b"].to_string())).or_default() += 1;
        }
        // Eight standard deviations are 220 devices.
        prop_assert!(pairs.len() == 4 && pairs.values().all(|count| count.abs_diff(1_000) < 220), "{pairs:?}");
    }
}
