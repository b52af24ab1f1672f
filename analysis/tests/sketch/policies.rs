//! What is proposed for a policy.

use std::collections::{BTreeMap, BTreeSet};

use analysis::fleet::sketch::{Sketch, SketchField};
use placement::{Policy, State};
use snapbox::{assert_data_eq, str};

use crate::{each, large, policy, policy_with, told};

#[test]
fn a_sketch_has_what_the_policy_looks_at() {
    let sketch = Sketch::of(&policy("contoso"));
    assert_eq!((sketch.devices, sketch.on_hubs, &*sketch.seed), (100_000, 0, "contoso"));
    assert_data_eq!(
        told(&sketch),
        str![[r#"
twin/tags/geo (twin /tags/geo) "ap"=23 "eu"=23 "us"=23 ""=30
payload/country (payload /country) "at"=7 "au"=7 "ca"=7 "de"=7 "fr"=7 "it"=7 "jp"=7 "mx"=7 "sg"=7 "us"=7 ""=30
enrollmentGroupId (enrollment group) "contoso-ap"=23 "contoso-eu"=23 "contoso-us"=23 "contoso-benches"=2 "contoso-lab"=2 ""=30
individualEnrollment (individual enrollment) "true"=2 "false"=98
attestation (attestation) "tpm"=2 "symmetric-key"=98
registrationId (registration ID) "dr-{n:06}"=35 "press-{n:06}"=35 "device-{n:06}-proto-00"=2 "device-{n:06}-lab"=2 "device-burnin-{n:06}"=2 "fabrikam-{n:06}"=2 ""=30
payload/firmware (payload /firmware) "11"=23 "12"=23 "13"=23 ""=30
twin/tags/pilot:json (twin /tags/pilot) "true"=2 ""=98
twin/tags/customer (twin /tags/customer) "fabrikam"=2 "other"=2 ""=96
twin/tags/residency (twin /tags/residency) "eu"=2 ""=98
iotEdge (IoT Edge) "true"=2 "false"=98

"#]]
    );
}

#[test]
fn conditions_without_a_value_for_everyone_else_deal_most_of_the_devices() {
    assert_data_eq!(
        told(&Sketch::of(&policy("tutorial"))),
        str![[r#"
registrationId (registration ID) "device-contoso-tstrsd-007-{n:06}"=35 "device-contoso-hpsd-088-{n:06}"=35 ""=30

"#]]
    );
}

#[test]
fn a_policy_that_looks_at_nothing_has_no_fields() {
    assert_eq!(Sketch::of(&policy("one-hub")).fields, []);
}

/// Every kind of question, each with a value that answers it.
#[test]
fn each_kind_of_question_is_met() {
    let policy = policy_with(
        r#"
        [lists]
        known = ["bench-01", "bench-02"]

        [[attribute]]
        name   = "kind"
        values = ["a", "b", "c"]
        places = false
        rule = [
          { name = "number", when = { payload = { "/size" = [1, "large"] } }, value = "a" },
          { name = "absent", when = { payload = { "/net/id" = { present = false } } }, value = "b" },
          { name = "versions", when = { twin = { "/tags/v" = { at-least = "1.2.3", below = "2" } } }, value = "a" },
          { name = "zero", when = { twin = { "/tags/w" = { at-least = "0" } } }, value = "a" },
          { name = "both ends", when = { registration-id = { prefix = "p", suffix = ["x", "y"], contains = "mid" } }, value = "a" },
          { name = "glob", when = { registration-id = { glob = "g?-*-z" } }, value = "a" },
          { name = "whole", when = { registration-id = { list = "known" } }, value = "a" },
          { name = "last", read = { registration-id = { separator = ".", part = -2 } } },
          { name = "second", read = { enrollment-group = { separator = "-", part = 2 } } },
          { name = "group glob", when = { enrollment-group = { glob = "*-g?" } }, value = "a" },
          { name = "group begins", when = { enrollment-group = { prefix = ["fab-", "con"] } }, value = "a" },
          { name = "key", when = { attestation = "symmetric-key" }, value = "c" },
          { name = "nested", when = { payload = { "/net" = "x" } }, value = "c" },
        ]
        "#,
    );
    assert_data_eq!(
        told(&Sketch::of(&policy)),
        str![[r#"
payload/size:json (payload /size) "1"=2 ""=98
payload/net/id (payload /net/id) "other"=2 ""=98
twin/tags/v (twin /tags/v) "1.2.2"=2 "1.2.3"=2 "1"=2 "2"=2 ""=92
twin/tags/w (twin /tags/w) "0"=2 ""=98
registrationId (registration ID) "device.{n:06}.a.0"=23 "device.{n:06}.b.0"=23 "device.{n:06}.c.0"=23 "p-mid-{n:06}-x"=2 "g0-{n:06}-z"=2 ""=30
enrollmentGroupId (enrollment group) "some-a"=23 "some-b"=23 "some-c"=23 "some-g0"=2 "con"=2 ""=30
attestation (attestation) "x509"=2 "symmetric-key"=98

"#]]
    );
}

#[test]
fn an_id_that_no_rule_looks_for_is_found() {
    let policy = policy_with(
        r#"
        [[attribute]]
        name   = "kind"
        values = ["device", "other"]
        places = false
        rule = [
          { name = "first part", read = { registration-id = { separator = "-", part = 1 } } },
          { name = "things", when = { registration-id = { prefix = "th" } }, value = "other" },
        ]
        "#,
    );
    let text = Sketch::of(&policy).description(&policy).unwrap();
    assert!(text.contains("\nid      = \"unit-{n:06}\"\n"), "{text}");
}

#[test]
fn every_stamp_that_takes_devices_gets_some() {
    let policy = policy("contoso");
    let (mut placer, mut on) = (policy.placer(), BTreeMap::<&str, u64>::new());
    each(&Sketch::of(&policy), &policy, |member| {
        let stamp = placer.place(&member.request).stamp.and_then(|stamp| policy.stamp(stamp));
        *on.entry(stamp.map_or("none", |stamp| stamp.name.as_str())).or_default() += 1;
    });
    for stamp in policy.stamps() {
        let takes = matches!(stamp.state, State::Open | State::Reserved);
        assert_eq!(on.contains_key(stamp.name.as_str()), takes, "{}: {on:?}", stamp.name.as_str());
    }
}

/// Policies of the oracle's corpus.
fn corpus() -> Vec<Policy> {
    let path = format!("{}/../oracle/corpus/decisions.ndjson", env!("CARGO_MANIFEST_DIR"));
    let policy = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        Policy::parse(line["policy"].as_str().unwrap()).unwrap().policy
    };
    std::fs::read_to_string(path).unwrap().lines().step_by(5).map(policy).collect()
}

/// The smallest policy, those of this repository, a large one, and some of the corpus.
#[test]
fn whatever_is_proposed_makes_devices_that_are_decided_about() {
    let named = ["contoso", "tutorial", "one-hub"].map(policy);
    let others = [policy_with(""), Policy::parse(&large::policy()).unwrap().policy];
    for policy in named.into_iter().chain(others).chain(corpus()) {
        let sketch = Sketch { devices: 50, on_hubs: 30, ..Sketch::of(&policy) };
        assert!(sketch.fields.len() <= 12 && sketch.fields.iter().all(|field| (2..=12).contains(&field.values.len())));
        let shared = |field: &SketchField| field.values.iter().all(|value| value.share > 0);
        assert!(sketch.fields.iter().all(shared), "{}", told(&sketch));
        let mut ids = BTreeSet::new();
        each(&sketch, &policy, |member| {
            policy.decide(&member.request);
            ids.insert(member.request.registration_id.clone());
        });
        assert_eq!(ids.len(), 50);
        assert!(sketch.description(&policy).unwrap().matches("[[group]]").count() <= 64);
    }
}
