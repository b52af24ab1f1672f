//! `stamp set`: sets where a cohort ends.

use std::path::PathBuf;

use analysis::edit::{CohortUse, Entry, PolicyText, Problem};
use anyhow::{Result, anyhow};
use placement::Percent;
use placement::nearest::advice;

use super::edit::{EditArgs, Edited, Refusal, place, share};
use super::units::percent;
use crate::{ExitStatus, Output};

/// Set where a cohort of the policy ends, wherever the policy asks for it
///
/// A slice keeps its beginning: `percent = [5, 25]` set to 50% is `[5, 50]`. Raising a cohort's end only adds devices to
/// it; lowering it takes out those that came last. Nothing else of the policy is set by this command, and comments and
/// layout stay. Where several entries share a cohort with different ends nothing is set, and the entries are listed.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy; - is the standard input
    policy: PathBuf,

    /// The cohort; or an entry that asks for exactly one, by its name
    cohort: String,

    /// Where it is to end, such as 25% or 12.5%
    #[arg(value_parser = percent)]
    percent: Percent,

    /// Set it at this entry alone: its name, with the kind or the attribute before it where several are named so
    #[arg(long, value_name = "NAME")]
    entry: Option<String>,

    #[command(flatten)]
    edit: EditArgs,
}

const EXAMPLES: &str = "\
Examples:
  stamp set policies/contoso.toml release-4.2 25%
  stamp set policies/contoso.toml release-4.2 25% --write
  stamp set policies/contoso.toml 'EU canary' 25%
  stamp set policies/contoso.toml rinse-trial 30% --entry 'second tenth of the presses'
  stamp set policies/contoso.toml rinse-trial 30% --entry 'trial second tenth of the presses'";

/// Edits the policy.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    args.edit.edit(&args.policy, output, |text| set(args, text))
}

fn set(args: &Args, text: &PolicyText) -> Result<Edited, Refusal> {
    let uses = meant(args, text)?;
    if uses.windows(2).any(|pair| matches!(pair, [one, other] if one.slice.end != other.slice.end)) {
        let [CohortUse { cohort, .. }, ..] = uses.as_slice() else { return Err(anyhow!("no cohort is meant").into()) };
        return Err(Problem::DifferentEnds { cohort: cohort.clone(), uses }.into());
    }
    let did = uses.iter().map(|each| told(each, args.percent, text)).collect();
    let lowered = |each: &&CohortUse| matches!(each.entry, Entry::Move(_)) && args.percent < each.slice.end;
    let remarks = uses
        .iter()
        .filter(lowered)
        .map(|each| format!("lowering the {} brings nobody back: who was moved stays where they are", each.entry));
    Ok(Edited { text: text.with_ends(&uses, args.percent)?, remarks: remarks.collect(), did })
}

fn told(each: &CohortUse, percent: Percent, text: &PolicyText) -> String {
    let place = place(each, text);
    if each.slice.end == percent {
        return format!("{place} already");
    }
    format!("{place} becomes {}", share(placement::Slice { end: percent, ..each.slice }))
}

/// Where the cohort is asked for that is meant.
fn meant(args: &Args, text: &PolicyText) -> Result<Vec<CohortUse>, Refusal> {
    let uses = text.cohorts();
    if uses.is_empty() {
        return Err(anyhow!("the policy asks for no cohort, so there is no percentage to set").into());
    }
    let of_cohort: Vec<CohortUse> = uses.iter().filter(|each| each.cohort == args.cohort).cloned().collect();
    let found = if of_cohort.is_empty() { of_entry(&uses, &args.cohort)? } else { of_cohort };
    let Some(entry) = &args.entry else { return Ok(found) };
    let picked: Vec<CohortUse> = found.iter().filter(|each| is_named(&each.entry, entry)).cloned().collect();
    if picked.is_empty() {
        let names = found.iter().map(|each| each.entry.name());
        return Err(
            anyhow!("no entry that asks for `{}` is named `{entry}`: {}", args.cohort, advice(entry, names)).into()
        );
    }
    one_entry(&picked, entry)?;
    Ok(picked)
}

/// The one cohort for which the entry of this name asks.
fn of_entry(uses: &[CohortUse], name: &str) -> Result<Vec<CohortUse>, Refusal> {
    let found: Vec<CohortUse> = uses.iter().filter(|each| is_named(&each.entry, name)).cloned().collect();
    one_entry(&found, name)?;
    match found.as_slice() {
        [] => {
            let mut known: Vec<&str> = uses.iter().flat_map(|each| [each.cohort.as_str(), each.entry.name()]).collect();
            known.sort_unstable();
            known.dedup();
            Err(Problem::Unknown { what: "cohort", name: name.into(), advice: advice(name, known) }.into())
        }
        [first, rest @ ..] if rest.iter().any(|each| each.cohort != first.cohort) => {
            Err(Problem::NotOneCohort { entry: first.entry.clone(), uses: found }.into())
        }
        _ => Ok(found),
    }
}

/// Whether a name, or one with the kind or the attribute before it, means this entry.
fn is_named(entry: &Entry, text: &str) -> bool {
    let rest = |word: &str| text.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '));
    let attribute = match entry {
        Entry::Rule { attribute, .. } => rest(attribute),
        _ => None,
    };
    [Some(text), rest(entry.kind()), attribute].contains(&Some(entry.name()))
}

fn one_entry(uses: &[CohortUse], name: &str) -> Result<(), Refusal> {
    let mut entries: Vec<&Entry> = uses.iter().map(|each| &each.entry).collect();
    entries.dedup();
    if entries.len() < 2 {
        return Ok(());
    }
    let listed: Vec<String> = entries.iter().map(|entry| format!("the {entry}")).collect();
    Err(anyhow!("`{name}` may be {}: put its kind or its attribute before the name", listed.join(" or ")).into())
}
