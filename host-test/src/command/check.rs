//! `stamp check`: is a policy valid, and does it do what its author means?

mod entry;
mod file;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use placement::Severity;

pub(crate) use self::file::{Checked, Options};

use super::{folder, source};
use crate::render::{Finding, Visible, diagnostic, github, plural, sarif};
use crate::{ExitStatus, Output};

/// Check policies, and say everything that is wrong with them
///
/// Reads each policy as the component does, and shows everything that keeps it from being used, with its place and what
/// to write instead. A policy that can be used is then analysed, for every device that there can be: guarantees that
/// have to act, devices that no stamp serves, rules that never decide, circles of moves, and more, each with a device
/// that shows it. People are shown the first 50 findings of a file. A test file is checked too: it is held against the
/// policy that it tests. So is a description of a fleet (*.fleet.toml).
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Policies, test files and descriptions of fleets, and folders (all of these in them); - is the standard input
    /// [default: policies, or the current folder where there is none]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// What also makes the check fail
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,

    /// Look at guarantees also with any stamps down, at most so many at once: 0 to 2
    #[arg(long, value_name = "COUNT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(..=2))]
    outages: u8,

    /// Tell also what was proved
    #[arg(long, short)]
    verbose: bool,

    /// How to write the findings
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,

    /// Say what a finding with this code means and what to write instead, rather than check anything
    #[arg(long, value_name = "CODE", conflicts_with_all = ["paths", "deny", "outages", "verbose", "format"])]
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
pub(crate) enum Deny {
    /// Warnings, which a policy may have and still be used.
    Warnings,
}

const EXAMPLES: &str = "\
Examples:
  stamp check
  stamp check policies/contoso.toml
  stamp check policies --deny warnings
  stamp check policies/contoso.toml --outages 1 --verbose
  git show main:policies/contoso.toml | stamp check - --format json
  stamp check policies/contoso.toml --format sarif > findings.sarif
  stamp check --explain unknown-key";

/// Checks every file, whatever the others are like.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    if let Some(code) = args.explain {
        output.result(entry::for_people(&code)?)?;
        return Ok(ExitStatus::Success);
    }
    let options = Options { outages: args.outages.into(), proofs: args.verbose, examples_can_be_asked: true };
    let files = folder::meant(&args.paths)?;
    if files.is_empty() {
        bail!("there is nothing to check: name a policy, a test file, a description of a fleet or a folder of these");
    }
    let mut checked = Vec::new();
    let mut unreadable = Vec::new();
    for path in &files {
        match Checked::read(path, options) {
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
    let refused = checked.iter().any(|file| !file.passes(args.deny));
    Ok(match refused {
        _ if !unreadable.is_empty() => ExitStatus::Error,
        true => ExitStatus::Failure,
        false => ExitStatus::Success,
    })
}

/// Checks the text of the policy in a file. What is found is noted, and whether it passes is given.
pub(crate) fn passes(path: &Path, text: &str, deny: Option<Deny>, output: &mut Output) -> Result<bool> {
    let options = Options { examples_can_be_asked: true, ..Options::default() };
    let checked = Checked::of_policy(&source::name(path), text, options);
    if checked.told().next().is_some() {
        output.note(diagnostic::for_people(&checked.name, &checked.source, checked.told()))?;
    }
    Ok(checked.passes(deny))
}

fn for_people(checked: &[Checked], output: &mut Output) -> Result<()> {
    for file in checked.iter().filter(|file| file.told().next().is_some()) {
        output.result(diagnostic::for_people(&file.name, &file.source, file.told()))?;
        output.result("")?;
    }
    let count = |severity| checked.iter().map(|file| file.count(severity)).sum();
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let excepted: usize = checked.iter().map(|file| file.excepted).sum();
    let counts = counts.map(|(severity, what)| (count(severity), what));
    let found = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| plural(*count, what));
    let mut found: Vec<String> = found.collect();
    if found.is_empty() {
        found.push("no problems".into());
    }
    if excepted > 0 {
        found.push(format!("{excepted} excepted"));
    }
    Ok(output.result(format_args!("{} checked: {}", plural(checked.len(), "file"), found.join(", ")))?)
}

fn for_machines(form: Form, checked: &[Checked], unreadable: &[Finding]) -> Result<String> {
    let findings: Vec<_> =
        checked.iter().flat_map(|file| Finding::all(&file.name, &file.source, file.told())).collect();
    let findings = findings.iter().chain(unreadable);
    Ok(match form {
        Form::Human | Form::Json => serde_json::to_string_pretty(&findings.collect::<Vec<_>>())?,
        Form::Sarif => serde_json::to_string_pretty(&sarif::findings(findings))?,
        Form::Github => github::findings(findings),
    })
}
