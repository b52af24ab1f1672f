//! What moves do to a fleet: their shares, and who comes back.
#![expect(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a test fails by panicking; statistics are floats"
)]

use dps::AllocationRequest;
use placement::{How, Outcome, Policy};

const FLEET: u32 = 20_000;

fn policy(stamps: &[(&str, &str)], rest: &str) -> Policy {
    let mut text = String::from("language = 1\nhash = 1\npolicy = \"moves\"\nseed = \"moves\"\n");
    for (name, more) in stamps {
        text +=
            &format!("[[stamp]]\nname = \"{name}\"\nhub = \"{name}-hub.azure-devices.net\"\ncapacity = 1000\n{more}\n");
    }
    Policy::parse(&(text + rest)).map_err(|errors| format!("{errors:#?}")).unwrap().policy
}

fn device(number: u32, on: Option<&str>) -> AllocationRequest {
    let hub = |name: &str| format!("{name}-hub.azure-devices.net");
    let linked_hubs = ["one", "two", "three", "four"].map(hub);
    let body = serde_json::json!({
        "enrollmentGroup": {},
        "deviceRuntimeContext": { "registrationId": format!("press-{number:06}"), "currentIotHubHostName": on.map(hub) },
        "linkedHubs": linked_hubs,
    });
    AllocationRequest::parse(body.to_string().as_bytes()).unwrap()
}

fn stamp(policy: &Policy, number: u32, on: Option<&str>) -> String {
    policy.decide(&device(number, on)).stamp().unwrap().to_owned()
}

/// The share of the devices on `from` that the policy moves to `to`.
fn share_moved(policy: &Policy, from: &[u32], on: &str, to: &str) -> f64 {
    let moved = from.iter().filter(|number| stamp(policy, **number, Some(on)) == to).count();
    moved as f64 / from.len() as f64
}

fn on_one(policy: &Policy) -> Vec<u32> {
    (0..FLEET).filter(|number| stamp(policy, *number, None) == "one").collect()
}

const THREE: [(&str, &str); 3] = [("one", ""), ("two", ""), ("three", "")];

#[test]
fn a_move_with_weights_of_its_own_deals_by_them_and_not_by_what_chose_the_stamp_before() {
    let before = policy(&THREE, "");
    let after = policy(&THREE, "[[move]]\nname = \"m\"\nfrom = \"one\"\nto = { two = 3, three = 1 }");
    let moved = on_one(&before);
    // About 6,700 devices: three standard deviations are 1.6 percent. By the placement's own numbers it would be 85.
    assert!((share_moved(&after, &moved, "one", "two") - 0.75).abs() < 0.016);
}

#[test]
fn a_move_without_weights_deals_by_the_stamps_own() {
    let weights = [("one", ""), ("two", "weight = 3"), ("three", "weight = 1")];
    let moved = on_one(&policy(&weights, ""));
    let after = policy(&weights, "[[move]]\nname = \"m\"\nfrom = \"one\"");
    assert!((share_moved(&after, &moved, "one", "two") - 0.75).abs() < 0.018);
}

#[test]
fn a_new_stamp_gets_its_fair_share_by_a_move_of_the_preferred() {
    let four = [("one", ""), ("two", ""), ("three", ""), ("four", "")];
    let order = "[[move]]\nname = \"m\"\nfrom = [\"one\", \"two\", \"three\"]\nto = \"four\"\nwhom = \"preferred\"";
    let (old, new, fresh) = (policy(&THREE, ""), policy(&four, order), policy(&four, ""));
    for number in 0..FLEET / 10 {
        let on = stamp(&old, number, None);
        assert_eq!(stamp(&new, number, Some(&on)), stamp(&fresh, number, None), "{number}");
    }
}

#[test]
fn a_stamp_that_was_down_gets_its_own_devices_back_and_nobody_elses() {
    let before = policy(&THREE, "");
    let down = policy(&[("one", "state = \"down\""), THREE[1], THREE[2]], "");
    let back =
        policy(&THREE, "[[move]]\nname = \"m\"\nfrom = [\"two\", \"three\"]\nto = \"one\"\nwhom = \"preferred\"");
    for number in 0..FLEET / 10 {
        let first = stamp(&before, number, None);
        let away = stamp(&down, number, Some(&first));
        assert!(away == first || first == "one");
        assert_eq!(stamp(&back, number, Some(&away)), first, "{number}");
    }
}

#[test]
fn moves_that_send_a_device_round_leave_it_where_it_is() {
    let circle =
        "[[move]]\nname = \"a\"\nfrom = \"one\"\nto = \"two\"\n[[move]]\nname = \"b\"\nfrom = \"two\"\nto = \"one\"";
    let policy = policy(&THREE, circle);
    for on in ["one", "two", "three"] {
        let request = device(1, Some(on));
        let decision = policy.decide(&request);
        assert_eq!(decision.stamp(), Some(on));
        assert_eq!(decision.circle, on != "three");
        assert!(matches!(decision.outcome, Outcome::Answered { how: How::Stayed, .. }));
    }
}
