//! What it would take for another stamp to win.

use placement::Policy;
use placement::rendezvous::Weight;
use proptest::prelude::*;

use crate::corpus::{Sample, explained, sample, with_stamp_word};

/// The stamp that is preferred where the device is placed in the first round, after an edit of a stamp.
fn preferred(
    sample: &Sample,
    policy: &Policy,
    name: &str,
    word: &str,
    value: impl Into<toml::Value>,
) -> Option<String> {
    let text = with_stamp_word(sample.text, policy, name, word, value.into());
    explained(&text, |_, explainer| {
        let contests = explainer.explain(&sample.request).contests;
        Some(contests.iter().find(|contest| contest.round == 0 && contest.by_move.is_none())?.preferred.to_owned())
    })
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_least_weight_told_wins_and_one_less_does_not(sample in sample()) {
        let tried = explained(sample.text, |policy, explainer| {
            let explanation = explainer.explain(&sample.request);
            let placed = explanation.contests.iter().filter(|contest| contest.round == 0 && contest.by_move.is_none());
            for contest in placed {
                let weighed = |name: &str, weight: u32| preferred(&sample, policy, name, "weight", i64::from(weight));
                for candidate in contest.candidates.iter().skip(1) {
                    let wins = candidate.wins.as_ref().unwrap();
                    let one_less = wins.at_least.unwrap_or(Weight::MOST + 1) - 1;
                    if let Some(weight) = wins.at_least {
                        prop_assert_eq!(weighed(candidate.stamp, weight).unwrap(), candidate.stamp);
                    }
                    prop_assert_eq!(weighed(candidate.stamp, one_less).unwrap(), contest.preferred);
                }
                let runner_up = contest.candidates.get(1);
                prop_assert_eq!(runner_up.map(|it| it.stamp), contest.runner_up);
                if let Some(wins) = runner_up.and_then(|it| it.wins.as_ref()) {
                    let most = wins.preferred_at_most.unwrap_or_default();
                    if most > 0 {
                        let winner = weighed(contest.preferred, most);
                        prop_assert_eq!(winner.as_deref(), contest.runner_up);
                    }
                    prop_assert_eq!(weighed(contest.preferred, most + 1).unwrap(), contest.preferred);
                    let closed = preferred(&sample, policy, contest.preferred, "state", "closed");
                    prop_assert_eq!(closed.as_deref(), contest.runner_up);
                }
            }
            Ok(())
        });
        tried.unwrap()?;
    }
}

/// A move that weighs its targets, and one that only takes whom the hash prefers.
const MOVES: &str = r#"
language = 1
hash = 1
policy = "p"
seed = "p"
stamp = [
    { name = "a", hub = "aaa.azure-devices.net", capacity = 100 },
    { name = "b", hub = "bbb.azure-devices.net", capacity = 100, state = "reserved" },
    { name = "c", hub = "ccc.azure-devices.net", capacity = 100, state = "reserved" },
    { name = "d", hub = "ddd.azure-devices.net", capacity = 1, state = "reserved" },
]
move = [
    { name = "share", from = "a", to = "d", whom = "preferred" },
    { name = "weighed", from = "a", to = { b = 3, c = 1 } },
]
"#;

#[test]
fn moves_tell_what_it_would_take_too() {
    let policy = Policy::parse(MOVES).unwrap().policy;
    let explainer = analysis::explanation::Explainer::new(&policy, MOVES);
    let body = analysis::test_file::Body::plain("press-0042", &policy).to_bytes();
    let explanation = explainer.explain(&dps::AllocationRequest::parse(&body).unwrap());
    let contest = explanation.contests.iter().find(|contest| contest.by_move == Some("weighed")).unwrap();
    let wins = contest.candidates[1].wins.as_ref().unwrap();
    let least = wins.at_least.unwrap();
    let with = |weight: u32| {
        let other = if contest.runner_up == Some("b") {
            format!("b = {weight}, c = 1")
        } else {
            format!("b = 3, c = {weight}")
        };
        let policy = Policy::parse(&MOVES.replace("b = 3, c = 1", &other)).unwrap().policy;
        policy.decide(&dps::AllocationRequest::parse(&body).unwrap()).stamp().unwrap().to_owned()
    };
    assert_eq!((with(least).as_str(), with(least - 1).as_str()), (contest.runner_up.unwrap(), contest.preferred));
    let passed = serde_json::to_value(&explanation.passed).unwrap();
    let share = passed.as_array().unwrap().iter().find(|passed| passed["name"] == "share").unwrap();
    assert_eq!((&share["why"], &share["targets"][0]["why"]), (&"no-target".into(), &"not-preferred".into()));
    let least = share["targets"][0]["atLeast"].as_u64().unwrap();
    let goes = |weight: u64| {
        let policy = MOVES.replace("capacity = 1,", &format!("capacity = 1, weight = {weight},"));
        let policy = Policy::parse(&policy).unwrap().policy;
        policy.decide(&dps::AllocationRequest::parse(&body).unwrap()).stamp() == Some("d")
    };
    assert!(goes(least) && !goes(least - 1));
}
