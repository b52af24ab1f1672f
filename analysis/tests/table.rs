//! The table of a policy says what the policy decides: of the corpus' policies and requests.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, its helpers too")]

mod lines;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use analysis::table::{Case, NewDevice, Table, Value, Way};
use dps::AllocationRequest;
use placement::{By, Policy, Trace, TracedOutcome};

/// Every so many policies of the corpus are looked at.
const EVERY: usize = 15;

/// A request of a new device, all hubs linked.
fn of_new(policy: &Policy, body: &serde_json::Value) -> Option<AllocationRequest> {
    let mut request = AllocationRequest::parse(body.to_string().as_bytes()).ok()?;
    request.linked_hubs = policy.stamps().iter().map(|stamp| String::from(stamp.hub.as_str())).collect();
    request.current_hub = None;
    Some(request)
}

/// Whether a case is the one of a decision about a new device.
fn is_of(case: &Case, table: &Table, trace: &Trace<'_>) -> bool {
    let Some(round) = trace.rounds.first() else { return false };
    if let Some(pin) = round.pin {
        return case.pin.as_deref() == Some(pin) && case.new == NewDevice::Pinned(round.found.unwrap().into());
    }
    let value = |name: &String| {
        let described = round.attributes.iter().find(|described| described.attribute == name);
        described.unwrap().value.map_or(Value::None, |value| Value::Is(value.into()))
    };
    let described: Vec<Vec<Value>> = table.attributes.iter().map(|name| vec![value(name)]).collect();
    let stamps = |tiers: Vec<Vec<&str>>| -> Vec<BTreeSet<String>> {
        tiers.into_iter().map(|tier| tier.into_iter().map(String::from).collect()).collect()
    };
    let tiers = stamps(round.tiers.iter().map(|tier| tier.stamps.clone()).collect());
    let of_case = case.tiers.iter().map(|tier| tier.stamps.iter().map(|place| place.stamp.as_str()).collect());
    case.pin.is_none() && case.values == described && stamps(of_case.collect()) == tiers && new_is(case, trace)
}

fn new_is(case: &Case, trace: &Trace<'_>) -> bool {
    let round = &trace.rounds[0];
    match (&case.new, &trace.outcome) {
        (NewDevice::Placed(candidates), _) if round.by == Some(By::Place) => {
            let named: BTreeSet<&str> = candidates.iter().map(|candidate| candidate.stamp.as_str()).collect();
            named == round.candidates.iter().map(|candidate| candidate.stamp).collect()
        }
        (NewDevice::Refused(why), TracedOutcome::Refused { code, .. }) => why == code,
        _ => false,
    }
}

#[test]
fn every_new_device_is_of_a_case() {
    let (mut asked, mut cases) = (0, 0);
    for line in lines::every(EVERY) {
        let policy = Policy::parse(&line.policy).unwrap().policy;
        let table = Table::of(&policy).unwrap();
        cases += table.cases.len();
        for request in line.cases.iter().filter_map(|case| of_new(&policy, &case.request)) {
            let trace = policy.explain(&request);
            let of_it = table.cases.iter().filter(|case| is_of(case, &table, &trace)).count();
            assert!(of_it >= 1, "{}\n{request:?}\n{table:#?}", line.policy);
            moves_are_told(&table, &trace);
            asked += 1;
        }
    }
    assert!(asked > 200 && cases > 400, "{asked} {cases}");
}

/// Every move that a device takes is one of its cases' moves.
fn moves_are_told(table: &Table, trace: &Trace<'_>) {
    for round in &trace.rounds {
        let Some(taken) = &round.by_move else { continue };
        let told = table.cases.iter().flat_map(|case| &case.moves);
        let mut told = told.filter(|moved| moved.name == taken.name && moved.to.iter().any(|to| to == taken.to));
        assert!(told.next().is_some(), "{taken:?} {table:#?}");
    }
}

#[test]
fn the_example_of_a_case_is_of_it() {
    let mut seen = 0;
    for line in lines::every(EVERY) {
        let policy = Policy::parse(&line.policy).unwrap().policy;
        let table = Table::of(&policy).unwrap();
        for case in &table.cases {
            let Some(request) = case.example.as_ref().and_then(|example| of_new(&policy, example)) else { continue };
            if case.new == NewDevice::None {
                continue;
            }
            let trace = policy.explain(&request);
            assert!(is_of(case, &table, &trace), "{}\n{case:#?}\n{request:?}", line.policy);
            seen += 1;
        }
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn cohorts_decide_shares() {
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/contoso.toml")).unwrap();
    let policy = Policy::parse(&source).unwrap().policy;
    let table = Table::of(&policy).unwrap();
    let share = |values: [&str; 3]| {
        let values: Vec<Vec<Value>> = values.iter().map(|value| vec![Value::Is((*value).into())]).collect();
        table.cases.iter().find(|case| case.values == values).unwrap().share.to_string()
    };
    assert_eq!(share(["eu", "production", "4.1"]), "95 % to 100 %");
    assert_eq!(share(["eu", "production", "4.2"]), "5 % to 100 %");
    assert_eq!(share(["us", "production", "4.1"]), "100 %");
    let moved = table.cases.iter().flat_map(|case| &case.moves).find(|moved| moved.name == "relieve eu-1").unwrap();
    assert_eq!((moved.from.as_str(), moved.share.to_string().as_str()), ("eu-1", "10 %"));
    assert_eq!(moved.to, ["eu-2", "eu-3"]);
}

#[test]
fn a_merged_table_loses_no_case() {
    for line in lines::every(EVERY) {
        let policy = Policy::parse(&line.policy).unwrap().policy;
        let table = Table::of(&policy).unwrap();
        let merged = Table::merged(&policy).unwrap();
        assert!(merged.cases.len() <= table.cases.len());
        for case in &table.cases {
            let covers = |other: &&Case| {
                let values = case.values.iter().zip(&other.values);
                other.new == case.new && values.clone().all(|(own, all)| own.iter().all(|value| all.contains(value)))
            };
            assert!(merged.cases.iter().any(|other| covers(&other)), "{case:#?}");
        }
    }
}

#[test]
fn a_stamp_is_told_every_way_by_which_it_gets_devices() {
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/contoso.toml")).unwrap();
    let policy = Policy::parse(&source).unwrap().policy;
    let table = Table::of(&policy).unwrap();
    let moved = |name: &str, from: &str| (String::from(name), String::from(from));
    let ways: Vec<_> = table.gets("eu-3").into_iter().map(|gets| gets.way).collect();
    let moves: Vec<_> = ways
        .iter()
        .filter_map(|way| match way {
            Way::Moved { name, from, .. } => Some(moved(name, from)),
            _ => None,
        })
        .collect();
    assert_eq!(moves, [moved("relieve eu-1", "eu-1"), moved("eu-3 gets its share", "eu-2")]);
    assert!(ways.contains(&Way::Stays) && ways.len() == 3, "{ways:?}");
    let ways: Vec<_> = table.gets("fabrikam").into_iter().map(|gets| gets.way).collect();
    assert!(ways.contains(&Way::Pinned { pin: "Fabrikam has a stamp of its own".into() }), "{ways:?}");
    let by_fallback = table.gets("us-9").into_iter().filter(|gets| gets.fallback.is_some());
    assert!(by_fallback.count() > 0);
}

#[test]
fn a_pin_holds_the_devices_of_a_closed_stamp() {
    let source = "language = 1\nhash = 1\npolicy = \"p\"\nseed = \"p\"\n\
        [[stamp]]\nname = \"old\"\nhub = \"old-hub.azure-devices.net\"\ncapacity = 1\nstate = \"closed\"\n\
        [[stamp]]\nname = \"home\"\nhub = \"home-hub.azure-devices.net\"\ncapacity = 1\n\
        [[pin]]\nname = \"benches\"\nwhen = { registration-id = { prefix = \"bench-\" } }\nstamp = \"old\"\n";
    let policy = Policy::parse(source).unwrap().policy;
    let table = Table::of(&policy).unwrap();
    let held = &table.cases[0];
    assert_eq!((held.pin.as_deref(), &held.new), (Some("benches"), &NewDevice::None));
    let mut request = of_new(&policy, held.example.as_ref().unwrap()).unwrap();
    request.current_hub = Some("old-hub.azure-devices.net".into());
    assert_eq!(policy.decide(&request).pin, Some("benches"));
    let ways: Vec<_> = table.gets("old").into_iter().map(|gets| gets.way).collect();
    assert_eq!(ways, [Way::Held { pin: "benches".into() }, Way::Stays]);
}
