//! `stamp table`: the policy as a decision table.

use std::path::PathBuf;

use analysis::table::Table;
use anyhow::{Context as _, Result};
use placement::Policy;

use super::{refused, source};
use crate::render::{self, table};
use crate::{ExitStatus, Output};

/// Show a policy as the decision table that it is
///
/// Each case that the policy tells apart: what such devices are described as, the share of them that cohorts bring
/// there, where a new one goes, on which stamps one stays that is there already, and whom moves take on. All hubs of the
/// policy are taken to be linked. Cases that come to the same are put together, except in JSON.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy; - is the standard input
    policy: PathBuf,

    /// How to write the table
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Form {
    /// For people.
    #[default]
    Human,
    /// For scripts: JSON.
    Json,
    /// For documents and reviews: Markdown.
    Markdown,
}

const EXAMPLES: &str = "\
Examples:
  stamp table policies/contoso.toml
  stamp table policies/contoso.toml --format markdown > cases.md
  stamp table policies/contoso.toml --format json | jq '.cases[].share'";

/// Writes the table.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    let text = source::text(&args.policy)?;
    let format = if args.format == Form::Json { render::Format::Json } else { render::Format::Human };
    let policy = match Policy::parse(&text) {
        Ok(checked) => checked.policy,
        Err(problems) => return refused::policy(&args.policy, &text, &problems, format, output),
    };
    let whole = if args.format == Form::Json { Table::of(&policy) } else { Table::merged(&policy) };
    let whole = whole.with_context(|| format!("the table of {} has too many cases", source::name(&args.policy)))?;
    output.result(match args.format {
        Form::Human => table::for_people(&policy, &whole),
        Form::Markdown => table::markdown(&policy, &whole),
        Form::Json => table::json(&policy, &whole)?,
    })?;
    Ok(ExitStatus::Success)
}
