//! What a command says of a policy that cannot be used.

use std::path::Path;

use anyhow::Result;
use placement::Diagnostic;
use serde_json::json;

use super::source;
use crate::render::{Finding, Format, diagnostic};
use crate::{ExitStatus, Output};

/// Says what is wrong with the policy of a file: to people among the notes, to scripts as `{ "error", "findings" }`.
pub(crate) fn policy(
    path: &Path,
    text: &str,
    problems: &[Diagnostic],
    format: Format,
    output: &mut Output,
) -> Result<ExitStatus> {
    let name = source::name(path);
    match format {
        Format::Human => output.note(diagnostic::for_people(&name, text, problems))?,
        Format::Json => {
            let findings = Finding::all(&name, text, problems);
            let refused = json!({ "error": format!("{name} has errors"), "findings": findings });
            output.result(format_args!("{refused:#}"))?;
        }
    }
    Ok(ExitStatus::Failure)
}
