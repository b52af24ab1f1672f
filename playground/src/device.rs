//! One device: the body that DPS would post about it, and why the decision came out as it did.

use analysis::explanation::{Explainer, Explanation, words};
use analysis::test_file::{Attestation, Body, Enrollment};
use analysis::{Native, clause};
use dps::{AllocationRequest, Object};
use placement::Outcome;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::policy::policy;

/// What a form says of a device. Texts are as they are typed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Form {
    registration_id: String,
    /// None of a device with an enrollment of its own.
    enrollment_group: Option<String>,
    attestation: Kind,
    iot_edge: bool,
    never_reprovision: bool,
    /// JSON; nothing if it is empty.
    twin: String,
    payload: String,
    current_hub: Option<String>,
    /// The hubs of all stamps if there are none.
    linked_hubs: Option<Vec<String>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    SymmetricKey,
    X509,
    Tpm,
}

/// The body that DPS would post about the device of a form.
///
/// # Errors
/// The policy cannot be used, or a field is not what it must be.
pub(crate) fn body(text: &str, form: &str) -> Result<String, String> {
    let form: Form = serde_json::from_str(form).map_err(|error| format!("the form: {error}"))?;
    let policy = policy(text)?;
    let mut body = Body::plain(&form.registration_id, &policy);
    body.enrollment = form.enrollment_group.map_or(Enrollment::Individual, Enrollment::Group);
    body.attestation = match form.attestation {
        Kind::SymmetricKey => Attestation::SymmetricKey,
        Kind::X509 => Attestation::X509,
        Kind::Tpm => Attestation::Tpm,
    };
    (body.iot_edge, body.never_reprovision) = (form.iot_edge, form.never_reprovision);
    (body.twin, body.payload) = (object("initial twin", &form.twin)?, object("payload", &form.payload)?);
    body.current_hub = form.current_hub;
    if let Some(hubs) = form.linked_hubs {
        body.linked_hubs = hubs;
    }
    let value: Value = serde_json::from_slice(&body.to_bytes()).map_err(|error| error.to_string())?;
    serde_json::to_string_pretty(&value).map_err(|error| error.to_string())
}

fn object(what: &str, text: &str) -> Result<Option<Object>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(Some(object)),
        Ok(_) => Err(format!("the {what} is no object: write {{ … }}")),
        Err(error) => Err(format!("the {what} is no JSON: {error}")),
    }
}

/// A decision: as `stamp explain --format json` writes it, in words, and the answer that the component gives.
///
/// # Errors
/// The policy cannot be used, or the body is no request.
pub(crate) fn explain(text: &str, body: &[u8]) -> Result<Value, String> {
    let policy = policy(text)?;
    let native = Native::decide(&policy, body);
    let answer = answer(&native);
    let request = match AllocationRequest::parse(body) {
        Ok(request) => request,
        Err(error) => return Ok(json!({ "error": error.to_string(), "answer": answer })),
    };
    let explainer = Explainer::new(&policy, text);
    let explanation = explainer.explain(&request);
    let line = explainer.line(&request);
    let explained = serde_json::to_value(&explanation).map_err(|error| error.to_string())?;
    Ok(json!({ "explanation": explained, "words": in_words(&explanation), "line": line, "answer": answer }))
}

/// What an explanation has as data, in the words of the tool, in the same order.
fn in_words(explanation: &Explanation<'_>) -> Value {
    let passed = explanation.passed.iter().map(|passed| {
        let (why, details) = words::why(&passed.why);
        json!({ "why": why, "details": details })
    });
    let contests = explanation.contests.iter().map(|contest| {
        let wins = contest
            .candidates
            .iter()
            .map(|candidate| candidate.wins.as_ref().map(|wins| words::wins(wins, contest.preferred)));
        wins.collect::<Vec<_>>()
    });
    let otherwise = explanation
        .otherwise
        .iter()
        .map(|it| json!({ "change": words::change(&it.change), "then": words::then(&it.then) }));
    let rounds = explanation.trace.rounds.iter().map(|round| {
        let tiers =
            round.tiers.iter().map(|tier| tier.out.iter().map(|out| clause::out_of_tier(out.why)).collect::<Vec<_>>());
        tiers.collect::<Vec<_>>()
    });
    json!({
        "passed": passed.collect::<Vec<_>>(),
        "contests": contests.collect::<Vec<_>>(),
        "cohorts": explanation.cohorts.iter().map(words::standing).collect::<Vec<_>>(),
        "otherwise": otherwise.collect::<Vec<_>>(),
        "out": rounds.collect::<Vec<_>>(),
        "by": words::by(&explanation.by),
    })
}

/// The answer as the component writes it, but for the breaks between lines. It is a text, because a browser would round its
/// numbers.
fn answer(native: &Native<'_>) -> Value {
    let (status, decided) = (native.reply.status, native.decided.as_ref());
    let text = match decided.map(|(decision, _)| &decision.outcome) {
        Some(Outcome::Answered { answer, .. }) => serde_json::to_string_pretty(answer),
        _ => {
            let mut body = native.reply.body.clone();
            if let Some(error) = body.get_mut("error").and_then(Value::as_object_mut) {
                error.insert("retry".into(), dps::retry(status).into());
            }
            serde_json::to_string_pretty(&body)
        }
    };
    json!({ "status": status, "text": text.unwrap_or_default() })
}
