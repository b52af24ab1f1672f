//! Annotations of GitHub's workflows: lines that its runner shows at a place of a file.
//!
//! <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>

use super::test_results::{details, summary};
use super::{Finding, Visible};
use crate::command::test::results::{FileResults, Outcome, Results};

/// What came of tests: an annotation for everything that failed, and the summary.
pub(crate) fn results(results: &Results) -> String {
    let mut lines: Vec<String> = results.files.iter().flat_map(file).collect();
    lines.push(anstream::adapter::strip_str(&summary(results)).to_string());
    lines.join("\n")
}

/// What is wrong with policies and test files.
pub(crate) fn findings<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> String {
    findings.into_iter().map(finding).collect::<Vec<_>>().join("\n")
}

fn file(file: &FileResults) -> Vec<String> {
    let failed = |message: &str| vec![annotation("error", &file.file, 1, None, "the tests were not run", message)];
    match &file.outcome {
        Outcome::Tested { tests, .. } => {
            let failed = tests.iter().filter(|test| !test.passed);
            failed.map(|test| annotation("error", &file.file, test.line, None, &test.name, &details(test))).collect()
        }
        Outcome::InvalidPolicy { findings, .. } | Outcome::NoTestFile { findings, .. } => {
            findings.iter().map(finding).collect()
        }
        Outcome::Unreadable { error } => failed(error),
        Outcome::OtherPolicy { .. } | Outcome::FilteredOut => Vec::new(),
    }
}

fn finding(finding: &Finding) -> String {
    let level = match finding.severity.as_str() {
        "error" => "error",
        "note" => "notice",
        _ => "warning",
    };
    let help = finding.help.as_deref().map(|help| format!("\n{help}")).unwrap_or_default();
    let message = format!("{}{help}", finding.message);
    annotation(level, &finding.file, finding.place.line, Some(finding.place.column), finding.code, &message)
}

fn annotation(level: &str, file: &str, line: usize, column: Option<usize>, title: &str, message: &str) -> String {
    let column = column.map(|column| format!(",col={column}")).unwrap_or_default();
    let (file, title) = (property(file), property(title));
    format!("::{level} file={file},line={line}{column},title={title}::{}", data(message))
}

/// The text of a command, as the runner unescapes it.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| Visible(line).to_string().replace('%', "%25")).collect();
    lines.join("%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
