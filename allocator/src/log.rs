//! The lines that requests leave in the log: one JSON object each, without the time, which whoever collects them adds.
//!
//! A request for an allocation leaves one line, whatever becomes of it. A check of health leaves one if it fails.
//! What asks for anything else leaves none: a public address is probed all day, and no device depends on it.
//! No line holds a key, a payload, an attestation or a twin.

use std::borrow::Cow;

use dps::{AllocationRequest, RegistrationId};
use http::StatusCode;
use placement::{Decision, Described, How, Outcome, Policy};
use serde::{Serialize, Serializer};

use crate::{cut::cut, findings::Findings, json, problem::Problem, variables::LogIds};

/// How many errors of an invalid policy a line holds. `/healthz` has more of them.
const FIRST_FINDINGS: usize = 3;

const MASKED_IN_DOUBT: &str = "the variable `log_ids` does not say `plain` or `masked`, so IDs are masked";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DecisionLine<'a> {
    event: &'static str,
    status: u16,
    #[serde(flatten)]
    device: Device<'a>,
    policy_digest: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<How>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stamp: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hub: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    current_stamp: Option<&'a str>,
    #[serde(serialize_with = "values")]
    attributes: &'a [Described<'a>],
    #[serde(serialize_with = "rules")]
    rules: &'a [Described<'a>],
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fallback: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    moves: &'a [&'a str],
    #[serde(skip_serializing_if = "is_false")]
    circle: bool,
}

/// The device by its registration ID, or by what stands for it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Device<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    registration_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    masked_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<&'static str>,
}

#[derive(Serialize)]
struct RefusedLine<'a> {
    event: &'static str,
    status: u16,
    #[serde(flatten)]
    problem: LoggedProblem<'a>,
}

#[derive(Serialize)]
struct UnhealthyLine<'a> {
    event: &'static str,
    status: u16,
    problems: Vec<LoggedProblem<'a>>,
}

#[derive(Serialize)]
struct LoggedProblem<'a> {
    code: &'a str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'a, str>>,
    #[serde(flatten)]
    findings: Findings<'a>,
}

/// The line of a request that was decided.
pub(crate) fn decision(policy: &Policy, ids: LogIds, request: &AllocationRequest, decision: &Decision<'_>) -> String {
    let (status, how, code, stamp, hub) = match &decision.outcome {
        Outcome::Answered { how, stamp, answer } => (200, Some(*how), None, *stamp, Some(cut(&answer.hub))),
        Outcome::Refused(refusal) => (refusal.status(), None, Some(refusal.code()), None, None),
    };
    json::to_line(&DecisionLine {
        event: "decision",
        status,
        device: Device::new(policy, ids, &request.registration_id),
        policy_digest: policy.digest(),
        how,
        code,
        stamp,
        hub,
        current_stamp: decision.current_stamp,
        attributes: &decision.attributes,
        rules: &decision.attributes,
        pin: decision.pin,
        fallback: decision.fallback,
        moves: &decision.moves,
        circle: decision.circle,
    })
}

/// The line of a request for an allocation that was not decided.
pub(crate) fn refused(problem: &Problem<'_>) -> String {
    let status = problem.status().as_u16();
    json::to_line(&RefusedLine { event: "refused", status, problem: LoggedProblem::new(problem) })
}

/// The line of a check of health that failed for `problems`.
pub(crate) fn unhealthy(status: StatusCode, problems: &[Problem<'_>]) -> String {
    let problems = problems.iter().map(LoggedProblem::new).collect();
    json::to_line(&UnhealthyLine { event: "unhealthy", status: status.as_u16(), problems })
}

impl<'a> Device<'a> {
    fn new(policy: &Policy, ids: LogIds, id: &'a RegistrationId) -> Self {
        let (registration_id, masked_id) = match ids {
            LogIds::Plain => (Some(id.as_str()), None),
            LogIds::Masked | LogIds::MaskedInDoubt => (None, Some(format!("{:016x}", policy.mask(id)))),
        };
        let warning = (ids == LogIds::MaskedInDoubt).then_some(MASKED_IN_DOUBT);
        Self { registration_id, masked_id, warning }
    }
}

impl<'a> LoggedProblem<'a> {
    fn new(problem: &'a Problem<'_>) -> Self {
        Self {
            code: problem.code(),
            message: problem.to_string(),
            field: problem.field(),
            reason: problem.reason().map(cut),
            findings: Findings::first(problem.findings(), FIRST_FINDINGS),
        }
    }
}

fn values<S: Serializer>(described: &&[Described<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(described.iter().map(|entry| (entry.attribute, entry.value)))
}

fn rules<S: Serializer>(described: &&[Described<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(described.iter().filter_map(|entry| Some((entry.attribute, entry.rule?))))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(value: &bool) -> bool {
    !value
}
