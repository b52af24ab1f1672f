//! A file of many requests, a line each.

use std::path::Path;

use analysis::explanation::{Explainer, Explanation};
use anyhow::{Context as _, Result, bail};
use dps::AllocationRequest;
use placement::Policy;
use serde::Serialize;
use serde_json::json;

use super::Shown;
use crate::command::requests::BodyLines;
use crate::command::source;
use crate::render::{Visible, explanation};
use crate::{ExitStatus, Output};

/// An explanation, and the line of the request.
#[derive(Serialize)]
struct OfLine<'e, 'p> {
    line: usize,
    #[serde(flatten)]
    explanation: &'e Explanation<'p>,
}

/// Explains one after the other, holding no more than one. A line that is no request is told, and the others are explained
/// all the same; then the exit code is 1.
pub(super) fn run(
    explainer: &Explainer<'_>,
    policy: &Policy,
    path: &Path,
    lines: BodyLines,
    shown: Shown,
    output: &mut Output,
) -> Result<ExitStatus> {
    let name = source::name(path);
    let (mut explained, mut broken) = (0_usize, 0_usize);
    for line in lines {
        let (number, body) = line.with_context(|| format!("could not read {name}"))?;
        match AllocationRequest::parse(&body) {
            Ok(request) => {
                if matches!(shown, Shown::Steps) && explained > 0 {
                    output.result("")?;
                }
                output.result(told(explainer, policy, &request, number, shown)?)?;
                explained += 1;
            }
            Err(error) => {
                if matches!(shown, Shown::Json) {
                    output.result(json!({ "line": number, "error": error.to_string() }))?;
                }
                output.note(format_args!("{name}:{number} is no request: {}", Visible(error)))?;
                broken += 1;
            }
        }
    }
    match (explained, broken) {
        (0, 0) => bail!("{name} holds no request"),
        (_, 0) => Ok(ExitStatus::Success),
        _ => Ok(ExitStatus::Failure),
    }
}

fn told(
    explainer: &Explainer<'_>,
    policy: &Policy,
    request: &AllocationRequest,
    line: usize,
    shown: Shown,
) -> Result<String> {
    Ok(match shown {
        Shown::Line => Visible(explainer.line(request)).to_string(),
        Shown::Steps => explanation::for_people(policy, &explainer.explain(request)),
        Shown::Json => serde_json::to_string(&OfLine { line, explanation: &explainer.explain(request) })?,
    })
}
