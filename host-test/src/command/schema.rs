//! `stamp schema`: the schemas by which editors complete and check, and scripts know what they get.

use anyhow::Result;

use crate::{ExitStatus, Output, built_in};

/// Print the JSON Schema of policies or test files, for editors, or of explanations, for scripts
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Of what
    #[arg(value_enum, default_value_t)]
    of: Of,
}

/// What has a schema.
#[derive(Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Of {
    /// Policies.
    #[default]
    Policy,
    /// Test files.
    Test,
    /// What `stamp explain --format json` writes.
    Explanation,
}

const EXAMPLES: &str = "\
Examples:
  stamp schema > policies/policy.schema.json
  stamp schema test > policies/test.schema.json";

/// Prints it.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    let schema = match args.of {
        Of::Policy => analysis::schema::policy_schema(),
        Of::Test => analysis::schema::test_schema(),
        Of::Explanation => built_in::EXPLANATION_SCHEMA.to_owned(),
    };
    output.result(schema.trim_end())?;
    Ok(ExitStatus::Success)
}
