//! Why entries were passed over.

use analysis::explanation::{Explainer, Why, words};
use analysis::test_file::Body;
use dps::AllocationRequest;
use placement::{Out, Policy};

use crate::corpus::corpus;

const POLICY: &str = r#"
language = 1
hash = 1
policy = "p"
seed = "p"

[[attribute]]
name = "geo"
values = ["eu", "us"]
rule = [
    { name = "tag", read = { twin = "/tags/geo" } },
    { name = "country", read = { payload = "/country" }, map = { Germany = "eu", US = "us" } },
    { name = "second part", read = { registration-id = { separator = "-", part = 3 } } },
    { name = "where it is", read = { current = true } },
    { name = "old", when = { payload = { "/firmware" = { below = "12.0" } } }, value = "us" },
    { name = "not us", when = { not = { enrollment-group = "test", iot-edge = false } }, value = "us" },
    { name = "else", value = "eu" },
]

[[stamp]]
name = "eu"
hub = "eu1.azure-devices.net"
capacity = 1
serves = { geo = "eu" }

[[stamp]]
name = "us"
hub = "us1.azure-devices.net"
capacity = 1
state = "closed"
serves = { geo = "us" }

[[pin]]
name = "forbidden"
when = { registration-id = { prefix = "press" } }
stamp = "us"

[[pin]]
name = "by edge or tpm"
when = { any = [{ iot-edge = true }, { attestation = "tpm" }] }
stamp = "eu"

[[move]]
name = "west"
from = "eu"

[[move]]
name = "east"
from = "us"

[[fallback]]
name = "as eu"
when = { is = { geo = "us" } }
as = { geo = "eu" }

[[guarantee]]
name = "in the EU"
only = "eu"
"#;

/// Every entry that is passed over in the first round, with the reason in words.
fn reasons(change: impl FnOnce(&mut Body)) -> Vec<String> {
    let policy = Policy::parse(POLICY).unwrap().policy;
    let mut body = Body::plain("press-0042", &policy);
    change(&mut body);
    let explanation = Explainer::new(&policy, POLICY).explain(&AllocationRequest::parse(&body.to_bytes()).unwrap());
    let first = explanation.passed.iter().filter(|passed| passed.round == Some(0));
    let lines = first.map(|passed| {
        let (told, details) = words::why(&passed.why);
        [vec![format!("{}: {told}", passed.entry.name)], details].concat().join("\n  ")
    });
    lines.collect()
}

#[test]
fn each_entry_says_what_failed_and_what_was_found() {
    let object = |json: &str| Some(serde_json::from_str(json).unwrap());
    let told = reasons(|body| {
        body.twin = object(r#"{ "tags": { "geo": 3 } }"#);
        body.payload = object(r#"{ "country": "germany", "firmware": "latest" }"#);
    });
    let expected = [
        "forbidden: `in the EU` forbids us",
        "by edge or tpm: none of its alternatives holds\n  \
         `iot-edge = true` does not hold: the enrollment says false (line 40)\n  \
         `attestation = \"tpm\"` does not hold: the device attests by symmetric-key (line 40)",
        "tag: the twin has 3 (a number) at /tags/geo, which is no text",
        "country: its map lacks `germany`; the nearest is `Germany`",
        "second part: the ID `press-0042` has too few parts",
        "where it is: the device is on no stamp",
        "old: `\"/firmware\" = { below = \"12.0\" }` does not hold: \
         the payload has `latest` at /firmware, which is no version (line 15)",
        "not us: none of its alternatives holds\n  \
         `enrollment-group = \"test\"` holds, and must not: the group is `test` (line 16)\n  \
         `iot-edge = false` holds, and must not: the enrollment says false (line 16)",
        "as eu: `geo = \"us\"` does not hold: geo is eu (line 53)",
        "west: no target takes the device (us: forbidden by a guarantee)",
        "east: its `from` does not name eu",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_device_without_anything_is_told_what_it_lacks() {
    let told = reasons(|body| body.enrollment = analysis::test_file::Enrollment::Individual);
    assert!(told.contains(&"tag: the twin has nothing at /tags/geo".to_owned()), "{told:?}");
    assert!(told.contains(&"country: the payload has nothing at /country".to_owned()), "{told:?}");
}

#[test]
fn every_condition_that_does_not_hold_has_a_question_to_blame_and_guarantees_answer_for_what_fell_out() {
    for line in corpus().iter().step_by(7) {
        let policy = Policy::parse(&line.policy).unwrap().policy;
        let explainer = Explainer::new(&policy, &line.policy);
        for request in line.requests() {
            let explanation = explainer.explain(&request);
            for passed in &explanation.passed {
                if let Why::Condition { failed } = &passed.why {
                    assert!(!failed.is_empty(), "{passed:?}\n{}", line.policy);
                    for question in failed {
                        assert!(line.policy.contains(&question.text));
                    }
                }
            }
            let trace = &explanation.trace;
            let moves: usize = trace.rounds.iter().map(|round| round.moves.len() + round.pins.len()).sum();
            let told = explanation.passed.iter().filter(|passed| ["move", "pin"].contains(&passed.entry.kind)).count();
            assert_eq!(moves, told);
            let out = trace.rounds.iter().flat_map(|round| &round.tiers).flat_map(|tier| &tier.out);
            for out in out.filter(|out| out.why == Out::Forbidden) {
                assert!(explanation.guarantees.iter().any(|guarantee| guarantee.took_out.contains(&out.stamp)));
            }
        }
    }
}
