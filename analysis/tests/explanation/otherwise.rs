//! What would be decided otherwise is what the edited policy decides.

use analysis::explanation::{End, If, Otherwise};
use dps::{AllocationAnswer, AllocationRequest};
use placement::{Outcome, Policy, Refusal};
use proptest::prelude::*;

use crate::corpus::{Sample, explained, sample, with_stamp_word};
use crate::edges::with_slice;

/// The status, the stamp and the hub.
type Decided = (u16, Option<String>, Option<String>);

fn decided(text: &str, request: &AllocationRequest) -> Decided {
    let policy = Policy::parse(text).unwrap().policy;
    let decision = policy.decide(request);
    let hub = match &decision.outcome {
        Outcome::Answered { answer, .. } => Some(answer.hub.clone()),
        Outcome::Refused(_) => None,
    };
    (decision.status(), decision.stamp().map(str::to_owned), hub)
}

/// What is decided after the change was made by hand.
fn by_hand(
    sample: &Sample,
    policy: &Policy,
    told: &Otherwise<'_>,
    explained: &analysis::explanation::Explanation<'_>,
) -> Decided {
    let stamp = |stamp: &str, word: &str, value: toml::Value| {
        decided(&with_stamp_word(sample.text, policy, stamp, word, value), &sample.request)
    };
    let mut request = sample.request.clone();
    match &told.change {
        If::Down { stamp: name } => stamp(name, "state", "down".into()),
        If::Open { stamp: name } => stamp(name, "state", "open".into()),
        If::Weight { stamp: name, weight } => stamp(name, "weight", i64::from(*weight).into()),
        If::New => {
            request.current_hub = None;
            decided(sample.text, &request)
        }
        If::NoGuarantees => {
            let mut table: toml::Table = sample.text.parse().unwrap();
            table.remove("guarantee");
            decided(&table.to_string(), &request)
        }
        If::Free => {
            let hubs = policy.stamps().iter().map(|stamp| stamp.hub.to_string());
            request.linked_hubs = request.linked_hubs.iter().map(str::to_owned).chain(hubs).collect();
            request.enrollment.update_hub_assignment = Some(true);
            decided(sample.text, &request)
        }
        If::Linked { stamp: name } => {
            let hub = policy.stamps().iter().find(|stamp| stamp.name.as_str() == *name).unwrap().hub.to_string();
            request.linked_hubs = request.linked_hubs.iter().map(str::to_owned).chain([hub]).collect();
            decided(sample.text, &request)
        }
        If::Edge { cohort, entry, end, to } => {
            let mut same = explained.cohorts.iter().filter(|it| it.cohort == *cohort && it.entry == *entry && it.asked);
            let standing = same.next().unwrap();
            let [start, stop] = standing.slice;
            let slice = match end {
                End::Upper if start.0 == 0 => to.to_string(),
                End::Upper => format!("[{start}, {to}]"),
                End::Lower if to.0 == 0 => stop.to_string(),
                End::Lower => format!("[{to}, {stop}]"),
            };
            let question = format!("cohort = {{ name = \"{cohort}\", percent = {slice} }}");
            let text = [&sample.text[..standing.span.start], &question, &sample.text[standing.span.end..]].concat();
            decided(&text, &sample.request)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn every_change_told_has_the_outcome_told(sample in sample()) {
        let tried = explained(sample.text, |policy, explainer| {
            let explanation = explainer.explain(&sample.request);
            for told in &explanation.otherwise {
                let then = (told.then.status, told.then.stamp.clone(), told.then.hub.clone());
                prop_assert_eq!(then, by_hand(&sample, policy, told, &explanation), "{:?}", told);
            }
            Ok(())
        });
        tried.unwrap()?;
    }

    #[test]
    fn no_edge_that_changes_the_answer_is_missed(sample in sample()) {
        let tried = explained(sample.text, |policy, explainer| {
            let explanation = explainer.explain(&sample.request);
            let mut told = explanation.otherwise.iter().filter(|told| matches!(told.change, If::Edge { .. })).count();
            for standing in explanation.cohorts.iter().filter(|_| !explanation.trace.rounds.is_empty()) {
                let ([start, end], at) = (standing.slice.map(|end| end.0), standing.edge.at.0);
                let (start, end) = match (standing.edge.end, standing.is_in) {
                    (End::Upper, is_in) => (start, at - u32::from(is_in)),
                    (End::Lower, is_in) => (at + u32::from(is_in), end),
                };
                let Ok(checked) = Policy::parse(&with_slice(sample.text, standing, start, end)) else { continue };
                let other = checked.policy.decide(&sample.request);
                let differs = answered(&other.outcome) != answered(&policy.decide(&sample.request).outcome);
                prop_assert!(!differs || told > 0, "{:?}", standing);
                told -= usize::from(differs);
            }
            prop_assert_eq!(told, 0);
            Ok(())
        });
        tried.unwrap()?;
    }
}

/// What is answered or refused, however it came about.
fn answered(outcome: &Outcome<'_>) -> (Option<String>, Option<AllocationAnswer>, Option<Refusal>) {
    match outcome {
        Outcome::Answered { stamp, answer, .. } => (stamp.map(str::to_owned), Some(answer.clone()), None),
        Outcome::Refused(refusal) => (None, None, Some(*refusal)),
    }
}
