//! `stamp explain`: why a device belongs where it does.

mod assignment;
mod fields;
mod many;
mod stamp;

use std::path::PathBuf;

use analysis::explanation::Explainer;
use anyhow::{Result, bail};
use dps::AllocationRequest;
use placement::Policy;

use self::fields::Fields;
use super::requests::Bodies;
use super::{refused, source};
use crate::render::{Format, Visible, explanation};
use crate::{ExitStatus, Output};

/// Show step by step what a policy decides about a device, and what would have to change for another answer
///
/// Each attribute with the rule that gave it and what kept the others, the stamps that serve such a device and those
/// that fell out, whether it stays or where it is placed and what the runner-up lacks, moves, where the device stands in
/// each cohort, the answer to DPS, and what would be decided otherwise.
///
/// The request is a body as DPS posts it, or is made of options. A file with a body on each line (NDJSON) is explained in
/// a line for each device.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy; - is the standard input
    policy: PathBuf,

    /// A file with the body of a request as DPS posts it, or with one on each line; - is the standard input
    request: Option<PathBuf>,

    /// Explain every device of a file step by step, not in a line
    #[arg(long, short)]
    verbose: bool,

    /// Explain a stamp instead: which devices it gets, and by which entries
    #[arg(long, value_name = "NAME", conflicts_with_all = ["request", "verbose", "Fields"])]
    stamp: Option<String>,

    /// How to write the explanation
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    fields: Fields,
}

const EXAMPLES: &str = "\
Examples:
  stamp explain policies/contoso.toml policies/requests/new-device.json
  stamp explain policies/contoso.toml --id press-0042 --payload country=DE --current-stamp eu-2
  stamp explain policies/contoso.toml requests.ndjson
  stamp explain policies/contoso.toml --stamp eu-3
  stamp explain policies/contoso.toml - --format json < body.json";

/// Explains the decision, an answer or a refusal.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    if source::is_standard_input(&args.policy) && args.request.as_deref().is_some_and(source::is_standard_input) {
        bail!("policy and request cannot both be read from the standard input");
    }
    let text = source::text(&args.policy)?;
    let policy = match Policy::parse(&text) {
        Ok(checked) => checked.policy,
        Err(problems) => return refused::policy(&args.policy, &text, &problems, args.format, output),
    };
    if let Some(name) = &args.stamp {
        return stamp::run(&policy, name, args.format, output);
    }
    let explainer = Explainer::new(&policy, &text);
    let Some(path) = &args.request else {
        let Some(body) = args.fields.body(&policy)? else {
            bail!(
                "there is nothing to explain: name a file with a request, a device by `--id`, or a stamp by `--stamp`"
            );
        };
        return one(&explainer, &policy, &body, "what the options make", args.format, output);
    };
    match Bodies::open(path)? {
        Bodies::One(body) => one(&explainer, &policy, &body, &source::name(path), args.format, output),
        Bodies::Many(lines) => many::run(&explainer, &policy, path, lines, Shown::of(&args), output),
    }
}

/// How each of many devices is shown.
#[derive(Clone, Copy)]
enum Shown {
    /// For people, in a line.
    Line,
    /// For people, step by step.
    Steps,
    /// For scripts, as JSON on a line.
    Json,
}

impl Shown {
    fn of(args: &Args) -> Self {
        match (args.format, args.verbose) {
            (Format::Json, _) => Self::Json,
            (Format::Human, true) => Self::Steps,
            (Format::Human, false) => Self::Line,
        }
    }
}

fn one(
    explainer: &Explainer<'_>,
    policy: &Policy,
    body: &[u8],
    name: &str,
    format: Format,
    output: &mut Output,
) -> Result<ExitStatus> {
    let request = match AllocationRequest::parse(body) {
        Ok(request) => request,
        Err(error) => bail!("{name} is no request: {}", Visible(error)),
    };
    let explained = explainer.explain(&request);
    output.result(match format {
        Format::Human => explanation::for_people(policy, &explained),
        Format::Json => serde_json::to_string_pretty(&explained)?,
    })?;
    Ok(ExitStatus::Success)
}
