//! `stamp explain`: why a device belongs where it does.

use std::path::PathBuf;

use analysis::Native;
use anyhow::{Result, bail};
use placement::Policy;

use super::{refused, source};
use crate::render::explanation::{self, Explanation};
use crate::render::{Format, Visible};
use crate::{ExitStatus, Output};

/// Show step by step what a policy decides about a request
///
/// Each attribute with the rule that gave it and the rules that did not, the stamps that serve such a device and those
/// that fell out, whether it stays or where it is placed and by which weights, moves, and the answer to DPS.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy; - is the standard input
    policy: PathBuf,

    /// A file with the body of a request as DPS posts it; - is the standard input
    request: PathBuf,

    /// How to write the explanation
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  stamp explain policies/contoso.toml policies/requests/new-device.json
  stamp explain policies/contoso.toml - --format json < body.json";

/// Explains the decision, an answer or a refusal.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    if source::is_standard_input(&args.policy) && source::is_standard_input(&args.request) {
        bail!("policy and request cannot both be read from the standard input");
    }
    let text = source::text(&args.policy)?;
    let policy = match Policy::parse(&text) {
        Ok(checked) => checked.policy,
        Err(problems) => return refused::policy(&args.policy, &text, &problems, args.format, output),
    };
    let native = Native::decide(&policy, &source::bytes(&args.request)?);
    let Some(trace) = native.trace() else {
        bail!("{} is no request: {}", source::name(&args.request), Visible(native.reply.message().unwrap_or_default()));
    };
    output.result(match args.format {
        Format::Human => explanation::for_people(&policy, trace),
        Format::Json => serde_json::to_string_pretty(&Explanation::new(&policy, trace))?,
    })?;
    Ok(ExitStatus::Success)
}
