//! Tests of whole fleets.

use std::path::{Path, PathBuf};

use analysis::difference::{Comparison, Part, Selection, Settings, Source};
use analysis::fleet::Defaults;
use analysis::population::{Tally, judge, judge_edits};
use analysis::test_file::{self, Expectation, Population};
use analysis::{Mismatch, Native};
use anyhow::{Context as _, Result, anyhow};
use placement::{Diagnostic, Policy, Trace};

use super::results::TestResult;
use super::webhook::Webhook;
use crate::command::source;
use crate::fleet::{Fleet, OnError};
use crate::render::Lines;
use analysis::difference::named;

/// How many devices the webhook is asked about too.
const SAMPLE: usize = 100;

/// A population, ready to be run.
pub(crate) struct PopulationCase {
    population: Population,
    /// The line of the test file on which its name stands.
    line: usize,
    /// The test file.
    file: PathBuf,
    base: Option<Base>,
}

/// The policy as it was, and who may be moved by what was edited since.
struct Base {
    policy: Policy,
    text: String,
    within: Option<Selection>,
}

impl PopulationCase {
    /// Finds out whether the fleet that a population of `file` names is one, and can be read.
    pub(crate) fn ready(population: Population, file: &Path, lines: &Lines<'_>, tested: Source<'_>) -> Result<Self> {
        let line = lines.place(&population.span).line;
        let base = population.base.as_ref().map(|base| {
            let line = lines.place(&base.span).line;
            Base::read(base, file, tested).with_context(|| format!("line {line}"))
        });
        let case = Self { base: base.transpose()?, population, line, file: file.to_owned() };
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
        tested: Source<'_>,
        webhook: &dyn Webhook,
        covered: impl FnMut(Option<&Trace<'_>>),
    ) -> Result<TestResult> {
        let policy = tested.policy;
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
        if let Some(base) = &self.base {
            mismatches.extend(self.edits(base, tested)?);
        }
        mismatches.extend(self.sample(policy, &defaults, webhook, covered)?);
        let passed = mismatches.is_empty();
        let name = self.population.name.clone();
        Ok(TestResult { name, line: self.line, passed, devices: Some(tally.devices()), mismatches })
    }

    /// What is not as it must be of what was edited since the base, each with the edits that move devices.
    fn edits(&self, base: &Base, tested: Source<'_>) -> Result<Vec<Mismatch>> {
        let settings = Settings { within: base.within.clone(), ..Settings::default() };
        let before = Source { policy: &base.policy, text: &base.text };
        let comparison = Comparison::new(before, tested, settings);
        let defaults = Defaults { linked_hubs: comparison.linked().clone(), ..Defaults::default() };
        let part = self.open()?.fold(
            &defaults,
            OnError::Continue,
            || comparison.part(),
            |part, read| match read {
                Ok(member) => drop(part.add(member)),
                Err(unreadable) => part.add_unreadable(unreadable),
            },
            Part::merge,
        )?;
        let counts = part.into_counts();
        let causes: Vec<String> = counts.causes().iter().map(|caused| named::caused(&comparison, caused)).collect();
        let because = (!causes.is_empty()).then(|| causes.join("\n"));
        let mismatches = judge_edits(&self.population.expect, &comparison, &counts);
        Ok(mismatches.into_iter().map(|mismatch| Mismatch { because: because.clone(), ..mismatch }).collect())
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

impl Base {
    fn read(base: &test_file::Base, file: &Path, tested: Source<'_>) -> Result<Self> {
        let path = file.with_file_name(&base.path);
        let text = source::text(&path)?;
        let policy = Policy::parse(&text).map_err(|problems| first(&path, &text, &problems))?;
        let within = base.within.as_deref().map(|within| Selection::parse(tested.policy, tested.text, within));
        let within = within.transpose().map_err(|wrong| anyhow!("`within`: {wrong}"))?;
        Ok(Self { policy: policy.policy, text, within })
    }
}

/// The first of a policy's errors.
fn first(path: &Path, text: &str, problems: &[Diagnostic]) -> anyhow::Error {
    let told = problems.first().map(|first| {
        let help = first.help.as_ref().map(|help| format!(": {help}")).unwrap_or_default();
        format!("{}: {}{help}", Lines::of(text).place(&first.span).line, first.message)
    });
    anyhow!("{} has errors: line {}", path.display(), told.unwrap_or_default())
}
