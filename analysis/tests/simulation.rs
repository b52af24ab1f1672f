//! Simulations: what is counted of a fleet is what is decided about each of its devices.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod lines;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use analysis::fleet::Member;
use analysis::simulation::{Counts, From, Simulator, To, combinations};
use dps::AllocationRequest;
use placement::{How, Outcome, Policy, StampId};
use proptest::prelude::*;

/// The policies of the corpus, each with its devices, which stand for one to three.
fn corpus() -> Vec<(Policy, Vec<Member>)> {
    let lines = lines::every(1).into_iter().map(|line| {
        let requests = line.cases.iter().map(|case| case.request.to_string());
        let members = requests.zip(1..).map(|(body, line)| Member {
            request: AllocationRequest::parse(body.as_bytes()).unwrap(),
            weight: line % 3 + 1,
            line,
        });
        (Policy::parse(&line.policy).unwrap().policy, members.collect())
    });
    lines.collect()
}

fn simulate<'s>(simulator: &'s Simulator<'_>, members: &[Member], parts: usize) -> Counts<'s> {
    let mut all: Vec<_> = (0..parts).map(|_| simulator.part()).collect();
    for (member, at) in members.iter().zip((0..parts).cycle()) {
        all[at].add(member);
    }
    let mut whole = simulator.part();
    all.into_iter().rev().for_each(|part| whole.merge(part));
    whole.into_counts()
}

fn id(policy: &Policy, name: Option<&str>) -> Option<StampId> {
    policy.stamp_ids().find(|id| policy.stamp(*id).map(|stamp| stamp.name.as_str()) == name)
}

#[test]
fn what_is_counted_is_what_is_decided_about_each_device() {
    let mut devices = 0;
    for (policy, members) in corpus() {
        let simulator = Simulator::new(&policy, Vec::new());
        let counts = simulate(&simulator, &members, 1);
        let (mut how, mut refused) = (BTreeMap::<How, u64>::new(), BTreeMap::new());
        let (mut fallbacks, mut flows) = (BTreeMap::new(), BTreeMap::new());
        let (mut circles, mut change_hub) = (0, 0);
        for member in &members {
            let (decision, weight) = (policy.decide(&member.request), member.weight);
            let from = match (&member.request.current_hub, decision.current_stamp) {
                (None, _) => From::New,
                (Some(_), None) => From::OtherHub,
                (_, stamp) => From::Stamp(id(&policy, stamp).unwrap()),
            };
            let to = match &decision.outcome {
                Outcome::Refused(refusal) => {
                    *refused.entry(*refusal).or_default() += weight;
                    To::Refused
                }
                Outcome::Answered { how: what, stamp, answer } => {
                    *how.entry(*what).or_default() += weight;
                    let same =
                        member.request.current_hub.as_ref().is_some_and(|hub| hub.eq_ignore_ascii_case(&answer.hub));
                    if decision.current_stamp.is_some() && decision.current_stamp == *stamp && !same {
                        change_hub += weight;
                    }
                    id(&policy, *stamp).map_or(To::OtherHub, To::Stamp)
                }
            };
            *flows.entry((from, to)).or_default() += weight;
            circles += if decision.circle { weight } else { 0 };
            decision.fallback.into_iter().for_each(|name| *fallbacks.entry(name).or_default() += weight);
        }
        let counted: BTreeMap<_, _> =
            counts.flows(&policy).iter().map(|flow| ((flow.from, flow.to), flow.devices)).collect();
        assert_eq!(counted, flows);
        assert_eq!(counts.how().filter(|(_, count)| *count > 0).collect::<BTreeMap<_, _>>(), how);
        assert_eq!(counts.refused().filter(|(_, count)| *count > 0).collect::<BTreeMap<_, _>>(), refused);
        assert_eq!((&counts.fallbacks, counts.circles, counts.change_hub), (&fallbacks, circles, change_hub));
        assert_eq!(counts.devices, members.iter().map(|member| member.weight).sum::<u64>());
        devices += members.len();
    }
    assert!(devices > 5_000);
}

#[test]
fn an_outage_is_told_as_deciding_every_device_again_without_the_stamps_tells_it() {
    for (policy, members) in corpus() {
        // Pairs are many, so only small policies are tried with them.
        for size in if policy.stamps().len() < 5 { 1..=2 } else { 1..=1 } {
            let simulator = Simulator::new(&policy, combinations(&policy, size, 100).unwrap());
            let counts = simulate(&simulator, &members, 1);
            for (down, told) in simulator.outages().zip(&counts.outages) {
                let without = policy.with_down(down);
                let (mut left, mut arrived) = (vec![0; policy.stamps().len()], vec![0; policy.stamps().len()]);
                let (mut nowhere, mut stranded) = (0, 0);
                for member in &members {
                    let Outcome::Answered { stamp: Some(stamp), answer, .. } = policy.decide(&member.request).outcome
                    else {
                        continue;
                    };
                    let before = id(&policy, Some(stamp)).unwrap();
                    let there = AllocationRequest { current_hub: Some(answer.hub), ..member.request.clone() };
                    match without.decide(&there).outcome {
                        Outcome::Refused(_) => {
                            left[before.index()] += member.weight;
                            nowhere += member.weight;
                        }
                        Outcome::Answered { stamp: after, .. } if after != Some(stamp) => {
                            left[before.index()] += member.weight;
                            arrived[id(&policy, after).unwrap().index()] += member.weight;
                        }
                        Outcome::Answered { .. } => stranded += if down.contains(&before) { member.weight } else { 0 },
                    }
                }
                assert_eq!((&told.left, &told.arrived), (&left, &arrived), "{down:?} {policy:?}");
                assert_eq!((told.nowhere(), told.stranded, told.affected()), (nowhere, stranded, left.iter().sum()));
            }
        }
    }
}

const DEALT: &str = r#"
language = 1
hash = 1
policy = "dealt"
seed = "dealt-1"

[[stamp]]
name = "a"
hub = "home-a.azure-devices.net"
capacity = 3000
weight = 2

[[stamp]]
name = "b"
hub = "home-b.azure-devices.net"
capacity = 3000
weight = 1

[[move]]
name = "all of b"
from = "b"
to = "a"
when = { registration-id = { suffix = "x" } }
"#;

#[test]
fn what_is_dealt_is_within_what_chance_explains_and_the_first_full_stamp_is_known() {
    let policy = Policy::parse(DEALT).unwrap().policy;
    let hubs: Vec<&str> = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
    let member = |at: u64| {
        let request = serde_json::json!({
            "enrollmentGroup": {}, "linkedHubs": hubs,
            "deviceRuntimeContext": { "registrationId": format!("press-{at}{}", if at.is_multiple_of(2) { "x" } else { "" }) },
        });
        Member { request: AllocationRequest::parse(request.to_string().as_bytes()).unwrap(), weight: 1, line: at }
    };
    let members: Vec<Member> = (0..3_000).map(member).collect();
    let simulator = Simulator::new(&policy, Vec::new());
    let counts = simulate(&simulator, &members, 2);
    let dealt = counts.dealt(&policy);
    let expected: Vec<(u64, u64)> = dealt.iter().map(|one| (one.among, one.expected)).collect();
    assert_eq!(expected, [(3_000, 2_000), (3_000, 1_000)]);
    assert!(dealt.iter().all(|one| (one.least..=one.most).contains(&one.devices)), "{dealt:?}");
    assert!(dealt.iter().all(|one| one.most - one.least < 300), "{dealt:?}");
    let on = counts.on_stamps(&policy);
    assert!(on[0] > 2_400 && on[0] + on[1] == 3_000, "the move took half of the other's: {on:?}");
    let headroom = counts.headroom(&policy).unwrap();
    let more = (3_000 - on[0]) * 3_000 / on[0];
    assert_eq!((headroom.stamp.index(), headroom.devices), (0, more));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_add_up_in_whatever_order(line in any::<prop::sample::Index>(), parts in 2_usize..6) {
        static CORPUS: OnceLock<Vec<(Policy, Vec<Member>)>> = OnceLock::new();
        let (policy, members) = line.get(CORPUS.get_or_init(corpus));
        let simulator = Simulator::new(policy, combinations(policy, 1, 100).unwrap());
        prop_assert_eq!(simulate(&simulator, members, 1), simulate(&simulator, members, parts));
    }
}
