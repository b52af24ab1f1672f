//! How fast fleets are read, in each format, and how that compares with the decision alone.
//!
//! `cargo bench -p analysis --bench fleet` prints the figures: devices in a second, on one thread. The policy is the example
//! policy, and every device says where it comes from and which firmware it has.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark may panic")]

use std::fmt::Write as _;
use std::hint::black_box;

use analysis::fleet::{Defaults, Layout, Member};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use placement::Policy;

const DEVICES: u32 = 10_000;
const COUNTRIES: [&str; 5] = ["DE", "FR", "US", "JP", "AT"];

fn policy() -> Policy {
    Policy::parse(include_str!("../../policies/contoso.toml")).unwrap().policy
}

fn defaults(policy: &Policy) -> Defaults {
    let linked_hubs = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
    Defaults { linked_hubs, ..Defaults::default() }
}

/// The same devices in each format.
fn fleets() -> Vec<(&'static str, String)> {
    let mut ids = String::new();
    let mut csv = String::from("registrationId,enrollmentGroupId,payload/country,payload/firmware\n");
    let mut fields = String::new();
    let mut bodies = String::new();
    let mut twins = String::from("[");
    let hubs: Vec<String> = policy().stamps().iter().map(|stamp| format!("\"{}\"", stamp.hub)).collect();
    let hubs = hubs.join(",");
    for device in 0..DEVICES {
        let id = format!("press-{device:07}");
        let country = COUNTRIES[usize::try_from(device).unwrap() % COUNTRIES.len()];
        writeln!(ids, "{id}").unwrap();
        writeln!(csv, "{id},contoso-eu,{country},12.0").unwrap();
        let payload = format!(r#"{{"country":"{country}","firmware":"12.0"}}"#);
        writeln!(fields, r#"{{"registrationId":"{id}","enrollmentGroupId":"contoso-eu","payload":{payload}}}"#)
            .unwrap();
        let group = r#"{"enrollmentGroupId":"contoso-eu","attestation":{"type":"symmetricKey"}}"#;
        let context = format!(r#"{{"registrationId":"{id}","symmetricKey":{{}},"payload":{payload}}}"#);
        let body = format!(r#"{{"enrollmentGroup":{group},"deviceRuntimeContext":{context},"linkedHubs":[{hubs}]}}"#);
        writeln!(bodies, "{body}").unwrap();
        let twin = format!(
            r#"{{"deviceId":"{id}","etag":"AAAAAAAAAAE=","status":"enabled","version":2,"authenticationType":"sas","tags":{{"geo":"eu"}},"properties":{{"desired":{{"$version":1}}}},"capabilities":{{"iotEdge":false}}}}"#
        );
        writeln!(twins, "{twin},").unwrap();
    }
    twins.push(']');
    [("ids", ids), ("csv", csv), ("ndjson, fields", fields), ("ndjson, bodies", bodies), ("json, twins", twins)].into()
}

fn each(text: &str, layout: &Layout, defaults: &Defaults, mut show: impl FnMut(&Member)) -> u32 {
    let mut read = 0;
    layout.reader(defaults).read(&text.as_bytes()[layout.header()..], 1, |member| {
        show(member.unwrap());
        read += 1;
    });
    read
}

fn fleet(c: &mut Criterion) {
    let policy = policy();
    let defaults = defaults(&policy);
    let fleets = fleets();
    let mut group = c.benchmark_group("fleet");
    group.throughput(Throughput::Elements(DEVICES.into()));
    for (name, text) in &fleets {
        let layout = Layout::detect("", text.as_bytes(), None).unwrap();
        group.bench_function(*name, |b| {
            b.iter(|| assert_eq!(each(text, &layout, &defaults, |member| _ = black_box(member)), DEVICES))
        });
    }
    let (_, csv) = &fleets[1];
    let layout = Layout::detect("", csv.as_bytes(), None).unwrap();
    group.bench_function("csv, decided", |b| {
        b.iter(|| each(csv, &layout, &defaults, |member| _ = black_box(policy.decide(&member.request))));
    });
    let mut requests = Vec::new();
    each(csv, &layout, &defaults, |member| requests.push(member.request.clone()));
    group.bench_function("the decision alone", |b| {
        b.iter(|| requests.iter().for_each(|request| drop(black_box(policy.decide(request)))));
    });
    group.finish();
}

criterion_group!(benches, fleet);
criterion_main!(benches);
