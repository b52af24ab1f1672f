use std::path::PathBuf;

use analysis::coverage::Coverage;
use placement::Trace;

use super::subject::Subject;

/// Whether to say what the tests exercise.
#[derive(clap::Args)]
#[command(next_help_heading = "Coverage")]
pub(crate) struct CoverageArgs {
    /// Say which rules, conditions, pins, moves, fallbacks, guarantees and stamps no test exercises
    #[arg(long)]
    coverage: bool,

    /// The same in the policy's text
    #[arg(long)]
    coverage_text: bool,

    /// Fail where less of a policy is exercised
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    coverage_threshold: Option<u8>,
}

fn percent(text: &str) -> Result<u8, &'static str> {
    let share = text.parse().ok().filter(|share| *share <= 100);
    share.ok_or("write a whole number from 0 to 100, without `%`")
}

impl CoverageArgs {
    /// Whether any of it is asked for.
    pub(crate) fn is_wanted(&self) -> bool {
        self.coverage || self.coverage_text || self.coverage_threshold.is_some()
    }

    /// Whether people are to see it in the policy's text.
    pub(crate) fn in_text(&self) -> bool {
        self.coverage_text
    }

    /// The share that every policy must reach.
    pub(crate) fn threshold(&self) -> usize {
        self.coverage_threshold.unwrap_or_default().into()
    }
}

/// What the tests of a policy exercise of it.
pub(crate) struct PolicyCoverage {
    /// The policy's file, for people.
    pub(crate) policy: String,
    /// The file itself.
    path: PathBuf,
    /// The policy's text.
    pub(crate) source: String,
    pub(crate) coverage: Coverage,
}

impl PolicyCoverage {
    pub(crate) fn new(subject: &Subject) -> Self {
        let path = subject.path.canonicalize().unwrap_or_else(|_| subject.path.clone());
        let coverage = Coverage::new(&subject.policy, &subject.source);
        Self { policy: subject.path.display().to_string(), path, source: subject.source.clone(), coverage }
    }

    pub(crate) fn add(&mut self, subject: &Subject, trace: Option<&Trace<'_>>) {
        if let Some(trace) = trace {
            self.coverage.add(&subject.policy, trace);
        }
    }

    /// Takes over what another file's tests exercise, if they are for the same policy.
    pub(crate) fn merge(&mut self, other: &Self) -> bool {
        let same = self.path == other.path && self.source == other.source;
        if same {
            self.coverage.merge(&other.coverage);
        }
        same
    }
}
