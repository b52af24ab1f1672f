//! How fast fleets are read and simulated, and how that compares with the decision alone.
//!
//! `cargo bench -p analysis --bench fleet` prints the figures: devices in a second. `fleet` is on one thread, with the example
//! policy; every device says where it comes from and which firmware it has. `whole` is a simulation and a comparison with an
//! edited policy on all cores, of fleets of different sizes, and `policies` that of one fleet on one thread, by policies of different sizes.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark may panic")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::thread;

use analysis::difference::{self, Comparison, Settings, Source};
use analysis::fleet::{Defaults, Layout, Member};
use analysis::simulation::{self, Simulator};
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
    group.bench_function("csv, placed", |b| {
        let mut placer = policy.placer();
        b.iter(|| each(csv, &layout, &defaults, |member| _ = black_box(placer.place(&member.request))));
    });
    let simulator = Simulator::new(&policy, Vec::new());
    group.bench_function("csv, simulated", |b| {
        let mut part = simulator.part();
        b.iter(|| each(csv, &layout, &defaults, |member| part.add(member)));
    });
    let mut requests = Vec::new();
    each(csv, &layout, &defaults, |member| requests.push(member.request.clone()));
    group.bench_function("the decision alone", |b| {
        b.iter(|| requests.iter().for_each(|request| drop(black_box(policy.decide(request)))));
    });
    group.finish();
}

/// So many devices in CSV.
fn csv(devices: u32) -> String {
    let mut csv = String::from("registrationId,enrollmentGroupId,payload/country,payload/firmware\n");
    for device in 0..devices {
        let country = COUNTRIES[usize::try_from(device).unwrap() % COUNTRIES.len()];
        let group = if matches!(country, "US" | "JP") { "contoso-us" } else { "contoso-eu" };
        writeln!(csv, "press-{device:08},{group},{country},12.0").unwrap();
    }
    csv
}

/// Looks at a fleet on all cores, a piece for each at a time.
fn on_all_cores<P: Send>(
    (text, layout): (&str, &Layout),
    defaults: &Defaults,
    new: impl Fn() -> P + Sync,
    add: impl Fn(&mut P, &Member) + Sync,
    merge: impl Fn(&mut P, P),
) -> P {
    let (mut pieces, mut rest) = (Vec::new(), &text.as_bytes()[layout.header()..]);
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(layout.complete(&rest[..rest.len().min(256 * 1024)]));
        pieces.push(piece);
        rest = behind;
    }
    let threads = thread::available_parallelism().unwrap().get();
    let (pieces, new, add) = (&pieces, &new, &add);
    let work = |at: usize| {
        let (mut part, mut reader) = (new(), layout.reader(defaults));
        for piece in pieces.iter().skip(at).step_by(threads) {
            reader.read(piece, 1, |member| add(&mut part, member.unwrap()));
        }
        part
    };
    thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|at| scope.spawn(move || work(at))).collect();
        let mut whole = new();
        parts.into_iter().for_each(|part| merge(&mut whole, part.join().unwrap()));
        whole
    })
}

fn simulate(fleet: (&str, &Layout), policy: &Policy) -> u64 {
    let simulator = Simulator::new(policy, Vec::new());
    let new = || simulator.part();
    on_all_cores(fleet, &defaults(policy), new, |part, member| part.add(member), simulation::Part::merge)
        .into_counts()
        .devices
}

/// Compares the policy with one whose canary is raised from 5 to 25 %.
fn compare(fleet: (&str, &Layout)) -> u64 {
    let text = include_str!("../../policies/contoso.toml");
    let edited = text.replace("name = \"release-4.2\", percent = 5 }", "name = \"release-4.2\", percent = 25 }");
    let (old, new) = (policy(), Policy::parse(&edited).unwrap().policy);
    let source = |policy, text| Source { policy, text };
    let comparison = Comparison::new(source(&old, text), source(&new, &edited), Settings::default());
    let defaults = Defaults { linked_hubs: comparison.linked().clone(), ..Defaults::default() };
    let add = |part: &mut difference::Part<'_>, member: &Member| {
        part.add(member);
    };
    let counts = on_all_cores(fleet, &defaults, || comparison.part(), add, difference::Part::merge).into_counts();
    assert!(counts.moved() > 0);
    counts.devices
}

fn whole(c: &mut Criterion) {
    let policy = policy();
    let mut group = c.benchmark_group("whole");
    group.sample_size(10);
    for devices in [100_000, 1_000_000, 10_000_000] {
        let text = csv(devices);
        let layout = Layout::detect("", text.as_bytes(), None).unwrap();
        group.throughput(Throughput::Elements(devices.into()));
        group.bench_function(format!("{devices} devices"), |b| {
            b.iter(|| assert_eq!(simulate((&text, &layout), &policy), u64::from(devices)));
        });
        group.bench_function(format!("{devices} devices, compared"), |b| {
            b.iter(|| assert_eq!(compare((&text, &layout)), u64::from(devices)));
        });
    }
    group.finish();
}

/// A policy with so many rules, of which the last gives, and so many stamps, of which so many serve a device.
fn sized(rules: usize, stamps: usize, candidates: usize) -> Policy {
    let mut text = String::from("language = 1\nhash = 1\npolicy = \"sized\"\nseed = \"sized\"\n");
    text.push_str("[[attribute]]\nname = \"kind\"\nvalues = [\"this\", \"that\"]\n");
    for rule in 1..rules {
        let when = match rule % 3 {
            0 => format!("{{ enrollment-group = \"group-{rule}\" }}"),
            1 => format!("{{ registration-id = {{ prefix = \"dryer-{rule}-\" }} }}"),
            _ => format!("{{ payload = {{ \"/country\" = \"X{rule}\" }} }}"),
        };
        writeln!(text, "[[attribute.rule]]\nname = \"{rule}\"\nwhen = {when}\nvalue = \"that\"").unwrap();
    }
    text.push_str("[[attribute.rule]]\nname = \"everyone else\"\nvalue = \"this\"\n");
    for stamp in 0..stamps {
        let kind = if stamp < candidates { "this" } else { "that" };
        writeln!(text, "[[stamp]]\nname = \"s-{stamp}\"\nhub = \"sized-{stamp}.azure-devices.net\"\ncapacity = 1_000_000\nserves = {{ kind = \"{kind}\" }}").unwrap();
    }
    Policy::parse(&text).unwrap().policy
}

fn policies(c: &mut Criterion) {
    let text = csv(DEVICES);
    let layout = Layout::detect("", text.as_bytes(), None).unwrap();
    let mut group = c.benchmark_group("policies");
    group.throughput(Throughput::Elements(DEVICES.into()));
    for (rules, stamps, candidates) in [(5, 5, 5), (100, 5, 5), (5, 50, 8), (5, 50, 50)] {
        let policy = sized(rules, stamps, candidates);
        let (defaults, simulator) = (defaults(&policy), Simulator::new(&policy, Vec::new()));
        group.bench_function(format!("{rules} rules, {stamps} stamps, {candidates} candidates"), |b| {
            let mut part = simulator.part();
            b.iter(|| each(&text, &layout, &defaults, |member| part.add(member)));
        });
    }
    group.finish();
}

criterion_group!(benches, fleet, whole, policies);
criterion_main!(benches);
