//! `stamp replay`: what is decided about requests that were recorded?

use std::path::PathBuf;

use analysis::difference::{Comparison, Settings};
use analysis::replay::Replayed;
use anyhow::{Result, bail};

use super::compared::Read;
use super::{requests, source};
use crate::render::{Format, replay};
use crate::{ExitStatus, Output};

/// Decide about recorded requests, by one policy or by two
///
/// The requests are bodies as DPS posts them: a file with one, a file with one on each line (NDJSON), a folder of such
/// files, or the standard input. With two policies only what the second decides otherwise than the first is shown, with
/// the edit that is the cause. Each request is asked of both as it is.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The requests; - is the standard input
    requests: PathBuf,

    /// The policy
    policy: PathBuf,

    /// Another policy, such as an edit of the first
    other: Option<PathBuf>,

    /// What makes it fail
    #[arg(long, value_enum, value_name = "WHAT", requires = "other")]
    deny: Option<Deny>,

    /// How to write what is decided
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// What makes a replay fail.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    /// A request that the second policy decides otherwise.
    Changes,
}

const EXAMPLES: &str = "\
Examples:
  stamp replay requests.ndjson policies/contoso.toml
  stamp replay policies/requests policies/contoso.toml edited.toml --deny changes
  git show main:contoso.toml > before.toml; stamp replay requests.ndjson before.toml contoso.toml";

/// Decides about every request, be it readable or not.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    let mut policies = Vec::new();
    for path in [&args.policy].into_iter().chain(&args.other) {
        match Read::file(path, args.format, output)? {
            Ok(policy) => policies.push(policy),
            Err(status) => return Ok(status),
        }
    }
    let recorded = requests::read(&args.requests)?;
    let (Some(policy), false) = (policies.first(), recorded.is_empty()) else {
        bail!("{} holds no request", source::name(&args.requests));
    };
    let comparison = policies.get(1).map(|other| Comparison::new(policy.source(), other.source(), Settings::default()));
    let replay = |body: &[u8]| match &comparison {
        Some(comparison) => Replayed::compared(body, comparison),
        None => Replayed::new(body, &policy.policy),
    };
    let replayed: Vec<_> = recorded.iter().map(|one| (one.origin.as_str(), replay(&one.body))).collect();
    output.result(match args.format {
        Format::Human => replay::for_people(&replayed, comparison.as_ref()),
        Format::Json => replay::for_scripts(&replayed, comparison.as_ref())?,
    })?;
    let changed = replayed.iter().any(|(_, replayed)| replayed.change.is_some());
    Ok(if changed && args.deny == Some(Deny::Changes) { ExitStatus::Failure } else { ExitStatus::Success })
}
