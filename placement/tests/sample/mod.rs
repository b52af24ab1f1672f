//! Random policies and fleets.

use std::fs;
use std::sync::OnceLock;

use dps::{AllocationRequest, RegistrationId};
use placement::{Decision, Outcome, Policy};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use toml::Table;

/// A policy and devices to try it on.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) policy: Table,
    pub(crate) fleet: Vec<AllocationRequest>,
}

impl Sample {
    /// Links a hub to every device of the fleet.
    pub(crate) fn link(&mut self, hub: &str) {
        for request in &mut self.fleet {
            request.linked_hubs = request.linked_hubs.iter().chain([hub]).map(str::to_owned).collect();
        }
    }
}

#[derive(Deserialize)]
struct Line {
    policy: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    request: Value,
}

fn corpus() -> &'static [Line] {
    static CORPUS: OnceLock<Vec<Line>> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../oracle/corpus/decisions.ndjson");
        fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    })
}

/// A policy of the corpus, and a fleet made of its requests with other IDs, current hubs and linked hubs.
pub(crate) fn sample() -> impl Strategy<Value = Sample> {
    let device = (any::<prop::sample::Index>(), "[a-z0-9-]{1,12}", any::<prop::sample::Index>(), 0_u8..4);
    (any::<prop::sample::Index>(), prop::collection::vec(device, 12)).prop_map(|(line, devices)| {
        let line = line.get(corpus());
        let policy: Table = line.policy.parse().unwrap();
        let hubs = hubs(&policy);
        let fleet = devices.into_iter().map(|(case, id, hub, kind)| {
            let body = case.get(&line.cases).request.to_string();
            let mut request = AllocationRequest::parse(body.as_bytes()).unwrap();
            request.registration_id = RegistrationId::parse(&id).unwrap();
            // A quarter is new, a quarter stands where the request says, the rest anywhere; half have every hub linked.
            match kind {
                0 => request.current_hub = None,
                1 => {}
                _ => request.current_hub = Some(hub.get(&hubs).clone()),
            }
            if kind % 2 == 0 {
                request.linked_hubs = hubs.iter().cloned().collect();
            }
            request
        });
        Sample { fleet: fleet.collect(), policy }
    })
}

/// Every hub of a policy, former ones included.
fn hubs(policy: &Table) -> Vec<String> {
    let mut hubs = Vec::new();
    for stamp in policy["stamp"].as_array().unwrap() {
        hubs.push(stamp["hub"].as_str().unwrap().to_owned());
        match stamp.get("former-hubs") {
            Some(toml::Value::Array(former)) => hubs.extend(former.iter().map(|hub| hub.as_str().unwrap().to_owned())),
            Some(former) => hubs.push(former.as_str().unwrap().to_owned()),
            None => {}
        }
    }
    hubs
}

/// A device of a group, and nothing else.
pub(crate) fn device(id: &str, current_hub: Option<&str>, linked_hubs: &[String]) -> AllocationRequest {
    let body = json!({
        "enrollmentGroup": { "enrollmentGroupId": "group" },
        "deviceRuntimeContext": { "registrationId": id, "currentIotHubHostName": current_hub, "symmetricKey": {} },
        "linkedHubs": linked_hubs,
    });
    AllocationRequest::parse(body.to_string().as_bytes()).unwrap()
}

/// The policy of a table; none if it is not valid.
pub(crate) fn parse(policy: &Table) -> Option<Policy> {
    Policy::parse(&policy.to_string()).ok().map(|checked| checked.policy)
}

/// The hub that a decision answers.
pub(crate) fn answered_hub<'d>(decision: &'d Decision<'_>) -> Option<&'d str> {
    match &decision.outcome {
        Outcome::Answered { answer, .. } => Some(&answer.hub),
        Outcome::Refused(_) => None,
    }
}
