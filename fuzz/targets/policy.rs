//! The reader of policies: it ends, says where each thing that is wrong stands, and what validates decides.
#![no_main]

use fuzz::change::policy_text;
use fuzz::choice::Choice;
use fuzz::request;
use libfuzzer_sys::fuzz_target;
use placement::{Outcome, Policy, Severity};

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = policy_text(bytes) else { return };
    let source = source.as_str();
    match Policy::parse(source) {
        Err(diagnostics) => {
            assert!(diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error), "refused for nothing");
            diagnostics.iter().for_each(|diagnostic| stands_in(diagnostic, source));
        }
        Ok(checked) => {
            assert!(checked.warnings.iter().all(|warning| warning.severity != Severity::Error), "taken with an error");
            checked.warnings.iter().for_each(|diagnostic| stands_in(diagnostic, source));
            decides(&checked.policy, source);
        }
    }
});

fn stands_in(diagnostic: &placement::Diagnostic, source: &str) {
    let places = diagnostic.related.iter().map(|(span, _)| span).chain([&diagnostic.span]);
    for span in places {
        assert!(source.get(span.clone()).is_some(), "{diagnostic:?} stands nowhere");
    }
    let (line, column) = diagnostic.position(source);
    assert!(line >= 1 && column >= 1);
    assert!(!diagnostic.message.is_empty());
}

fn decides(policy: &Policy, source: &str) {
    let again = Policy::parse(source).expect("it was read before").policy;
    assert_eq!(policy.digest(), again.digest());
    for number in 0..8_u8 {
        // Other bytes for each number; they choose what devices there are.
        let bytes: Vec<u8> = (0..64).map(|at: u8| at.wrapping_mul(31).wrapping_add(number.wrapping_mul(73))).collect();
        let mut body = request::body(&mut Choice::new(&bytes));
        if number % 2 == 0 {
            body["linkedHubs"] = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
        }
        let request = dps::AllocationRequest::parse(body.to_string().as_bytes()).expect("a request");
        let decision = policy.decide(&request);
        assert_eq!(decision, again.decide(&request));
        if let Outcome::Answered { answer, .. } = &decision.outcome {
            assert!(request.linked_hubs.iter().any(|linked| linked == answer.hub), "{} is not linked", answer.hub);
        }
    }
}
