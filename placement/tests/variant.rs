//! A policy with a change decides as one whose text was edited so.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod edit;
#[expect(dead_code, reason = "other tests use the rest of it")]
mod sample;

use edit::{stamp_name, with_stamp_word};
use placement::rendezvous::Weight;
use placement::{Change, Percent, Policy, Slice, State};
use proptest::prelude::*;
use sample::{device, parse, sample};

proptest! {
    #[test]
    fn states_and_weights(sample in sample(), pick: prop::sample::Index, state in 0_usize..4, weight in 1_u32..1_000_000) {
        let mut sample = sample;
        sample.policy.remove("down");
        let policy = parse(&sample.policy).unwrap();
        let name = stamp_name(&sample.policy, &pick);
        let stamp = policy.stamps().iter().find(|stamp| stamp.name.as_str() == name).unwrap();
        let id = policy.stamp_of_hub(stamp.hub.as_str()).unwrap();
        let state = State::ALL[state];
        for (change, word, value) in [
            (Change::State(id, state), "state", toml::Value::from(state.word())),
            (Change::Weight(id, Weight::new(weight).unwrap()), "weight", i64::from(weight).into()),
        ] {
            let changed = policy.changed(&change);
            let edited = parse(&with_stamp_word(&sample.policy, &name, word, value)).unwrap();
            for request in &sample.fleet {
                prop_assert_eq!(changed.decide(request), edited.decide(request));
            }
        }
    }
}

const TWO_SLICES: &str = r#"
language = 1
hash     = 1
policy   = "slices"
seed     = "slices"
stamp = [
    { name = "a", hub = "aaa.azure-devices.net", capacity = 1 },
    { name = "b", hub = "bbb.azure-devices.net", capacity = 1, state = "reserved" },
]
pin = [
    { name = "first", when = { not = { any = [{ cohort = { name = "c", percent = 100 } }] } }, stamp = "b" },
    { name = "second", when = { cohort = { name = "c", percent = 0 } }, stamp = "b" },
]
"#;

#[test]
fn of_several_slices_the_one_at_the_place() {
    let policy = Policy::parse(TWO_SLICES).unwrap().policy;
    let hubs = ["aaa.azure-devices.net", "bbb.azure-devices.net"].map(str::to_owned);
    let request = device("press-0042", None, &hubs);
    assert_eq!(policy.decide(&request).stamp(), Some("a"));
    let everyone = Slice { start: Percent::ZERO, end: Percent::parse("100").unwrap() };
    let nobody = Slice { end: Percent::ZERO, ..everyone };
    for (question, slice, pin) in
        [("percent = 100 }", nobody, "first"), ("percent = 0 }", everyone, "second"), ("percent = 0 }", nobody, "")]
    {
        let question = format!("cohort = {{ name = \"c\", {question}");
        let start = TWO_SLICES.find(&question).unwrap();
        let changed = policy.changed(&Change::Slice(start..start + question.len(), slice));
        assert_eq!(changed.decide(&request).pin.unwrap_or_default(), pin);
    }
}
