use std::path::Path;

use analysis::difference::Source;
use analysis::{Native, judge};
use anyhow::{Result, bail};
use placement::Policy;

use super::component::Component;
use super::coverage::PolicyCoverage;
use super::deployed::Deployed;
use super::results::{Outcome, Results, TestResult};
use super::subject::{Case, Subject};
use super::url::UrlArgs;
use super::webhook::Webhook;

/// What the tests are run on.
pub(crate) enum Bench {
    /// The component, in its host.
    Component(Component),
    /// A webhook that is up.
    Deployed(Deployed),
}

/// What came of a file's tests.
pub(crate) struct Ran {
    pub(crate) outcome: Outcome,
    /// Requests that the component answered, as its host counts them.
    pub(crate) requests: u64,
    /// What the tests exercise of their policy, if that is asked for.
    pub(crate) coverage: Option<PolicyCoverage>,
}

impl From<Outcome> for Ran {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, requests: 0, coverage: None }
    }
}

impl Bench {
    pub(crate) fn set_up(url: &UrlArgs) -> Result<Self> {
        match url.endpoint()? {
            Some(endpoint) => Deployed::reach(endpoint).map(Self::Deployed),
            None => Component::compile().map(Self::Component),
        }
    }

    /// Runs the tests of a file whose names contain the filter, and notes what they exercise where that is `covered`.
    pub(crate) fn run(&self, path: &Path, filter: Option<&str>, covered: bool) -> Result<Ran> {
        let subject = match Subject::read(path, filter) {
            Ok(Ok(subject)) => subject,
            Ok(Err(outcome)) => return Ok(outcome.into()),
            Err(error) => return Ok(Outcome::Unreadable { error: format!("{error:#}") }.into()),
        };
        let webhook: Box<dyn Webhook + '_> = match self {
            Self::Component(component) => Box::new(component.serve(subject.source.as_bytes())?),
            Self::Deployed(deployed) if !deployed.serves(&subject.policy) => {
                let policy = &subject.policy;
                let outcome = Outcome::OtherPolicy { policy: policy.name().into(), digest: policy.digest().into() };
                return Ok(outcome.into());
            }
            Self::Deployed(deployed) => Box::new(deployed),
        };
        let mut coverage = covered.then(|| PolicyCoverage::new(&subject));
        let mut tests = Vec::new();
        for case in &subject.cases {
            let native = Native::decide(&subject.policy, &case.body);
            if let Some(coverage) = &mut coverage {
                coverage.add(&subject, native.trace());
            }
            tests.push(try_case(case, &subject.policy, &native, &*webhook)?);
        }
        for population in &subject.populations {
            let tested = Source { policy: &subject.policy, text: &subject.source };
            tests.push(population.run(tested, &*webhook, |trace| {
                if let Some(coverage) = &mut coverage {
                    coverage.add(&subject, trace);
                }
            })?);
        }
        let outcome = Outcome::Tested { digest: subject.policy.digest().to_owned(), tests };
        Ok(Ran { outcome, requests: webhook.answered(), coverage })
    }

    /// A webhook that serves none of the policies has not been tested.
    pub(crate) fn have_asked(&self, results: &Results) -> Result<()> {
        match self {
            Self::Deployed(deployed) if results.are_all_of_other_policies() => {
                bail!("{}, and none of the tests is for that policy", deployed.identity())
            }
            _ => Ok(()),
        }
    }
}

fn try_case(case: &Case, policy: &Policy, native: &Native<'_>, webhook: &dyn Webhook) -> Result<TestResult> {
    let reply = webhook.ask(&case.body)?;
    let mut mismatches = judge(policy, &case.test.expect, &reply, native);
    for mismatch in mismatches.iter_mut().filter(|mismatch| mismatch.what == "answer") {
        mismatch.because = webhook.said();
    }
    Ok(TestResult::new(case, mismatches))
}
