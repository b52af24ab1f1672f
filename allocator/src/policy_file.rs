use std::io;

use placement::{Checked, Diagnostic, Policy, Severity};
use serde::Serialize;

use crate::problem::PolicyProblem;

/// The policy file, read and validated once in the life of an instance: it is mounted as a snapshot, and to read it for
/// each request would cost far more than the decision.
pub(crate) type PolicyFile = Result<Policy, PolicyProblem>;

/// Validates the text of the file, if there is one.
pub(crate) fn check(source: io::Result<String>) -> PolicyFile {
    let source = source.map_err(|error| PolicyProblem::Unreadable { reason: error.to_string() })?;
    match Policy::parse(&source) {
        Ok(Checked { policy, .. }) => Ok(policy),
        Err(diagnostics) => {
            let errors = diagnostics.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            Err(PolicyProblem::Invalid { findings: errors.map(|error| Finding::new(error, &source)).collect() })
        }
    }
}

/// One thing that is wrong with the policy, without its text.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    line: usize,
    column: usize,
}

impl Finding {
    fn new(diagnostic: Diagnostic, source: &str) -> Self {
        let (line, column) = diagnostic.position(source);
        Self { code: diagnostic.code.as_str(), message: diagnostic.message, help: diagnostic.help, line, column }
    }
}
