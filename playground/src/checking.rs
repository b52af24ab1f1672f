//! What is found in a policy, and what of it the page shows beside the text.

use analysis::check::{self, Code as Check};
use analysis::edit::{CohortUse, Entry, PolicyText};
use placement::diagnostic::Kind;
use placement::{Diagnostic, Percent, Policy};
use serde::Serialize;
use serde_json::{Value, json};

use crate::position::{Positions, Span};

/// Something that was found.
#[derive(Serialize)]
pub(crate) struct Finding {
    code: &'static str,
    severity: String,
    message: String,
    help: Option<String>,
    #[serde(flatten)]
    span: Span,
    related: Vec<Related>,
    /// A device that shows it.
    example: Option<Example>,
}

/// A device that shows what was found. The body is a text, because a browser would round its numbers.
#[derive(Serialize)]
struct Example {
    request: String,
    down: Vec<String>,
    shows: String,
}

impl Example {
    fn of(example: &check::Example) -> Self {
        let request = serde_json::to_string_pretty(&example.request).unwrap_or_default();
        Self { request, down: example.down.clone(), shows: example.shows.clone() }
    }
}

#[derive(Serialize)]
struct Related {
    message: String,
    #[serde(flatten)]
    span: Span,
}

/// All that is found in the text of a policy, and, of one that can be used, what there is in it.
pub(crate) fn check(text: &str) -> Value {
    let positions = Positions::of(text);
    match Policy::parse(text) {
        Err(problems) => json!({ "findings": findings(&problems, &positions), "excepted": 0, "policy": null }),
        Ok(read) => {
            let report = check::check(&read.policy, text, 0);
            let mut all = findings(&read.warnings, &positions);
            let told = report.findings.into_iter().filter(|finding| finding.diagnostic.code != Check::Proved);
            all.extend(told.map(|found| Finding {
                example: found.example.as_ref().map(Example::of),
                ..finding(&found.diagnostic, &positions)
            }));
            json!({ "findings": all, "excepted": report.excepted, "policy": outline(&read.policy, text) })
        }
    }
}

/// The errors and warnings of a reader.
pub(crate) fn findings<C: Kind>(diagnostics: &[Diagnostic<C>], positions: &Positions<'_>) -> Vec<Finding> {
    diagnostics.iter().map(|diagnostic| finding(diagnostic, positions)).collect()
}

fn finding<C: Kind>(diagnostic: &Diagnostic<C>, positions: &Positions<'_>) -> Finding {
    let related =
        diagnostic.related.iter().map(|(span, why)| Related { message: why.clone(), span: positions.span(span) });
    Finding {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity.to_string(),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        span: positions.span(&diagnostic.span),
        related: related.collect(),
        example: None,
    }
}

/// What forms and sliders of the page need of a policy.
fn outline(policy: &Policy, text: &str) -> Value {
    let stamps = policy.stamps().iter().map(|stamp| {
        json!({
            "name": stamp.name.as_str(),
            "hub": stamp.hub.as_str(),
            "state": stamp.state.word(),
            "capacity": stamp.capacity,
        })
    });
    let positions = Positions::of(text);
    let cohorts = PolicyText::parse(text).map(|text| text.cohorts()).unwrap_or_default();
    json!({
        "name": policy.name(),
        "revision": policy.revision(),
        "digest": policy.digest(),
        "stamps": stamps.collect::<Vec<_>>(),
        "cohorts": cohorts.iter().map(|asked| cohort(asked, &positions)).collect::<Vec<_>>(),
    })
}

fn cohort(asked: &CohortUse, positions: &Positions<'_>) -> Value {
    let attribute = match &asked.entry {
        Entry::Rule { attribute, .. } => Some(attribute),
        _ => None,
    };
    json!({
        "cohort": asked.cohort,
        "kind": asked.entry.kind(),
        "attribute": attribute,
        "entry": asked.entry.name(),
        "negated": asked.negated,
        "start": asked.slice.start.to_string(),
        "end": asked.slice.end.to_string(),
        "line": positions.span(&asked.place).from.line,
    })
}

/// The text whose cohort of this number, by the order of the text, ends here.
///
/// # Errors
/// In words: what keeps it from ending here.
pub(crate) fn with_cohort_end(text: &str, number: usize, end: &str) -> Result<String, String> {
    let end = Percent::parse(end).map_err(|error| format!("`{end}` is no percentage: {error}"))?;
    let text = PolicyText::parse(text).map_err(|problem| problem.to_string())?;
    let uses = text.cohorts();
    let asked = uses.get(number).ok_or("the policy asks for fewer cohorts now")?;
    let edited = text.with_each_end([(asked, end)]).map_err(|problem| problem.to_string())?;
    Ok(edited.text().to_owned())
}
