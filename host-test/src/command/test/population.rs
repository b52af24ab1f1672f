//! Tests of whole fleets.

use std::path::{Path, PathBuf};

use analysis::fleet::Defaults;
use analysis::population::{Tally, judge};
use analysis::test_file::{self, Expectation, Population};
use analysis::{Mismatch, Native};
use anyhow::{Context as _, Result};
use placement::{Policy, Trace};

use super::results::TestResult;
use super::webhook::Webhook;
use crate::fleet::{Fleet, OnError};
use crate::render::Lines;

/// How many devices the webhook is asked about too.
const SAMPLE: usize = 100;

/// A population, ready to be run.
pub(crate) struct PopulationCase {
    population: Population,
    /// The line of the test file on which its name stands.
    line: usize,
    /// The test file.
    file: PathBuf,
}

impl PopulationCase {
    /// Finds out whether the fleet that a population of `file` names is one, and can be read.
    pub(crate) fn ready(population: Population, file: &Path, lines: &Lines<'_>) -> Result<Self> {
        let line = lines.place(&population.span).line;
        let case = Self { population, line, file: file.to_owned() };
        case.open().with_context(|| format!("the fleet of line {line}"))?;
        Ok(case)
    }

    fn open(&self) -> Result<Fleet> {
        match &self.population.fleet {
            test_file::Fleet::File { path } => Fleet::open(&self.file.with_file_name(path), None),
            test_file::Fleet::Described(recipe) => Ok(Fleet::generated(self.population.name.clone(), recipe.clone())),
        }
    }

    /// Decides about every device natively, and asks the webhook about the first. `covered` is told what the decisions
    /// about these go through.
    pub(crate) fn run(
        &self,
        policy: &Policy,
        webhook: &dyn Webhook,
        covered: impl FnMut(Option<&Trace<'_>>),
    ) -> Result<TestResult> {
        let hubs = policy.stamps().iter().map(|stamp| stamp.hub.as_str());
        let defaults = Defaults { linked_hubs: hubs.collect(), ..Defaults::default() };
        let tally = self.open()?.fold(
            &defaults,
            OnError::Continue,
            Tally::default,
            |tally, read| match read {
                Ok(member) => tally.add(member, &policy.decide(&member.request)),
                Err(_) => tally.add_unreadable(),
            },
            Tally::merge,
        )?;
        let mut mismatches = judge(policy, &self.population.expect, &tally);
        mismatches.extend(self.sample(policy, &defaults, webhook, covered)?);
        let passed = mismatches.is_empty();
        let name = self.population.name.clone();
        Ok(TestResult { name, line: self.line, passed, devices: Some(tally.devices()), mismatches })
    }

    /// The first of the devices about which the webhook answers something else.
    fn sample(
        &self,
        policy: &Policy,
        defaults: &Defaults,
        webhook: &dyn Webhook,
        mut covered: impl FnMut(Option<&Trace<'_>>),
    ) -> Result<Option<Mismatch>> {
        for member in self.open()?.first(SAMPLE, defaults)? {
            let body = member.body();
            let native = Native::decide(policy, &body);
            covered(native.trace());
            let mismatches = analysis::judge(policy, &Expectation::default(), &webhook.ask(&body)?, &native);
            if let Some(mut mismatch) = mismatches.into_iter().next() {
                let said = webhook.said().map(|said| format!("\n{said}")).unwrap_or_default();
                mismatch.because = Some(format!("asked about {}{said}", member.request.registration_id));
                return Ok(Some(mismatch));
            }
        }
        Ok(None)
    }
}
