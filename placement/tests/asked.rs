//! What conditions were asked: in the trace of every decision, and true of the device.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod sample;

use dps::AllocationRequest;
use placement::{Asked, Condition, Entry, MovePassed, PinPassed, Policy, RulePassed, Seen, Trace};
use proptest::prelude::*;
use sample::{parse, sample};

const POLICY: &str = r#"
language = 1
hash     = 1
policy   = "asked"
seed     = "asked"

[[attribute]]
name   = "geo"
values = ["eu", "us"]

  [[attribute.rule]]
  name  = "by payload"
  when  = { not = { any = [{ payload = { "/country" = "US" } }, { iot-edge = true }] }, registration-id = { prefix = "press-" } }
  value = "eu"

  [[attribute.rule]]
  name  = "the rest"
  value = "us"

[[stamp]]
name     = "eu"
hub      = "asked-eu.azure-devices.net"
capacity = 1
serves   = { geo = "eu" }

[[stamp]]
name     = "us"
hub      = "asked-us.azure-devices.net"
capacity = 1
serves   = { geo = "us" }

[[pin]]
name  = "pin"
when  = { attestation = "tpm" }
stamp = "eu"

[[move]]
name = "move"
from = "eu"
when = { cohort = { name = "c", percent = 0 } }

[[fallback]]
name = "fallback"
when = { is = { geo = "us" }, individual-enrollment = true }
as   = { geo = "eu" }

[[guarantee]]
name = "guarantee"
when = { enrollment-group = "eu" }
only = "eu"
"#;

fn request(context: &str, linked: &[&str]) -> AllocationRequest {
    let linked: Vec<String> = linked.iter().map(|stamp| format!("\"asked-{stamp}.azure-devices.net\"")).collect();
    let body = format!(
        r#"{{ "enrollmentGroup": {{ "enrollmentGroupId": "US" }},
            "deviceRuntimeContext": {{ {context} }}, "linkedHubs": [{}] }}"#,
        linked.join(",")
    );
    AllocationRequest::parse(body.as_bytes()).unwrap()
}

/// Each question with its answer and what it looked at.
fn told(source: &str, asked: &Asked<'_>) -> Vec<(String, bool, String)> {
    let atoms = asked.atoms.iter();
    atoms.map(|it| (source[it.atom.place.clone()].to_owned(), it.holds, format!("{:?}", it.found))).collect()
}

fn explain<'p>(policy: &'p Policy, context: &str) -> Trace<'p> {
    policy.explain(&request(context, &["eu", "us"]))
}

fn told_of(trace: &Trace<'_>, entry: Entry<'_>) -> (bool, Vec<(String, bool, String)>) {
    let mut all = trace.guarantees.iter().chain(trace.rounds.iter().flat_map(|round| &round.asked));
    let asked = all.find(|asked| asked.entry == entry).unwrap_or_else(|| panic!("{entry:?} was not asked"));
    (asked.holds, told(POLICY, asked))
}

fn line(text: &str, holds: bool, found: &str) -> (String, bool, String) {
    (text.to_owned(), holds, found.to_owned())
}

#[test]
fn every_entry_that_was_asked_is_noted_with_its_questions_and_what_they_found() {
    let policy = Policy::parse(POLICY).unwrap().policy;
    let trace = explain(&policy, r#""registrationId": "Press-1", "payload": { "country": "DE" }"#);
    let group = line("enrollment-group = \"eu\"", false, r#"EnrollmentGroup(Some("us"))"#);
    assert_eq!(told_of(&trace, Entry::Guarantee("guarantee")), (false, vec![group]));
    let attestation = line("attestation = \"tpm\"", false, "Attestation(None)");
    assert_eq!(told_of(&trace, Entry::Pin("pin")), (false, vec![attestation]));
    let rule = Entry::Rule { attribute: "geo", rule: "by payload" };
    let questions = vec![
        line("\"/country\" = \"US\"", false, r#"Field(Some(String("DE")))"#),
        line("iot-edge = true", false, "IotEdge(None)"),
        line("registration-id = { prefix = \"press-\" }", true, r#"RegistrationId("press-1")"#),
    ];
    assert_eq!(told_of(&trace, rule), (true, questions));
    let is = line("geo = \"us\"", false, r#"Attribute(Some("eu"))"#);
    assert_eq!(told_of(&trace, Entry::Fallback("fallback")), (false, vec![is]));
    let (moves, cohort) = told_of(&trace, Entry::Move("move"));
    assert!(!moves);
    assert!(cohort[0].0.starts_with("cohort = ") && cohort[0].2.starts_with("Position("), "{cohort:?}");
}

#[test]
fn an_entry_without_a_condition_holds_without_a_question() {
    let policy = Policy::parse(POLICY).unwrap().policy;
    let trace = explain(&policy, r#""registrationId": "kettle""#);
    assert_eq!(told_of(&trace, Entry::Rule { attribute: "geo", rule: "the rest" }), (true, Vec::new()));
}

#[test]
fn a_forced_answer_asks_nobody() {
    let policy = Policy::parse(POLICY).unwrap().policy;
    let context = r#""registrationId": "press-1", "currentIotHubHostName": "asked-eu.azure-devices.net""#;
    let trace = policy.explain(&request(context, &["eu"]));
    assert_eq!((trace.guarantees, trace.rounds), (Vec::new(), Vec::new()));
}

/// Whether the answers that were noted make the condition hold, and no question was asked in vain.
fn follows(condition: &Condition, asked: &mut impl Iterator<Item = (usize, bool)>) -> bool {
    match condition {
        Condition::All(all) => all.iter().all(|one| follows(one, asked)),
        Condition::Any(any) => any.iter().any(|one| follows(one, asked)),
        Condition::Not(not) => !follows(not, asked),
        Condition::Atom(atom) => {
            let (place, holds) = asked.next().unwrap();
            assert_eq!(place, atom.place.start);
            holds
        }
    }
}

fn check(policy: &Policy, asked: &Asked<'_>) {
    let condition = policy.condition(asked.entry).unwrap();
    let mut atoms = asked.atoms.iter().map(|it| (it.atom.place.start, it.holds));
    assert_eq!(follows(condition, &mut atoms), asked.holds, "{asked:#?}");
    assert_eq!(atoms.next(), None, "{asked:#?}");
    for it in &asked.atoms {
        if let (placement::Asks::Cohort(cohort), Seen::Position(position)) = (&it.atom.asks, &it.found) {
            assert_eq!(cohort.slice.holds(*position), it.holds);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_asked_agrees_with_the_trace(sample in sample()) {
        let policy = parse(&sample.policy).unwrap();
        for request in &sample.fleet {
            let trace = policy.explain(request);
            let holds = |asked: &[Asked<'_>], entry| asked.iter().find(|it| it.entry == entry).map(|it| it.holds);
            trace.guarantees.iter().chain(trace.rounds.iter().flat_map(|it| &it.asked)).for_each(|it| check(&policy, it));
            prop_assert!(trace.rounds.is_empty() || trace.guarantees.len() == policy.guarantees().len());
            for round in &trace.rounds {
                for pin in &round.pins {
                    prop_assert_eq!(holds(&round.asked, Entry::Pin(pin.pin)), Some(pin.why != PinPassed::Condition));
                }
                for (attribute, passed) in round.attributes.iter().flat_map(|it| it.passed.iter().map(|rule| (it.attribute, rule))) {
                    let entry = Entry::Rule { attribute, rule: passed.rule };
                    prop_assert_eq!(holds(&round.asked, entry), Some(passed.why != RulePassed::Condition));
                }
                for order in round.moves.iter().filter(|order| order.why != MovePassed::From) {
                    prop_assert_eq!(holds(&round.asked, Entry::Move(order.name)), Some(order.why != MovePassed::Condition));
                }
                for fallback in policy.fallbacks().iter().filter(|_| !round.tiers.is_empty()) {
                    let has_tier = round.tiers.iter().any(|tier| tier.fallback == Some(&*fallback.name));
                    prop_assert_eq!(holds(&round.asked, Entry::Fallback(&fallback.name)), Some(has_tier));
                }
            }
        }
    }
}
