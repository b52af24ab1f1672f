use std::path::Path;

use analysis::Mismatch;
use serde::Serialize;

use super::coverage::PolicyCoverage;
use super::subject::Case;
use crate::ExitStatus;
use crate::render::Finding;

/// What came of all test files.
#[derive(Default, Serialize)]
pub(crate) struct Results {
    /// How many tests passed.
    pub(crate) passed: usize,
    /// How many failed, those of invalid policies included.
    pub(crate) failed: usize,
    /// The requests that the component answered, as its host counted them; none of a deployed webhook.
    pub(crate) requests: u64,
    /// The files, in the order in which they were run.
    pub(crate) files: Vec<FileResults>,
    /// What the tests exercise of each policy, if that is asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) coverage: Vec<PolicyCoverage>,
}

/// What came of one test file.
#[derive(Serialize)]
pub(crate) struct FileResults {
    /// The test file.
    pub(crate) file: String,
    /// What came of it.
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
}

/// What came of one test file.
#[derive(Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// Its tests were run.
    Tested {
        /// The digest of the policy.
        digest: String,
        /// The tests, in file order.
        tests: Vec<TestResult>,
    },
    /// Its policy has errors, so that all of its tests fail.
    InvalidPolicy {
        /// The policy.
        policy: String,
        /// What is wrong with the policy.
        findings: Vec<Finding>,
        /// The same for people.
        #[serde(skip)]
        shown: String,
        /// How many tests the file has.
        tests: usize,
    },
    /// It is no test file of its policy.
    NoTestFile {
        /// What is wrong with it.
        findings: Vec<Finding>,
        /// The same for people.
        #[serde(skip)]
        shown: String,
    },
    /// It, its policy or a body that it names could not be read.
    Unreadable {
        /// What could not be read, and why.
        error: String,
    },
    /// None of its tests has a name that was asked for.
    FilteredOut,
    /// It tests another policy than the one that the webhook serves.
    OtherPolicy {
        /// The policy's name.
        policy: String,
        /// The policy's digest.
        digest: String,
    },
}

/// What came of one test.
#[derive(Serialize)]
pub(crate) struct TestResult {
    /// The test's name.
    pub(crate) name: String,
    /// The line of the test file on which its name stands.
    pub(crate) line: usize,
    /// Whether everything was as expected.
    pub(crate) passed: bool,
    /// How many devices were decided about, where it is a population.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) devices: Option<u64>,
    /// What was not.
    pub(crate) mismatches: Vec<Mismatch>,
}

impl Results {
    /// Adds what came of another file.
    pub(crate) fn add(&mut self, file: FileResults, requests: u64) {
        self.requests += requests;
        match &file.outcome {
            Outcome::Tested { tests, .. } => {
                let passed = tests.iter().filter(|test| test.passed).count();
                self.passed += passed;
                self.failed += tests.len() - passed;
            }
            Outcome::InvalidPolicy { tests, .. } => self.failed += tests,
            Outcome::NoTestFile { .. }
            | Outcome::Unreadable { .. }
            | Outcome::OtherPolicy { .. }
            | Outcome::FilteredOut => {}
        }
        self.files.push(file);
    }

    /// Adds what the tests of another file exercise.
    pub(crate) fn cover(&mut self, coverage: PolicyCoverage) {
        if !self.coverage.iter_mut().any(|known| known.merge(&coverage)) {
            self.coverage.push(coverage);
        }
    }

    /// The policies of which less than this share is exercised.
    pub(crate) fn below(&self, percent: usize) -> impl Iterator<Item = &PolicyCoverage> {
        self.coverage.iter().filter(move |policy| !policy.coverage.reaches(percent))
    }

    /// Whether the policy's errors, if that is what came of the file, have been shown with a file before it.
    pub(crate) fn has_shown(&self, file: &FileResults) -> bool {
        let policy = |file: &FileResults| match &file.outcome {
            Outcome::InvalidPolicy { policy, .. } => Some(policy.clone()),
            _ => None,
        };
        policy(file).is_some_and(|invalid| self.files.iter().any(|before| policy(before).as_ref() == Some(&invalid)))
    }

    /// Whether no test was run or counted.
    pub(crate) fn is_empty(&self) -> bool {
        self.passed + self.failed == 0
    }

    /// Whether there are test files, all of them for policies that the webhook does not serve.
    pub(crate) fn are_all_of_other_policies(&self) -> bool {
        !self.files.is_empty() && self.files.iter().all(|file| matches!(file.outcome, Outcome::OtherPolicy { .. }))
    }

    /// What a script is told. Nothing tested is no success.
    pub(crate) fn status(&self) -> ExitStatus {
        let not_run =
            |file: &FileResults| matches!(file.outcome, Outcome::NoTestFile { .. } | Outcome::Unreadable { .. });
        if self.files.iter().any(not_run) {
            ExitStatus::Error
        } else if self.failed > 0 || self.is_empty() {
            ExitStatus::Failure
        } else {
            ExitStatus::Success
        }
    }
}

impl Outcome {
    /// Whether the file was left out on purpose.
    pub(crate) fn is_left_out(&self) -> bool {
        matches!(self, Self::FilteredOut | Self::OtherPolicy { .. })
    }
}

impl FileResults {
    pub(crate) fn new(path: &Path, outcome: Outcome) -> Self {
        Self { file: path.display().to_string(), outcome }
    }
}

impl TestResult {
    pub(crate) fn new(case: &Case, mismatches: Vec<Mismatch>) -> Self {
        Self { name: case.test.name.clone(), line: case.line, passed: mismatches.is_empty(), devices: None, mismatches }
    }
}
