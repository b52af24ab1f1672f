//! Would the tests notice a mistake in the policy?

use std::path::{Path, PathBuf};

use analysis::mutation::{Mutant, mutants};
use analysis::{Native, judge};
use anyhow::{Result, bail};

use super::report::Form;
use super::results::FileResults;
use super::subject::Subject;
use crate::render::{mutation, test_results};
use crate::{ExitStatus, Output};

/// A policy's mutants, and which of them its tests notice.
pub(crate) struct Mutated {
    /// The policy's file.
    pub(crate) policy: String,
    /// The policy's text.
    pub(crate) source: String,
    /// How many mutants there are.
    pub(crate) mutants: usize,
    /// Those that no test notices, but for those that change nothing.
    pub(crate) survivors: Vec<Mutant>,
    /// How many of those that no test notices are proved to change no answer.
    pub(crate) harmless: usize,
}

/// Tries every mutant of every policy on all of the policy's tests.
pub(crate) fn run(files: &[PathBuf], filter: Option<&str>, form: Form, output: &mut Output) -> Result<ExitStatus> {
    let mut policies: Vec<Vec<Subject>> = Vec::new();
    for path in files {
        let outcome = match Subject::read(path, filter)? {
            Ok(subject) => {
                passes(path, &subject)?;
                let same = |known: &&mut Vec<Subject>| known.first().is_some_and(|first| is_same(first, &subject));
                match policies.iter_mut().find(same) {
                    Some(known) => known.push(subject),
                    None => policies.push(vec![subject]),
                }
                continue;
            }
            Err(outcome) => FileResults::new(path, outcome),
        };
        if form == Form::Human {
            test_results::file(&outcome, false, false, output)?;
        }
        if !outcome.outcome.is_left_out() {
            bail!("{} cannot be run, so nothing was changed", path.display());
        }
    }
    let tests: usize = policies.iter().flatten().map(|subject| subject.cases.len()).sum();
    if tests == 0 {
        bail!("there is no test that could notice a change");
    }
    let mutated: Vec<Mutated> = policies.iter().filter_map(|subjects| Mutated::of(subjects)).collect();
    output.result(match form {
        Form::Human => mutation::for_people(&mutated),
        Form::Json => mutation::for_scripts(&mutated)?,
        Form::Junit | Form::Github => bail!("--mutate is written for people or as JSON"),
    })?;
    Ok(ExitStatus::Success)
}

fn is_same(a: &Subject, b: &Subject) -> bool {
    let file = |subject: &Subject| subject.path.canonicalize().unwrap_or_else(|_| subject.path.clone());
    a.source == b.source && file(a) == file(b)
}

/// Only tests that pass can notice.
fn passes(path: &Path, subject: &Subject) -> Result<()> {
    for case in &subject.cases {
        let native = Native::decide(&subject.policy, &case.body);
        if !judge(&subject.policy, &case.test.expect, &native.reply, &native).is_empty() {
            bail!("{}:{}: the test fails on the policy as it is: run `stamp test` first", path.display(), case.line);
        }
    }
    Ok(())
}

impl Mutated {
    fn of(subjects: &[Subject]) -> Option<Self> {
        let first = subjects.first()?;
        let all = mutants(&first.policy, &first.source);
        let count = all.len();
        let noticed = |mutant: &Mutant| {
            let mut cases = subjects.iter().flat_map(|subject| &subject.cases);
            cases.any(|case| mutant.is_noticed_by(&case.body, &case.test.expect))
        };
        let unnoticed = all.into_iter().filter(|mutant| !noticed(mutant));
        let (harmless, survivors): (Vec<Mutant>, Vec<Mutant>) =
            unnoticed.partition(|mutant| mutant.changes_nothing(&first.policy));
        let (policy, source) = (first.path.display().to_string(), first.source.clone());
        Some(Self { policy, source, mutants: count, survivors, harmless: harmless.len() })
    }
}
