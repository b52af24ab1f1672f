//! `stamp check`: is a policy valid?

mod entry;

use std::path::{Path, PathBuf};

use analysis::test_file::Draft;
use anyhow::{Context as _, Result};
use placement::{Diagnostic, Policy, Severity};

use super::source;
use super::test::{Case, is_test_file, policy_of};
use crate::render::{Finding, Lines, Visible, diagnostic, github, plural, sarif};
use crate::{ExitStatus, Output};

/// Check policies, and say everything that is wrong with them
///
/// Reads each policy as the component does, and shows everything that keeps it from being used, with its place and what
/// to write instead; people are shown the first 50 findings of a file. A test file is checked too: it is held against
/// the policy that it tests.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policies and test files; - is the standard input
    #[arg(required_unless_present = "explain", value_name = "POLICY")]
    policies: Vec<PathBuf>,

    /// What also makes the check fail
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,

    /// How to write the findings
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,

    /// Say what a finding with this code means and what to write instead, rather than check anything
    #[arg(long, value_name = "CODE", conflicts_with_all = ["policies", "deny", "format"])]
    explain: Option<String>,
}

/// How findings are written.
#[derive(Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Form {
    /// For people.
    #[default]
    Human,
    /// For scripts: JSON.
    Json,
    /// For code scanning services: SARIF 2.1.0.
    Sarif,
    /// For GitHub's workflows: an annotation for each finding.
    Github,
}

/// What makes a check fail besides errors.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    /// Warnings, which a policy may have and still be used.
    Warnings,
}

const EXAMPLES: &str = "\
Examples:
  stamp check policies/contoso.toml
  stamp check policies/*.toml --deny warnings
  git show main:policies/contoso.toml | stamp check - --format json
  stamp check policies/contoso.toml --format sarif > findings.sarif
  stamp check --explain unknown-key";

/// Checks every file, whatever the others are like.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    if let Some(code) = args.explain {
        output.result(entry::for_people(&code)?)?;
        return Ok(ExitStatus::Success);
    }
    let mut checked = Vec::new();
    let mut unreadable = Vec::new();
    for path in &args.policies {
        match Checked::read(path) {
            Ok(file) => checked.push(file),
            Err(error) => {
                // A path that a test file names may be forged; and the other files are checked also where nobody reads the notes.
                drop(output.note(format_args!("error: {}", Visible(format_args!("{error:#}")))));
                unreadable.push(Finding::not_checked(&source::name(path), &format!("{error:#}")));
            }
        }
    }
    match args.format {
        Form::Human if checked.is_empty() => {}
        Form::Human => for_people(&checked, output)?,
        form => output.result(for_machines(form, &checked, &unreadable)?)?,
    }
    let denied = |severity| severity == Severity::Error || args.deny == Some(Deny::Warnings);
    let refused = checked.iter().flat_map(|file| &file.findings).any(|finding| denied(finding.severity));
    Ok(match refused {
        _ if !unreadable.is_empty() => ExitStatus::Error,
        true => ExitStatus::Failure,
        false => ExitStatus::Success,
    })
}

/// A file, and everything that is wrong with it.
struct Checked {
    name: String,
    source: String,
    findings: Vec<Diagnostic>,
}

impl Checked {
    fn read(path: &Path) -> Result<Self> {
        let source = source::text(path)?;
        let findings = if is_test_file(path) { of_test_file(path, &source)? } else { of_policy(&source) };
        Ok(Self { name: source::name(path), source, findings })
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

fn of_policy(source: &str) -> Vec<Diagnostic> {
    Policy::parse(source).map_or_else(|problems| problems, |checked| checked.warnings)
}

fn of_test_file(path: &Path, source: &str) -> Result<Vec<Diagnostic>> {
    let draft = match Draft::parse(source) {
        Ok(draft) => draft,
        Err(problems) => return Ok(problems),
    };
    let policy = policy_of(path, &draft);
    let parsed = Policy::parse(&source::text(&policy)?);
    let checked =
        parsed.map_err(|_| anyhow::anyhow!("{} tests {}, which has errors", path.display(), policy.display()))?;
    let tests = match draft.against(&checked.policy) {
        Ok(tests) => tests,
        Err(problems) => return Ok(problems),
    };
    let lines = Lines::of(source);
    let ready = tests.into_iter().try_for_each(|test| Case::ready(test, path, &lines).map(drop));
    ready.with_context(|| format!("{} cannot be run", path.display()))?;
    Ok(Vec::new())
}

fn for_people(checked: &[Checked], output: &mut Output) -> Result<()> {
    for file in checked.iter().filter(|file| !file.findings.is_empty()) {
        output.result(diagnostic::for_people(&file.name, &file.source, &file.findings))?;
        output.result("")?;
    }
    let count = |severity| checked.iter().map(|file| file.count(severity)).sum();
    let found = match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => "no problems".to_owned(),
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    };
    Ok(output.result(format_args!("{} checked: {found}", plural(checked.len(), "file")))?)
}

fn for_machines(form: Form, checked: &[Checked], unreadable: &[Finding]) -> Result<String> {
    let findings: Vec<_> =
        checked.iter().flat_map(|file| Finding::all(&file.name, &file.source, &file.findings)).collect();
    let findings = findings.iter().chain(unreadable);
    Ok(match form {
        Form::Human | Form::Json => serde_json::to_string_pretty(&findings.collect::<Vec<_>>())?,
        Form::Sarif => serde_json::to_string_pretty(&sarif::findings(findings))?,
        Form::Github => github::findings(findings),
    })
}
