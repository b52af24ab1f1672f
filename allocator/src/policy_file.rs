use std::io;

use placement::{Checked, Policy, Severity};

use crate::{findings::Finding, problem::PolicyProblem};

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
            Err(PolicyProblem::Invalid { findings: errors.map(|error| Finding::new(&error, &source)).collect() })
        }
    }
}
