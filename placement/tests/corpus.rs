//! The corpus of the oracle (`oracle/`): the decision and the hashing once more, written from the documents alone.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use std::fs;
use std::path::Path;

use dps::{AllocationRequest, RegistrationId};
use placement::hash::{Domain, HashKey};
use placement::logarithm;
use placement::rendezvous::{Contender, Weight};
use placement::{Name, Policy};
use serde::Deserialize;
use serde_json::Value;
use siphasher::sip::SipHasher24;

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../oracle/corpus").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn lines<T: for<'de> Deserialize<'de>>(file: &str) -> Vec<T> {
    let lines: Vec<T> = read(file).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!lines.is_empty(), "{file} is empty");
    lines
}

fn number(hex: &str) -> u64 {
    u64::from_str_radix(hex.trim_start_matches("0x"), 16).unwrap()
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[derive(Deserialize)]
struct Hashing {
    siphash: Vec<SipHash>,
    keys: Vec<Key>,
    logarithm: Vec<Logarithm>,
    table: Vec<u64>,
}

#[derive(Deserialize)]
struct SipHash {
    key: String,
    message: String,
    hash: String,
}

#[derive(Deserialize)]
struct Key {
    seed: String,
    key: String,
}

#[derive(Deserialize)]
struct Logarithm {
    u: String,
    cost: u64,
}

#[test]
fn siphash_gives_its_published_vectors() {
    let hashing: Hashing = serde_json::from_str(&read("hashing.json")).unwrap();
    assert!(hashing.siphash.len() >= 64);
    for vector in hashing.siphash {
        let key: [u8; 16] = bytes(&vector.key).try_into().unwrap();
        let hash = SipHasher24::new_with_key(&key).hash(&bytes(&vector.message));
        assert_eq!(hash, number(&vector.hash), "{}", vector.message);
    }
}

#[test]
fn seeds_make_the_keys_of_the_oracle() {
    let hashing: Hashing = serde_json::from_str(&read("hashing.json")).unwrap();
    for vector in hashing.keys {
        assert_eq!(HashKey::from_seed(&vector.seed).bytes().to_vec(), bytes(&vector.key), "{}", vector.seed);
    }
}

#[test]
fn the_logarithm_is_the_one_of_the_oracle() {
    let hashing: Hashing = serde_json::from_str(&read("hashing.json")).unwrap();
    assert_eq!(logarithm::TABLE.as_slice(), hashing.table);
    for vector in hashing.logarithm {
        assert_eq!(logarithm::cost(number(&vector.u)), vector.cost, "{}", vector.u);
    }
}

#[derive(Deserialize)]
struct Position {
    seed: String,
    cohort: String,
    id: String,
    position: u32,
}

#[test]
fn devices_stand_where_the_oracle_sees_them_on_the_scale_of_a_cohort() {
    for case in lines::<Position>("cohorts.ndjson") {
        let key = HashKey::from_seed(&case.seed);
        let device = key.device(&RegistrationId::parse(&case.id).unwrap());
        assert_eq!(
            device.position(key.hash(Domain::Cohort, &case.cohort)),
            case.position,
            "{} {}",
            case.cohort,
            case.id
        );
    }
}

/// A policy that puts the devices of a slice on the stamp `in`, and all others on `out`.
fn slice(seed: &str, cohort: &str, percent: &str) -> Policy {
    let text = format!(
        r#"
        language = 1
        hash = 1
        policy = "slice"
        seed = {seed:?}
        attribute = [{{ name = "slice", values = ["in", "out"], rule = [
            {{ name = "in", when = {{ cohort = {{ name = "{cohort}", percent = {percent} }} }}, value = "in" }},
            {{ name = "out", value = "out" }},
        ] }}]
        stamp = [
            {{ name = "in", hub = "aaa.azure-devices.net", capacity = 1, serves = {{ slice = "in" }} }},
            {{ name = "out", hub = "bbb.azure-devices.net", capacity = 1, serves = {{ slice = "out" }} }},
        ]
        "#
    );
    Policy::parse(&text).unwrap().policy
}

#[test]
fn devices_at_the_edges_of_a_cohort_are_in_from_its_start_and_out_from_its_end() {
    const SLICES: [(&str, std::ops::Range<u32>); 7] = [
        ("0", 0..0),
        ("1", 0..1_000),
        ("5.0", 0..5_000),
        ("[5, 50]", 5_000..50_000),
        ("[0.999, 1]", 999..1_000),
        ("[50, 100]", 50_000..100_000),
        ("100", 0..100_000),
    ];
    for case in lines::<Position>("cohorts.ndjson") {
        let body = serde_json::json!({
            "enrollmentGroup": {},
            "deviceRuntimeContext": { "registrationId": case.id },
            "linkedHubs": ["aaa.azure-devices.net", "bbb.azure-devices.net"],
        });
        let request = AllocationRequest::parse(body.to_string().as_bytes()).unwrap();
        for (percent, positions) in SLICES {
            let policy = slice(&case.seed, &case.cohort, percent);
            let stamp = if positions.contains(&case.position) { "in" } else { "out" };
            assert_eq!(policy.decide(&request).stamp(), Some(stamp), "{} at {} of {percent}", case.id, case.position);
        }
    }
}

#[derive(Deserialize)]
struct Placement {
    seed: String,
    stamps: Vec<Weighed>,
    id: String,
    costs: Vec<u64>,
    stamp: String,
}

#[derive(Deserialize)]
struct Weighed {
    name: String,
    weight: u32,
}

#[test]
fn stamps_cost_and_win_as_the_oracle_says() {
    for case in lines::<Placement>("placements.ndjson") {
        let key = HashKey::from_seed(&case.seed);
        let device = key.device(&RegistrationId::parse(&case.id).unwrap());
        let names: Vec<Name> = case.stamps.iter().map(|stamp| Name::parse(&stamp.name).unwrap()).collect();
        let contenders: Vec<Contender<'_>> = names
            .iter()
            .zip(&case.stamps)
            .map(|(name, stamp)| {
                Contender::new(device, name, key.hash(Domain::Stamp, name.as_str()), Weight::new(stamp.weight).unwrap())
            })
            .collect();
        assert_eq!(contenders.iter().map(|contender| contender.cost).collect::<Vec<_>>(), case.costs, "{}", case.id);
        let winner = contenders.iter().min_by(|a, b| a.order(b)).unwrap();
        assert_eq!(winner.name.as_str(), case.stamp, "{}", case.id);
    }
}

#[derive(Deserialize)]
struct Decided {
    policy: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    request: Value,
    trace: Value,
}

#[test]
fn every_step_of_every_decision_is_the_oracles() {
    for (number, line) in lines::<Decided>("decisions.ndjson").into_iter().enumerate() {
        let checked = Policy::parse(&line.policy);
        let policy = checked.unwrap_or_else(|errors| panic!("policy {number}: {errors:#?}\n{}", line.policy)).policy;
        for case in line.cases {
            let request = AllocationRequest::parse(case.request.to_string().as_bytes()).unwrap();
            let trace = serde_json::to_value(policy.explain(&request)).unwrap();
            let context = || format!("policy {number}:\n{}\nrequest: {:#}", line.policy, case.request);
            assert!(trace == case.trace, "{}\nhere: {trace:#}\noracle: {:#}", context(), case.trace);
        }
    }
}
