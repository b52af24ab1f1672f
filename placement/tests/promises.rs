//! The promises of `docs/decision.md`, over random policies (those of the oracle's corpus, with random edits) and
//! random fleets.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod edit;
mod sample;

use std::collections::BTreeMap;

use dps::AllocationRequest;
use placement::{How, Outcome, Policy, StampId, TracedOutcome};
use proptest::prelude::*;
use toml::{Table, Value};

use sample::{Sample, answered_hub, device, parse, sample};

/// The device as it stands at its next registration, and its stamp, if it is at rest there: not forced, kept or refused,
/// and not on a circle.
fn at_rest<'p>(policy: &'p Policy, request: &AllocationRequest) -> Option<(&'p str, AllocationRequest)> {
    let hub = answered_hub(&policy.decide(request))?.to_owned();
    let there = AllocationRequest { current_hub: Some(hub), ..request.clone() };
    let again = policy.decide(&there);
    match again.outcome {
        Outcome::Answered { how: How::Stayed | How::Pinned, stamp, .. } if !again.circle => Some((stamp?, there)),
        _ => None,
    }
}

/// Devices at rest on a stamp keep it when the policy is edited so.
fn stays(sample: &Sample, edited: &Table, excepted: &str) -> Result<(), TestCaseError> {
    let (old, Some(new)) = (parse(&sample.policy).unwrap(), parse(edited)) else { return Ok(()) };
    for request in &sample.fleet {
        let Some((stamp, there)) = at_rest(&old, request).filter(|(stamp, _)| *stamp != excepted) else { continue };
        prop_assert_eq!(new.decide(&there).stamp(), Some(stamp), "{:#?}\n{}\n{}", there, sample.policy, edited);
    }
    Ok(())
}

/// The same decision for every device, new or not.
fn same(sample: &Sample, edited: &Table) -> Result<(), TestCaseError> {
    let (old, new) = (parse(&sample.policy).unwrap(), parse(edited).unwrap());
    for request in &sample.fleet {
        let (before, after) = (old.decide(request), new.decide(request));
        prop_assert_eq!(before.outcome, after.outcome, "{:#?}\n{}\n{}", request, sample.policy, edited);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn deciding_again_gives_the_same_answer(sample in sample()) {
        let policy = parse(&sample.policy).unwrap();
        for request in &sample.fleet {
            let first = policy.decide(request);
            let Some(hub) = answered_hub(&first) else { continue };
            let again = policy.decide(&AllocationRequest { current_hub: Some(hub.to_owned()), ..request.clone() });
            prop_assert_eq!(answered_hub(&again), Some(hub), "{:#?}\n{}", request, sample.policy);
            prop_assert_eq!(again.stamp(), first.stamp());
        }
    }

    #[test]
    fn a_later_round_is_the_first_one_of_a_registration_from_its_stamp(sample in sample()) {
        let policy = parse(&sample.policy).unwrap();
        for request in &sample.fleet {
            for round in policy.explain(request).rounds.into_iter().skip(1) {
                let stamp = policy.stamps().iter().find(|stamp| Some(stamp.name.as_str()) == round.here).unwrap();
                let there = AllocationRequest { current_hub: Some(stamp.hub.as_str().to_owned()), ..request.clone() };
                if let Some(first) = policy.explain(&there).rounds.first() {
                    prop_assert_eq!(first, &round, "{:#?}\n{}", request, sample.policy);
                }
            }
        }
    }

    #[test]
    fn the_answer_is_always_linked(sample in sample()) {
        let policy = parse(&sample.policy).unwrap();
        for request in &sample.fleet {
            if let Some(hub) = answered_hub(&policy.decide(request)) {
                prop_assert!(request.linked_hubs.iter().any(|linked| linked == hub), "{:#?}\n{}", request, sample.policy);
            }
        }
    }

    #[test]
    fn the_answer_never_breaks_a_guarantee(sample in sample()) {
        let policy = parse(&sample.policy).unwrap();
        for request in &sample.fleet {
            let decision = policy.decide(request);
            let Outcome::Answered { how, stamp: Some(stamp), .. } = &decision.outcome else { continue };
            if *how == How::Forced {
                continue;
            }
            // Pinned to the answer by a policy that says nothing else, the device gets there if no guarantee forbids it.
            let pinned = parse(&edit::pin_everyone(&sample.policy, stamp)).unwrap();
            prop_assert_eq!(pinned.decide(request).stamp(), Some(*stamp), "{:#?}\n{}", request, sample.policy);
        }
    }

    #[test]
    fn closing_reserving_and_weighing_a_stamp_moves_nobody(sample in sample(), pick: prop::sample::Index, weight in 1_i64..=1_000_000) {
        let calm = Sample { policy: edit::without_moves(&sample.policy), ..sample };
        let stamp = edit::stamp_name(&calm.policy, &pick);
        for (word, value) in [("state", Value::from("closed")), ("state", Value::from("reserved")), ("weight", Value::from(weight))] {
            if edit::brakes(&calm.policy, &stamp, word, &value) {
                stays(&calm, &edit::with_stamp_word(&calm.policy, &stamp, word, value), "")?;
            }
        }
    }

    #[test]
    fn adding_a_stamp_moves_nobody(sample in sample(), pick: prop::sample::Index) {
        let mut calm = Sample { policy: edit::without_moves(&sample.policy), ..sample };
        let edited = edit::with_another_stamp(&calm.policy, &pick, "newcomer", "newcomer.azure-devices.net");
        calm.link("newcomer.azure-devices.net");
        stays(&calm, &edited, "")?;
    }

    #[test]
    fn taking_a_stamp_down_moves_only_those_on_it(sample in sample(), pick: prop::sample::Index) {
        let calm = Sample { policy: edit::without_moves(&sample.policy), ..sample };
        let stamp = edit::stamp_name(&calm.policy, &pick);
        stays(&calm, &edit::with_stamp_word(&calm.policy, &stamp, "state", "down".into()), &stamp)?;
    }

    #[test]
    fn taking_a_stamp_out_moves_only_those_on_it(sample in sample(), pick: prop::sample::Index) {
        let calm = Sample { policy: edit::without_moves(&sample.policy), ..sample };
        let stamp = edit::stamp_name(&calm.policy, &pick);
        if let Some(edited) = edit::without_stamp(&calm.policy, &stamp) {
            stays(&calm, &edited, &stamp)?;
        }
    }

    #[test]
    fn the_order_of_stamps_means_nothing(sample in sample(), turn in 0_usize..8) {
        same(&sample, &edit::with_stamps_turned(&sample.policy, turn))?;
    }

    #[test]
    fn names_of_entries_mean_nothing(sample in sample()) {
        same(&sample, &edit::with_entries_renamed(&sample.policy))?;
    }

    #[test]
    fn a_placer_decides_about_one_device_after_the_other_as_the_policy_does(sample in sample()) {
        let policy = parse(&sample.policy).unwrap();
        let mut placer = policy.placer();
        let name = |stamp: Option<StampId>| stamp.and_then(|stamp| policy.stamp(stamp)).map(|stamp| stamp.name.as_str());
        for request in sample.fleet.iter().chain(&sample.fleet) {
            let (decision, placing) = (policy.decide(request), placer.place(request));
            let entries = (decision.current_stamp, decision.pin, decision.fallback, &decision.moves, decision.circle);
            let placed_by = (name(placing.current), placing.pin, placing.fallback, &placing.moves, placing.circle);
            prop_assert_eq!(entries, placed_by, "{:#?}\n{}", request, sample.policy);
            prop_assert_eq!(decision.stamp(), name(placing.stamp));
            match &decision.outcome {
                Outcome::Refused(refusal) => prop_assert_eq!(placing.outcome, Err(*refusal)),
                Outcome::Answered { how, answer, .. } => {
                    prop_assert_eq!(placing.outcome, Ok(*how));
                    let hub = placing.hub(&policy, request.current_hub.as_deref());
                    prop_assert!(hub.unwrap().eq_ignore_ascii_case(&answer.hub), "{:#?}\n{}", request, sample.policy);
                }
            }
        }
    }

    #[test]
    fn a_device_is_placed_from_another_hub_as_if_it_stood_there(sample in sample()) {
        let policy = parse(&sample.policy).unwrap();
        let mut placer = policy.placer();
        let hubs = sample.fleet.iter().map(|request| request.current_hub.clone());
        for (request, current_hub) in sample.fleet.iter().zip(hubs.clone().skip(1).chain(hubs)) {
            let there = AllocationRequest { current_hub, ..request.clone() };
            let placing = placer.place_from(request, there.current_hub.as_deref());
            prop_assert_eq!(&placing, &policy.placer().place(&there), "{:#?}\n{}", there, sample.policy);
            let anew = there.current_hub.is_some().then(|| placer.place_from(&there, None));
            prop_assert_eq!(placer.place_and_anew(&there), (placing, anew), "{:#?}\n{}", there, sample.policy);
        }
    }

    /// What an outage is told by: only devices on what is down are looked at again, and those that go round a circle.
    #[test]
    fn stamps_that_go_down_move_only_those_on_them_moves_or_not(sample in sample(), picks in prop::collection::vec(any::<prop::sample::Index>(), 1..3)) {
        let policy = parse(&sample.policy).unwrap();
        let stamps: Vec<StampId> = policy.stamp_ids().collect();
        let down: Vec<StampId> = picks.iter().map(|pick| *pick.get(&stamps)).collect();
        let without = policy.with_down(&down);
        for request in &sample.fleet {
            let mut placer = policy.placer();
            let before = placer.place(request);
            if before.circle || before.stamp.is_some_and(|stamp| down.contains(&stamp)) {
                continue;
            }
            let hub = before.hub(&policy, request.current_hub.as_deref()).or(request.current_hub.as_deref());
            let after = without.placer().place_from(request, hub);
            prop_assert_eq!(before.stamp, after.stamp, "{:#?}\n{}", request, sample.policy);
            prop_assert_eq!(before.outcome.err(), after.outcome.err(), "{:#?}\n{}", request, sample.policy);
        }
    }

    #[test]
    fn what_was_dealt_is_the_first_contest(sample in sample()) {
        let policy = parse(&sample.policy).unwrap();
        for request in &sample.fleet {
            let placed = |round: &&placement::Round<'_>| !round.candidates.is_empty();
            let trace = policy.explain(request);
            let first = trace.rounds.iter().find(placed).map(|round| &round.candidates);
            let among = |dealt: placement::Dealt| {
                let names = dealt.among.iter().filter_map(|stamp| policy.stamp(stamp)).map(|stamp| stamp.name.as_str());
                names.collect::<Vec<_>>()
            };
            let first = first.map(|candidates| candidates.iter().map(|standing| standing.stamp).collect::<Vec<_>>());
            prop_assert_eq!(policy.placer().place(request).dealt.map(among), first, "{:#?}\n{}", request, sample.policy);
        }
    }

    #[test]
    fn an_explanation_is_the_decision(sample in sample()) {
        let policy = parse(&sample.policy).unwrap();
        for request in &sample.fleet {
            let (decision, trace) = (policy.decide(request), policy.explain(request));
            let moves: Vec<&str> = trace.rounds.iter().filter_map(|round| Some(round.by_move.as_ref()?.name)).collect();
            prop_assert_eq!((&moves, trace.circle.is_some()), (&decision.moves, decision.circle), "{:#?}\n{}", request, sample.policy);
            let pin = trace.rounds.last().and_then(|round| round.pin);
            prop_assert_eq!(pin, decision.pin, "{:#?}\n{}", request, sample.policy);
            match &trace.outcome {
                TracedOutcome::Answered { how, stamp, body, .. } => {
                    let answered = Outcome::Answered { how: *how, stamp: *stamp, answer: body.clone() };
                    prop_assert_eq!(&answered, &decision.outcome, "{:#?}\n{}", request, sample.policy);
                }
                TracedOutcome::Refused { code, .. } => prop_assert_eq!(&Outcome::Refused(*code), &decision.outcome),
            }
            let found = trace.rounds.last().and_then(|round| round.found);
            match decision.outcome {
                Outcome::Answered { how: How::Forced | How::Kept, .. } | Outcome::Refused(_) => prop_assert_eq!(found, None),
                // A circle ends with its answer found again, and a round that finds none with the one it started from.
                Outcome::Answered { stamp, .. } => prop_assert_eq!(found.or(trace.rounds.last().unwrap().here), stamp),
            }
        }
    }

    #[test]
    fn raising_a_cohorts_end_only_adds(low in 0_u32..=100_000, high in 0_u32..=100_000, id in "[a-z0-9-]{1,20}") {
        let (low, high) = (low.min(high), low.max(high));
        let (few, many) = (edit::cohort_policy(low), edit::cohort_policy(high));
        let request = device(&id, None, &["aaa.azure-devices.net", "bbb.azure-devices.net"].map(str::to_owned));
        let stamp = |policy: &Table| parse(policy).unwrap().decide(&request).stamp().map(str::to_owned);
        let stamps = BTreeMap::from([("few", stamp(&few)), ("many", stamp(&many))]);
        prop_assert!(stamps["few"].as_deref() != Some("bbb") || stamps["many"].as_deref() == Some("bbb"), "{low} {high} {stamps:?}");
    }
}
