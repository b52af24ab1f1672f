//! Holds an answer against what a test expects.

use alloc::string::String;
use alloc::vec::Vec;

use dps::Object;
use placement::{Decision, Policy, Trace, TracedOutcome};
use serde_json::Value;

use crate::because::because;
use crate::clause::described;
use crate::native::Native;
use crate::part::{parts, passed_over};
use crate::reply::Reply;
use crate::test_file::{Expectation, Expected};

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Mismatch {
    /// What: a word of the expectation, `attributes.NAME`, or `answer` where the webhook does not answer what is decided
    /// natively.
    pub what: String,
    /// What must be.
    pub expected: Value,
    /// What is.
    pub actual: Value,
    /// The step of the decision that it comes from, in one line.
    pub because: Option<String>,
}

/// Holds a webhook's answer to a request against the expectation, and against what is decided natively.
///
/// Of the answer itself are `status`, `stamp`, `hub`, `refusal`, `twin` and `payload`; `how`, `attributes` and `by` it
/// does not tell, so they are looked up in the native decision.
pub fn judge(policy: &Policy, expect: &Expectation, reply: &Reply, native: &Native<'_>) -> Vec<Mismatch> {
    let line = native.trace().map(because).or_else(|| native.reply.message().map(String::from));
    let mut bench = Bench { mismatches: Vec::new(), line };
    bench.same_as_native(reply, native);
    bench.answer(policy, expect, reply);
    bench.decision(expect, native.decided.as_ref());
    bench.objects(expect, reply);
    bench.mismatches
}

struct Bench {
    mismatches: Vec<Mismatch>,
    /// The decision in one line; for a body that cannot be read, what is wrong with it.
    line: Option<String>,
}

impl Bench {
    fn note(&mut self, what: &str, expected: Value, actual: Value, because: Option<String>) {
        self.mismatches.push(Mismatch { what: what.into(), expected, actual, because });
    }

    /// Notes texts and numbers that differ, with the decision's reason.
    fn equal(&mut self, what: &str, expected: Option<Value>, actual: Value) {
        if let Some(expected) = expected.filter(|expected| *expected != actual) {
            self.note(what, expected, actual, self.line.clone());
        }
    }

    fn same_as_native(&mut self, reply: &Reply, native: &Native<'_>) {
        let (decided, answered) = (native.reply.decided(), reply.decided());
        if (native.reply.status, &decided) != (reply.status, &answered) {
            let whole = |status: u16, body: Value| serde_json::json!({ "status": status, "body": body });
            self.note("answer", whole(native.reply.status, decided), whole(reply.status, answered), None);
        }
    }

    fn answer(&mut self, policy: &Policy, expect: &Expectation, reply: &Reply) {
        let hub = reply.hub();
        let stamp = hub.and_then(|hub| policy.stamp(policy.stamp_of_hub(hub)?)).map(|stamp| stamp.name.as_str());
        let text = |text: &Option<String>| text.clone().map(Value::from);
        self.equal("stamp", text(&expect.stamp), stamp.into());
        self.equal("hub", text(&expect.hub), hub.into());
        self.equal("refusal", text(&expect.refusal), reply.code().into());
        // Where the answer is another one altogether, the status says nothing new.
        if self.mismatches.is_empty() {
            self.equal("status", expect.status.map(Value::from), reply.status.into());
        }
    }

    fn objects(&mut self, expect: &Expectation, reply: &Reply) {
        for (what, expected, field) in [("twin", &expect.twin, "initialTwin"), ("payload", &expect.payload, "payload")]
        {
            self.object(what, expected, reply.body.get(field));
        }
    }

    fn object(&mut self, what: &str, expected: &Expected<Object>, actual: Option<&Value>) {
        let expected = match expected {
            Expected::Anything => return,
            Expected::Nothing => None,
            Expected::Exactly(object) => Some(Value::Object(object.clone())),
        };
        let same = match (&expected, actual) {
            (Some(expected), Some(actual)) => equal(expected, actual),
            (expected, actual) => expected.is_none() && actual.is_none(),
        };
        if !same {
            self.note(what, expected.unwrap_or(Value::Null), actual.cloned().unwrap_or(Value::Null), None);
        }
    }

    fn decision(&mut self, expect: &Expectation, decided: Option<&(Decision<'_>, Trace<'_>)>) {
        let how = decided.and_then(|(_, trace)| match &trace.outcome {
            TracedOutcome::Answered { how, .. } => Some(how.word()),
            TracedOutcome::Refused { .. } => None,
        });
        self.equal("how", expect.how.clone().map(Value::from), how.into());
        for (name, value) in &expect.attributes {
            self.attribute(name, value.as_deref(), decided);
        }
        let taken = decided.map(|(_, trace)| parts(trace)).unwrap_or_default();
        for name in &expect.by {
            if !taken.iter().any(|part| part.name() == name) {
                let because = decided.and_then(|(_, trace)| passed_over(trace, name)).or_else(|| self.line.clone());
                let names = taken.iter().map(|part| Value::from(part.name())).collect();
                self.note("by", name.as_str().into(), Value::Array(names), because);
            }
        }
    }

    fn attribute(&mut self, name: &str, expected: Option<&str>, decided: Option<&(Decision<'_>, Trace<'_>)>) {
        let known = decided.and_then(|(decision, _)| decision.attributes.iter().find(|known| known.attribute == name));
        let actual = known.and_then(|known| known.value);
        if known.is_none() || actual != expected {
            let rounds = decided.map(|(_, trace)| trace.rounds.as_slice()).unwrap_or_default();
            let traced = rounds.iter().rev().flat_map(|round| &round.attributes).find(|it| it.attribute == name);
            self.note(&alloc::format!("attributes.{name}"), expected.into(), actual.into(), traced.map(described));
        }
    }
}

/// Whether two JSON values are the same, numbers by what they are and not by how they are written.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || !(a.is_f64() && b.is_f64()) && a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}
