//! Of the corpus' policies, held against what they decide about requests.

use std::collections::BTreeSet;

use analysis::check::{Code, Finding, Report, check};
use dps::AllocationRequest;
use placement::diagnostic::Sink;
use placement::node::{Node, Tree};
use placement::{Outcome, Policy, Refusal, Trace, TracedOutcome};

use crate::large;
use crate::lines::{self, Line};

/// Every so many policies of the corpus are looked at.
const EVERY: usize = 12;

/// The requests of a line, all hubs linked, of devices that are new and on each stamp.
fn requests(policy: &Policy, line: &Line) -> Vec<AllocationRequest> {
    let mut requests = Vec::new();
    for case in &line.cases {
        let Ok(mut request) = AllocationRequest::parse(case.request.to_string().as_bytes()) else { continue };
        request.linked_hubs = policy.stamps().iter().map(|stamp| String::from(stamp.hub.as_str())).collect();
        request.enrollment.update_hub_assignment = Some(true);
        request.current_hub = None;
        requests.push(request.clone());
        for stamp in policy.stamps() {
            request.current_hub = Some(String::from(stamp.hub.as_str()));
            requests.push(request.clone());
        }
    }
    requests
}

/// The entries that a report says are of no use, by the code.
fn entries(report: &Report, code: Code) -> BTreeSet<&str> {
    let of_code = report.findings.iter().filter(|finding| finding.diagnostic.code == code);
    of_code.map(|finding| finding.entry.as_str()).collect()
}

fn has(report: &Report, codes: &[Code]) -> bool {
    report.findings.iter().any(|finding| codes.contains(&finding.diagnostic.code))
}

#[test]
fn what_is_said_never_to_happen_does_not_happen() {
    let mut asked = 0;
    let mut proved = 0;
    for line in lines::every(EVERY) {
        let policy = Policy::parse(&line.policy).unwrap().policy;
        let report = check(&policy, &line.policy, 0);
        let guaranteed: BTreeSet<&str> = entries(&report, Code::Proved);
        proved += guaranteed.len();
        let free = policy.without_guarantees();
        for request in requests(&policy, &line) {
            let trace = policy.explain(&request);
            if trace.rounds.is_empty() {
                continue;
            }
            asked += 1;
            let context = || format!("{}\n{request:?}\n{report:#?}", line.policy);
            entries_are_of_use(&report, &line.policy, &trace, &context);
            refusals_were_told(&report, &policy, &request, &context);
            let circle = has(&report, &[Code::Circle, Code::CircleNotExcluded]);
            assert!(trace.circle.is_none() || circle, "a circle that was not told of: {}", context());
            if policy.guarantees().iter().all(|guarantee| guaranteed.contains(&*guarantee.name)) {
                let (with, without) = (policy.decide(&request), free.decide(&request));
                // Of what is refused either way, the reason may be another.
                assert_eq!(with.stamp(), without.stamp(), "guarantees act, who never should: {}", context());
            }
        }
    }
    assert!(asked > 1_000 && proved > 100, "{asked} {proved}");
}

/// The rules that a report says never decide, by attribute: rules of different attributes may have one name.
fn dead_rules(report: &Report, source: &str) -> Vec<(String, String)> {
    let tree = Tree::parse(source, &mut Sink::default()).unwrap();
    let dead = |rule: &Node<'_>| {
        let at = rule.get("name").unwrap().span();
        let of_code = |finding: &&Finding| finding.diagnostic.code == Code::RuleNeverDecides;
        report.findings.iter().filter(of_code).any(|finding| finding.diagnostic.span == at)
    };
    let attributes = tree.root().entries("attribute");
    let rules = attributes.flat_map(|attribute| {
        let dead = attribute.entries("rule").filter(dead);
        dead.map(move |rule| (attribute.text_of("name").unwrap().into(), rule.text_of("name").unwrap().into()))
    });
    rules.collect()
}

fn entries_are_of_use(report: &Report, source: &str, trace: &Trace<'_>, context: &dyn Fn() -> String) {
    let (rules, pins) = (dead_rules(report, source), entries(report, Code::PinNeverApplies));
    let (moves, fallbacks) = (entries(report, Code::MoveNeverApplies), entries(report, Code::FallbackNeverApplies));
    let stamps = entries(report, Code::StampWithoutDevices);
    for round in &trace.rounds {
        for described in &round.attributes {
            let by = described.rule.map(|rule| (described.attribute.into(), rule.into()));
            assert!(by.is_none_or(|by| !rules.contains(&by)), "a dead rule decides: {}", context());
        }
        // A pin of a closed stamp holds those that it has, and is said to bring nobody.
        if round.found != round.here {
            assert!(round.pin.is_none_or(|pin| !pins.contains(pin)), "a dead pin is taken: {}", context());
            assert!(round.found.is_none_or(|stamp| !stamps.contains(stamp)), "a stamp gets a device: {}", context());
        }
        let taken = round.by_move.as_ref().map(|taken| taken.name);
        assert!(taken.is_none_or(|name| !moves.contains(name)), "a dead move is taken: {}", context());
        let tier = round.tier.and_then(|tier| round.tiers.get(tier)).and_then(|tier| tier.fallback);
        assert!(tier.is_none_or(|fallback| !fallbacks.contains(fallback)), "a dead fallback helps: {}", context());
    }
}

fn refusals_were_told(report: &Report, policy: &Policy, request: &AllocationRequest, context: &dyn Fn() -> String) {
    if request.current_hub.is_some() {
        return;
    }
    let told = match policy.without_guarantees().decide(request).outcome {
        Outcome::Refused(Refusal::NoValue) => has(report, &[Code::NoValue, Code::PayloadMissing]),
        Outcome::Refused(Refusal::NotServed) => has(report, &[Code::NotServed, Code::CanaryNotServed]),
        Outcome::Refused(Refusal::NoneOpen) => has(report, &[Code::NoneOpen]),
        _ => true,
    };
    assert!(told, "a refusal that was not told of: {}", context());
}

#[test]
fn every_example_shows_what_it_is_there_for() {
    let mut seen = BTreeSet::new();
    for line in lines::every(EVERY) {
        let policy = Policy::parse(&line.policy).unwrap().policy;
        for finding in check(&policy, &line.policy, 1).findings {
            let Some(example) = &finding.example else { continue };
            let down: Vec<_> = policy
                .stamp_ids()
                .filter(|id| example.down.iter().any(|name| name == policy.stamp(*id).unwrap().name.as_str()))
                .collect();
            let policy = policy.with_down(&down);
            let request = AllocationRequest::parse(example.request.to_string().as_bytes()).unwrap();
            let trace = policy.explain(&request);
            let refusal = match policy.without_guarantees().explain(&request).outcome {
                TracedOutcome::Refused { code, .. } => Some(code),
                TracedOutcome::Answered { .. } => None,
            };
            let shown = match finding.diagnostic.code {
                Code::Circle => trace.circle.is_some(),
                Code::NoValue | Code::PayloadMissing => refusal == Some(Refusal::NoValue),
                Code::NotServed | Code::CanaryNotServed => refusal == Some(Refusal::NotServed),
                Code::NoneOpen => refusal == Some(Refusal::NoneOpen),
                Code::GuaranteeActs => {
                    policy.decide(&request).stamp() != policy.without_guarantees().decide(&request).stamp()
                }
                code => panic!("{code} has an example"),
            };
            assert!(shown, "{finding:?} of {}", line.policy);
            seen.insert(finding.diagnostic.code);
        }
    }
    assert_eq!(seen.len(), 7, "{seen:?}");
}

/// A policy whose patterns make too many classes of IDs and groups together, so that each is taken for itself.
fn of_many_patterns() -> String {
    let letters = ["a", "b", "c", "d"];
    let mut policy = String::from(
        "language = 1\nhash = 1\npolicy = \"many\"\nseed = \"many\"\n[[attribute]]\nname = \"geo\"\nvalues = [\"eu\", \"us\", \"ap\"]\n",
    );
    for (one, other) in letters.iter().flat_map(|one| letters.iter().map(move |other| (one, other))) {
        let when = |of: &str| {
            format!("when = {{ {of} = {{ contains = \"{one}7{other}{one}\", glob = \"*{other}?{one}*\" }} }}")
        };
        let value = if one < other { "us" } else { "eu" };
        policy += &format!(
            "[[attribute.rule]]\nname = \"id {one}{other}\"\n{}\nvalue = \"{value}\"\n",
            when("registration-id")
        );
        policy += &format!(
            "[[attribute.rule]]\nname = \"group {one}{other}\"\n{}\nvalue = \"{value}\"\n",
            when("enrollment-group")
        );
    }
    policy += "[[attribute.rule]]\nname = \"else\"\nvalue = \"eu\"\n";
    for geo in ["eu", "us"] {
        policy += &format!(
            "[[stamp]]\nname = \"{geo}\"\nhub = \"hub-{geo}.azure-devices.net\"\ncapacity = 1\nserves = {{ geo = \"{geo}\" }}\n"
        );
    }
    policy += "[[guarantee]]\nname = \"acts\"\nwhen = { enrollment-group = { suffix = \"-eu\" } }\nnever = \"us\"\n";
    policy
        + "[[guarantee]]\nname = \"never acts\"\nwhen = { registration-id = { prefix = \"z\" } }\nonly = [\"eu\", \"us\"]\n"
}

#[test]
fn patterns_that_are_too_many_together_are_taken_one_by_one() {
    let source = of_many_patterns();
    let policy = Policy::parse(&source).unwrap().policy;
    let report = check(&policy, &source, 0);
    assert!(!has(&report, &[Code::TooLarge, Code::GuaranteeNotProved]), "{report:#?}");
    assert_eq!(entries(&report, Code::GuaranteeActs), BTreeSet::from(["acts"]));
    assert!(entries(&report, Code::Proved).contains("never acts"));
    assert_eq!(entries(&report, Code::ValueNeverGiven), BTreeSet::from(["geo"]));
    assert!(entries(&report, Code::RuleNeverDecides).is_empty());
    let acts = report.findings.iter().find(|finding| finding.diagnostic.code == Code::GuaranteeActs).unwrap();
    let body = acts.example.as_ref().unwrap().request.to_string();
    let request = AllocationRequest::parse(body.as_bytes()).unwrap();
    assert_ne!(policy.decide(&request).stamp(), policy.without_guarantees().decide(&request).stamp());
}

#[test]
fn a_large_policy_is_proved_whole() {
    let source = large::policy();
    let policy = Policy::parse(&source).unwrap().policy;
    assert_eq!((policy.attributes().len(), policy.stamps().len()), (20, 50));
    assert_eq!(policy.attributes().iter().map(|attribute| attribute.rules.len()).sum::<usize>(), 100);
    let report = check(&policy, &source, 1);
    assert!(!has(&report, &[Code::TooLarge, Code::GuaranteeNotProved]), "{report:#?}");
}
