//! The decision, by policies and about devices of every kind: what it promises holds.
#![no_main]

use dps::{AllocationRequest, EnrollmentKind};
use fuzz::choice::Choice;
use fuzz::policy::Made;
use fuzz::request;
use libfuzzer_sys::{Corpus, fuzz_target};
use placement::{How, Outcome, Policy, TracedOutcome};
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let mut choice = Choice::new(bytes);
    let made = Made::by(&mut choice);
    let text = made.text();
    // Chance makes some that are not valid: a move from a stamp to itself, a tautology.
    let Ok(checked) = Policy::parse(&text) else { return Corpus::Reject };
    let policy = checked.policy;
    let renamed = Policy::parse(&made.renamed()).expect("renaming makes nothing invalid").policy;
    for _ in 0..4 {
        let body = request::body(&mut choice).to_string();
        let request = AllocationRequest::parse(body.as_bytes()).expect("a request");
        promises_hold(&made, &policy, &renamed, &request);
    }
    Corpus::Keep
});

fn promises_hold(made: &Made, policy: &Policy, renamed: &Policy, request: &AllocationRequest) {
    let decision = policy.decide(request);
    assert_eq!(decision, policy.decide(request), "asked again it decides otherwise");
    let trace = policy.explain(request);
    let placing = policy.placer().place(request);
    let stamp = placing.stamp.and_then(|id| policy.stamp(id)).map(|stamp| stamp.name.as_str());
    assert_eq!(
        (stamp, placing.circle),
        (decision.stamp(), decision.circle),
        "many are decided about otherwise than one"
    );
    let other = renamed.decide(request);
    // In a circle the answer hangs on the order of moves alone, which is the same.
    assert_eq!((decision.stamp(), decision.status()), (other.stamp(), other.status()), "the order of stamps has a say");
    match (&decision.outcome, &trace.outcome) {
        (Outcome::Answered { how, answer, .. }, TracedOutcome::Answered { how: traced, hub, body, .. }) => {
            assert_eq!((how, &answer.hub, answer), (traced, hub, body), "the explanation tells another story");
            answered(made, policy, request, *how, &answer.hub);
        }
        (Outcome::Refused(refusal), TracedOutcome::Refused { code, .. }) => assert_eq!(refusal, code),
        _ => panic!("the explanation has another outcome"),
    }
}

fn answered(made: &Made, policy: &Policy, request: &AllocationRequest, how: How, hub: &str) {
    assert!(request.linked_hubs.iter().any(|linked| linked == hub), "{hub} is not linked");
    if how != How::Forced {
        let stamp = stamp_of(&made.file, hub).expect("a stamp has this hub");
        let group = match &request.enrollment.kind {
            EnrollmentKind::Group { name } => name.as_deref(),
            EnrollmentKind::Individual => None,
        };
        let id = request.registration_id.as_str();
        assert!(made.limits.iter().all(|limit| limit.allows(id, group, stamp)), "a guarantee is broken");
    }
    let mut next = request.clone();
    next.current_hub = Some(hub.to_owned());
    let again = policy.decide(&next);
    let Outcome::Answered { answer, .. } = again.outcome else { panic!("a device that has got {hub} is refused") };
    assert!(answer.hub.eq_ignore_ascii_case(hub), "a device that has got {hub} is sent on to {}", answer.hub);
}

fn stamp_of<'f>(file: &'f Value, hub: &str) -> Option<&'f Value> {
    let is = |name: &Value| name.as_str().is_some_and(|name| name.eq_ignore_ascii_case(hub));
    let former =
        |stamp: &Value| stamp.get("former-hubs").and_then(Value::as_array).is_some_and(|hubs| hubs.iter().any(is));
    file["stamp"].as_array()?.iter().find(|stamp| is(&stamp["hub"]) || former(stamp))
}
