//! Whether the component can decide, for whoever watches it.
//!
//! It needs no key, so it tells which policy this is and what is wrong with it, and nothing that only the log may have.

use http::StatusCode;
use placement::Policy;
use serde::Serialize;

use crate::{
    findings::Findings,
    log,
    policy_file::PolicyFile,
    problem::{KeysProblem, Problem},
    reply::{Reply, response},
};

/// How many errors of an invalid policy are told. Nobody mends more of them at a time.
const FIRST_FINDINGS: usize = 20;

#[derive(Serialize)]
struct Health<'a> {
    status: &'static str,
    version: &'static str,
    policy: Option<PolicyIdentity<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<HealthProblem<'a>>,
}

#[derive(Serialize)]
struct PolicyIdentity<'a> {
    name: &'a str,
    revision: Option<&'a str>,
    digest: &'a str,
}

#[derive(Serialize)]
struct HealthProblem<'a> {
    code: &'static str,
    message: String,
    #[serde(flatten)]
    findings: Findings<'a>,
}

/// The answer to a check of health: 200 if there are a policy and a key, else 503 with everything that is wrong.
pub(crate) fn reply(policy: &PolicyFile, keys: Result<(), KeysProblem>) -> Reply {
    let policy_problem = policy.as_ref().err().map(Problem::Policy);
    let problems: Vec<Problem<'_>> = policy_problem.into_iter().chain(keys.err().map(Problem::Keys)).collect();
    let healthy = problems.is_empty();
    let status = if healthy { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let health = Health {
        status: if healthy { "ok" } else { "failing" },
        version: env!("CARGO_PKG_VERSION"),
        policy: policy.as_ref().ok().map(PolicyIdentity::of),
        problems: problems.iter().map(HealthProblem::new).collect(),
    };
    let log = (!healthy).then(|| log::unhealthy(status, &problems));
    Reply { response: response(status, &health), log }
}

impl<'a> PolicyIdentity<'a> {
    fn of(policy: &'a Policy) -> Self {
        Self { name: policy.name(), revision: policy.revision(), digest: policy.digest() }
    }
}

impl<'a> HealthProblem<'a> {
    fn new(problem: &'a Problem<'_>) -> Self {
        let findings = Findings::first(problem.findings(), FIRST_FINDINGS);
        Self { code: problem.code(), message: problem.to_string(), findings }
    }
}
