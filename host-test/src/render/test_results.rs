//! What came of tests, for people.

use std::io;

use analysis::Mismatch;
use anstream::adapter::strip_str;
use serde_json::Value;

use super::page::Page;
use super::style::{BAD, GOOD, PASSED, Styled};
use super::{Visible, grouped, plural};
use crate::Output;
use crate::command::test::results::{FileResults, Outcome, Results, TestResult};

/// Writes what came of a test file: failures, and where it is to be `verbose` every test. A policy's errors `known`
/// from a file before are not shown again.
pub(crate) fn file(results: &FileResults, verbose: bool, known: bool, output: &mut Output) -> io::Result<()> {
    match &results.outcome {
        Outcome::Tested { tests, .. } => {
            for test in tests.iter().filter(|test| verbose || !test.passed) {
                output.result(self::test(&results.file, test))?;
            }
            Ok(())
        }
        Outcome::InvalidPolicy { policy, shown, tests, .. } => {
            if !known {
                output.result(format_args!("{shown}\n"))?;
            }
            let all = plural(*tests, "test");
            output.result(format_args!(
                "{} {all} {}: {} has errors",
                Styled(BAD, "FAIL"),
                Styled(PASSED, &results.file),
                Visible(policy)
            ))
        }
        Outcome::NoTestFile { shown, .. } => output.note(shown),
        Outcome::Unreadable { error } => output.note(format_args!("error: {}", Visible(error))),
        Outcome::FilteredOut => Ok(()),
        Outcome::OtherPolicy { policy, digest } => {
            output.note(format_args!("left out: {} tests the policy {policy}, sha256 {digest}", results.file))
        }
    }
}

fn test(file: &str, test: &TestResult) -> String {
    let mut page = Page::default();
    let devices = test.devices.map(|devices| format!(", {} devices", grouped(devices))).unwrap_or_default();
    let place = format!("{file}:{}{devices}", test.line);
    if test.passed {
        page.line(0, format_args!("{}   {} {}", Styled(GOOD, "ok"), Visible(&test.name), Styled(PASSED, place)));
    } else {
        page.line(0, format_args!("{} {} {}", Styled(BAD, "FAIL"), Visible(&test.name), Styled(PASSED, place)));
    }
    mismatches(&mut page, test);
    page.into_text()
}

/// What is wrong, without colours.
pub(crate) fn details(test: &TestResult) -> String {
    let mut page = Page::default();
    mismatches(&mut page, test);
    let text = page.into_text();
    let lines: Vec<String> =
        text.lines().map(|line| strip_str(line.strip_prefix("  ").unwrap_or(line)).to_string()).collect();
    lines.join("\n")
}

/// The first thing that is wrong, on one line and without colours.
pub(crate) fn brief(test: &TestResult) -> String {
    details(test).lines().next().unwrap_or_default().to_owned()
}

fn mismatches(page: &mut Page, test: &TestResult) {
    for (at, mismatch) in test.mismatches.iter().enumerate() {
        write(page, mismatch);
        // The decision's line belongs to several of them; it is told once, with the last.
        let next = test.mismatches.get(at + 1).and_then(|next| next.because.as_deref());
        if let Some(because) = mismatch.because.as_deref().filter(|because| next != Some(because)) {
            because.lines().for_each(|line| page.line(2, Styled(PASSED, line)));
        }
    }
}

fn write(page: &mut Page, mismatch: &Mismatch) {
    let [expected, actual] = [&mismatch.expected, &mismatch.actual].map(|value| Visible(shown(value)));
    match mismatch.what.as_str() {
        "answer" => {
            page.line(1, "the webhook does not answer what is decided natively");
            page.line(2, format_args!("natively  {expected}"));
            page.line(2, format_args!("answered  {actual}"));
        }
        "by" => page.line(1, format_args!("by: `{expected}` took no part; {actual} did")),
        what @ ("twin" | "payload") => {
            page.line(1, format_args!("{what} is not the one expected"));
            page.line(2, format_args!("expected  {expected}"));
            page.line(2, format_args!("actual    {actual}"));
        }
        what => page.line(1, format_args!("{}: expected {expected}, got {actual}", Visible(what))),
    }
}

/// A value without the quotes that only JSON needs.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "none".into(),
        Value::Array(items) => items.iter().map(|item| format!("`{}`", shown(item))).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The last line.
pub(crate) fn summary(results: &Results) -> String {
    let style = if results.failed > 0 || results.is_empty() { BAD } else { GOOD };
    let left_out = results.files.iter().filter(|file| matches!(file.outcome, Outcome::OtherPolicy { .. })).count();
    let rest = if left_out > 0 { format!("; {} left out", plural(left_out, "test file")) } else { String::new() };
    format!("{}{rest}", Styled(style, format_args!("{} passed; {} failed", results.passed, results.failed)))
}
