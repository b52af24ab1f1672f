use std::fs;
use std::path::{Path, PathBuf};

use analysis::test_file::{Draft, Request, Test};
use anyhow::{Context as _, Result};
use placement::{Diagnostic, Policy};

use super::population::PopulationCase;
use super::results::Outcome;
use crate::command::source;
use crate::render::{Finding, Lines, diagnostic};

/// What the name of a test file ends with.
const ENDING: &str = ".test.toml";

/// A policy, and the tests of one file for it.
pub(crate) struct Subject {
    pub(crate) policy: Policy,
    /// The policy's file.
    pub(crate) path: PathBuf,
    /// The policy's text.
    pub(crate) source: String,
    pub(crate) cases: Vec<Case>,
    pub(crate) populations: Vec<PopulationCase>,
}

/// A test, ready to be run.
pub(crate) struct Case {
    pub(crate) test: Test,
    /// The line of the test file on which its name stands.
    pub(crate) line: usize,
    /// What is posted.
    pub(crate) body: Vec<u8>,
}

/// Whether a file is one of tests, by its name.
pub(crate) fn is_test_file(path: &Path) -> bool {
    path.to_string_lossy().ends_with(ENDING)
}

/// The policy that a test file tests: the one that it names, else the one of the same name.
pub(crate) fn policy_of(file: &Path, draft: &Draft<'_>) -> PathBuf {
    draft.policy().map_or_else(|| by_name(file), |policy| file.with_file_name(policy))
}

/// The policy of the same name as a test file.
pub(crate) fn by_name(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{}.toml", name.strip_suffix(ENDING).unwrap_or(&name)))
}

impl Subject {
    /// Reads a test file with its policy, and of the tests whose names contain the filter the bodies that they name; or
    /// says why nothing of it can be run. What is wrong with a file that holds no such test is of no concern.
    ///
    /// An error means that a file could not be read.
    pub(crate) fn read(path: &Path, filter: Option<&str>) -> Result<Result<Self, Outcome>> {
        Self::try_read(path, |name| filter.is_none_or(|text| name.contains(text)))
            .with_context(|| format!("{} cannot be run", path.display()))
    }

    fn try_read(path: &Path, wanted: impl Fn(&str) -> bool) -> Result<Result<Self, Outcome>> {
        let text = source::text(path)?;
        let draft = match Draft::parse(&text) {
            Ok(draft) => draft,
            Err(problems) => return Ok(Err(no_test_file(path, &text, &problems))),
        };
        let names = draft.names().filter(|name| wanted(name)).count();
        // Where everything is asked for, a file without tests is not left out: it is a mistake, and is told so below.
        if names == 0 && !wanted("") {
            return Ok(Err(Outcome::FilteredOut));
        }
        let policy_path = policy_of(path, &draft);
        let source = source::text(&policy_path)?;
        let policy = match Policy::parse(&source) {
            Ok(checked) => checked.policy,
            Err(problems) => return Ok(Err(invalid_policy(&policy_path, &source, &problems, names))),
        };
        let tests = match draft.against(&policy) {
            Ok(tests) => tests,
            Err(problems) => return Ok(Err(no_test_file(path, &text, &problems))),
        };
        let lines = Lines::of(&text);
        let tests = tests.into_iter().filter(|test| wanted(&test.name));
        let cases = tests.map(|test| Case::ready(test, path, &lines)).collect::<Result<_>>()?;
        // What is wrong with them has been told with the tests.
        let populations = draft.populations(&policy).unwrap_or_default();
        let populations = populations.into_iter().filter(|population| wanted(&population.name));
        let tested = analysis::difference::Source { policy: &policy, text: &source };
        let populations =
            populations.map(|one| PopulationCase::ready(one, path, &lines, tested)).collect::<Result<_>>()?;
        Ok(Ok(Self { policy, path: policy_path, source, cases, populations }))
    }
}

impl Case {
    /// Reads the body that a test of `file` names, if it names one.
    pub(crate) fn ready(test: Test, file: &Path, lines: &Lines<'_>) -> Result<Self> {
        let line = lines.place(&test.span).line;
        let body = match &test.request {
            Request::Body(body) => body.clone(),
            Request::File { path, .. } => {
                let body = file.with_file_name(path);
                fs::read(&body)
                    .with_context(|| format!("could not read {}, the request of line {line}", body.display()))?
            }
        };
        Ok(Self { test, line, body })
    }
}

fn no_test_file(path: &Path, source: &str, problems: &[Diagnostic]) -> Outcome {
    let name = source::name(path);
    Outcome::NoTestFile {
        findings: Finding::all(&name, source, problems),
        shown: diagnostic::for_people(&name, source, problems),
    }
}

fn invalid_policy(path: &Path, source: &str, problems: &[Diagnostic], tests: usize) -> Outcome {
    let name = source::name(path);
    Outcome::InvalidPolicy {
        findings: Finding::all(&name, source, problems),
        shown: diagnostic::for_people(&name, source, problems),
        policy: name,
        tests,
    }
}
