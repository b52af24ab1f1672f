//! What is found in one file: by the reader, and in a policy that it accepts by the analysis.

use std::path::Path;

use analysis::check::{self, Code, Example, Finding};
use analysis::difference::Source;
use analysis::fleet::generate::Recipe;
use analysis::test_file::Draft;
use anyhow::{Context as _, Result};
use dps::AllocationRequest;
use placement::{Diagnostic, Policy, Severity};

use super::Deny;
use crate::command::source;
use crate::command::test::{Case, PopulationCase, is_test_file, policy_of};
use crate::fleet::is_description;
use crate::render::{Lines, Told, request_options, request_table};

/// How the analysis is to be done.
#[derive(Clone, Copy, Default)]
pub(crate) struct Options {
    /// How many stamps may be down besides those that are.
    pub(crate) outages: usize,
    /// Whether to tell what was proved.
    pub(crate) proofs: bool,
    /// Whether the file holds what is checked, so that its examples can be looked at closer.
    pub(crate) examples_can_be_asked: bool,
}

/// A file, and everything that was found in it.
pub(crate) struct Checked {
    pub(super) name: String,
    pub(super) source: String,
    diagnostics: Vec<Diagnostic>,
    findings: Vec<Found>,
    /// How many findings the policy excepts.
    pub(super) excepted: usize,
}

/// A finding of the analysis, and what people are told of its example.
struct Found {
    finding: Finding,
    notes: Vec<String>,
}

impl Checked {
    pub(super) fn read(path: &Path, options: Options) -> Result<Self> {
        let (source, name) = (source::text(path)?, source::name(path));
        let read = |diagnostics| Self {
            diagnostics,
            findings: Vec::new(),
            excepted: 0,
            name: name.clone(),
            source: source.clone(),
        };
        if is_test_file(path) {
            return of_test_file(path, &source).map(read);
        }
        if is_description(path) {
            return Ok(read(Recipe::parse(&source).err().unwrap_or_default()));
        }
        Ok(Self::of_policy(&name, &source, options))
    }

    /// What is found in the text of a policy.
    pub(crate) fn of_policy(name: &str, source: &str, options: Options) -> Self {
        let (diagnostics, findings, excepted) = match Policy::parse(source) {
            Err(problems) => (problems, Vec::new(), 0),
            Ok(read) => {
                let report = check::check(&read.policy, source, options.outages);
                let told = report.findings.into_iter();
                let told = told.filter(|finding| options.proofs || finding.diagnostic.code != Code::Proved);
                let file = options.examples_can_be_asked.then_some(name);
                let found = told.map(|finding| Found::new(file, &read.policy, finding)).collect();
                (read.warnings, found, report.excepted)
            }
        };
        Self { name: name.to_owned(), source: source.to_owned(), diagnostics, findings, excepted }
    }

    /// What was found that is not among what was found in the same policy before: by its words; and where these are
    /// new, as an edit may change a share in them, by how often this is found of this entry.
    pub(crate) fn new_since(&self, before: &Self) -> Vec<Told<'_>> {
        let warnings = self.diagnostics.iter().filter(|new| {
            let same = |old: &&Diagnostic| old.code == new.code && old.message == new.message;
            !before.diagnostics.iter().any(|old| same(&old))
        });
        let times = |checked: &Self, new: &Found| checked.findings.iter().filter(|old| old.is_like(new)).count();
        let findings = self.findings.iter().filter(|new| {
            let known = before.findings.iter().any(|old| old.is_like(new) && old.message() == new.message());
            !known && times(self, new) > times(before, new)
        });
        warnings.map(Told::from).chain(findings.map(Told::from)).collect()
    }

    /// Everything that was found, what the reader says first.
    pub(super) fn told(&self) -> impl Iterator<Item = Told<'_>> {
        self.diagnostics.iter().map(Told::from).chain(self.findings.iter().map(Told::from))
    }

    /// Whether nothing was found that is an error, or denied.
    pub(super) fn passes(&self, deny: Option<Deny>) -> bool {
        let least = if deny == Some(Deny::Warnings) { Severity::Warning } else { Severity::Error };
        self.told().all(|told| told.severity < least)
    }

    pub(super) fn count(&self, severity: Severity) -> usize {
        self.told().filter(|told| told.severity == severity).count()
    }
}

impl Found {
    fn new(file: Option<&str>, policy: &Policy, finding: Finding) -> Self {
        let notes = finding.example.as_ref().map(|example| notes(file, policy, example)).unwrap_or_default();
        Self { finding, notes }
    }

    fn message(&self) -> &str {
        &self.finding.diagnostic.message
    }

    /// Whether both say the same kind of thing of one entry.
    fn is_like(&self, other: &Self) -> bool {
        let is = |found: &Self| (found.finding.diagnostic.code, found.finding.entry.clone());
        is(self) == is(other)
    }
}

/// What people are told of an example: the device, what is decided about it, and how to look closer, which needs a file.
fn notes(file: Option<&str>, policy: &Policy, example: &Example) -> Vec<String> {
    let body = example.request.to_string();
    let table = request_table::request(policy, body.as_bytes());
    let request = AllocationRequest::parse(body.as_bytes()).ok().filter(|_| example.down.is_empty());
    let command = request.and_then(|request| request_options::command(file?, policy, &request));
    let when = match example.down.as_slice() {
        [] => "today".into(),
        down => format!("with {} down", down.join(" and ")),
    };
    let mut notes = vec![format!("for example {}", table.unwrap_or(body))];
    notes.push(format!("decided {when}: {}", example.shows));
    notes.extend(command.map(|command| format!("look closer: {command}")));
    notes
}

impl<'f> From<&'f Found> for Told<'f> {
    fn from(found: &'f Found) -> Self {
        let told = Self::from(&found.finding.diagnostic);
        Self { notes: &found.notes, example: found.finding.example.as_ref(), ..told }
    }
}

fn of_test_file(path: &Path, source: &str) -> Result<Vec<Diagnostic>> {
    let draft = match Draft::parse(source) {
        Ok(draft) => draft,
        Err(problems) => return Ok(problems),
    };
    let policy = policy_of(path, &draft);
    let text = source::text(&policy)?;
    let parsed = Policy::parse(&text);
    let checked =
        parsed.map_err(|_| anyhow::anyhow!("{} tests {}, which has errors", path.display(), policy.display()))?;
    let tests = match draft.against(&checked.policy) {
        Ok(tests) => tests,
        Err(problems) => return Ok(problems),
    };
    let lines = Lines::of(source);
    let tested = Source { policy: &checked.policy, text: &text };
    let populations = draft.populations(&checked.policy).unwrap_or_default();
    let ready = tests.into_iter().try_for_each(|test| Case::ready(test, path, &lines).map(drop));
    let ready = ready.and_then(|()| {
        populations.into_iter().try_for_each(|one| PopulationCase::ready(one, path, &lines, tested).map(drop))
    });
    ready.with_context(|| format!("{} cannot be run", path.display()))?;
    Ok(Vec::new())
}
