//! Whether the devices of a sketch have what it says.

use std::collections::BTreeMap;

use analysis::fleet::sketch::{Sketch, SketchField};
use analysis::fleet::{Member, Summary};
use dps::EnrollmentKind;

use crate::{each, field, policy, sketch};

/// Asserts that so many of all is a share, give or take six standard deviations and a device or two.
fn is_about(count: u64, all: u64, share: u64, whole: u64, what: &str) {
    let off = u128::from((count * whole).abs_diff(all * share));
    let variance = u128::from(all * share * (whole - share) + whole * whole);
    assert!(off * off <= 36 * variance, "{what}: {count} of {all} for {share} of {whole}");
}

fn whole(field: &SketchField) -> u64 {
    field.values.iter().map(|value| u64::from(value.share)).sum()
}

/// The devices by what they have in each column of a fleet.
fn summary(devices: &[Member]) -> BTreeMap<String, BTreeMap<String, u64>> {
    let mut summary = Summary::default();
    devices.iter().for_each(|device| summary.add(device, false));
    let counts = |values: &analysis::fleet::Values| {
        values.frequent().unwrap_or_default().into_iter().map(|(value, count)| (value.to_owned(), count)).collect()
    };
    summary.fields().into_iter().map(|(name, values)| (name.to_owned(), counts(values))).collect()
}

fn devices(sketch: &Sketch, policy: &placement::Policy) -> Vec<Member> {
    let mut devices = Vec::new();
    each(sketch, policy, |member| devices.push(member.clone()));
    devices
}

/// The sketch of a policy with its sliders moved.
fn moved(policy: &placement::Policy, round: u32) -> Sketch {
    let mut sketch = Sketch::of(policy);
    sketch.devices = 10_000;
    sketch.seed = format!("round {round}");
    for (number, value) in (0..).zip(sketch.fields.iter_mut().flat_map(|field| &mut field.values)) {
        value.share = if round == 0 { value.share } else { number * 37 * round % 200 };
    }
    sketch
}

#[test]
fn each_field_has_about_its_shares() {
    let policy = policy("contoso");
    for round in 0..4 {
        let sketch = moved(&policy, round);
        let devices = devices(&sketch, &policy);
        let all = summary(&devices);
        let grouped = devices.iter().filter(|device| device.request.enrollment.kind != EnrollmentKind::Individual);
        let grouped = grouped.count() as u64;
        for field in sketch.fields.iter().filter(|field| whole(field) > 0 && field.field != "registrationId") {
            let among = if field.field == "enrollmentGroupId" { grouped } else { sketch.devices };
            let counts = all.get(field.field.trim_end_matches(":json"));
            for value in field.values.iter().filter(|value| !["", "false"].contains(&value.value.as_str())) {
                let count = counts.and_then(|counts| counts.get(&value.value)).copied().unwrap_or_default();
                is_about(count, among, value.share.into(), whole(field), &format!("{} {}", field.field, value.value));
            }
        }
    }
}

#[test]
fn registration_ids_have_about_their_shares() {
    let policy = policy("contoso");
    for round in 0..4 {
        let sketch = moved(&policy, round);
        let ids = sketch.fields.iter().find(|field| field.field == "registrationId").unwrap();
        let devices = devices(&sketch, &policy);
        for value in &ids.values {
            let pattern = if value.value.is_empty() { "device-{n:06}" } else { value.value.as_str() };
            let is = |device: &&Member| {
                device.request.registration_id.as_str() == pattern.replace("{n:06}", &format!("{:06}", device.line))
            };
            let count = devices.iter().filter(is).count() as u64;
            is_about(count, sketch.devices, value.share.into(), whole(ids), pattern);
        }
    }
}

#[test]
fn fields_are_independent_whether_by_shares_or_by_groups() {
    let halves = |name| field(name, &[("true", 1), ("", 1)]);
    let names = ["iotEdge", "payload/a:json", "payload/b", "neverReprovision"];
    let devices = devices(&sketch(names.map(halves).into()), &policy("one-hub"));
    let has = |device: &Member| {
        let at = |key| device.request.payload.as_ref().is_some_and(|payload| payload.contains_key(key));
        let enrollment = &device.request.enrollment;
        [enrollment.iot_edge == Some(true), at("a"), at("b"), enrollment.update_hub_assignment == Some(false)]
    };
    for (one, other) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
        let both = devices.iter().map(has).filter(|has| has[one] && has[other]).count() as u64;
        is_about(both, 20_000, 1, 4, &format!("{} and {}", names[one], names[other]));
    }
}

#[test]
fn values_come_through_as_they_are() {
    let texts = ["a \"b\" \\ c", "line\nline\r\n\t", "\u{7f}\u{1}", "ünï 😀", "a.b = {", "'"];
    let shares: Vec<(&str, u32)> = texts.iter().map(|text| (*text, 1)).collect();
    let json: Vec<String> = texts.iter().map(|text| serde_json::to_string(text).unwrap()).collect();
    let in_json: Vec<(&str, u32)> = json.iter().map(|text| (text.as_str(), 1)).chain([("-7", 1)]).collect();
    let fields = vec![field("payload/a b/é", &shares), field("twin/tags/'x'~1:json", &in_json)];
    let all = summary(&devices(&sketch(fields), &policy("one-hub")));
    let values = |name: &str| all[name].keys().cloned().collect::<Vec<_>>();
    let sorted = |more: &[&str]| {
        let mut sorted: Vec<String> = texts.iter().chain(more).map(|text| (*text).to_owned()).collect();
        sorted.sort();
        sorted
    };
    assert_eq!((values("payload/a b/é"), values("twin/tags/'x'~1")), (sorted(&[]), sorted(&["-7"])));
}

#[test]
fn devices_are_on_hubs_by_the_capacities_of_stamps() {
    let policy = policy("contoso");
    let sketch = Sketch { on_hubs: 40, ..sketch(vec![]) };
    let all = summary(&devices(&sketch, &policy));
    let capacity: u64 = policy.stamps().iter().map(|stamp| u64::from(stamp.capacity)).sum();
    for stamp in policy.stamps() {
        let count = all["currentIotHubHostName"].get(stamp.hub.as_str()).copied().unwrap_or_default();
        is_about(count, 20_000, 40 * u64::from(stamp.capacity), 100 * capacity, stamp.name.as_str());
    }
    let everybody = summary(&devices(&Sketch { on_hubs: 100, ..sketch }, &policy));
    assert_eq!(everybody["currentIotHubHostName"].values().sum::<u64>(), 20_000);
}
