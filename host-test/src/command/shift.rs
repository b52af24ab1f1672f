//! `stamp shift`: sends a share of a stamp's devices to others.

use std::path::PathBuf;

use analysis::edit::{PolicyText, Shift, Shifted, ShiftedHow};
use anyhow::Result;
use placement::Percent;

use super::edit::{EditArgs, Edited, Refusal};
use super::units::percent;
use crate::{ExitStatus, Output};

/// Send a share of a stamp's devices to other stamps, by a move in the policy
///
/// The move has a cohort of its own: the same stamps with another percentage set the same move, and those who are moved
/// already are among those who are moved then. A new move stands before the moves that take devices off the stamp too,
/// so that its share is one of all devices whose stamp this would be. As long as the move stands in the policy it goes
/// on, for new devices too. Comments and layout stay. Devices move as they register.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy; - is the standard input
    policy: PathBuf,

    /// How many of the stamp's devices, such as 5% or 12.5%
    #[arg(value_parser = percent)]
    percent: Percent,

    /// The stamp that they leave
    #[arg(long, value_name = "STAMP")]
    from: String,

    /// The stamp that they go to; given several times, the hash deals them by the stamps' weights
    #[arg(long, value_name = "STAMP", required = true)]
    to: Vec<String>,

    /// Let it be fewer than now. That ends further moves and brings nobody back
    #[arg(long)]
    lower: bool,

    #[command(flatten)]
    edit: EditArgs,
}

const EXAMPLES: &str = "\
Examples:
  stamp shift policies/contoso.toml --from eu-1 --to eu-3 5%
  stamp shift policies/contoso.toml --from eu-1 --to eu-3 25% --write
  stamp shift policies/contoso.toml --from eu-1 --to eu-2 --to eu-3 12.5%
  stamp shift policies/contoso.toml --from eu-1 --to eu-3 0% --lower --write";

/// Edits the policy.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    args.edit.edit(&args.policy, output, |text| shift(args, text))
}

fn shift(args: &Args, text: &PolicyText) -> Result<Edited, Refusal> {
    let Args { from, to, percent, lower, .. } = args;
    let Shifted { text, order, how } = text.shifted(&Shift { from, to, percent: *percent, lower: *lower })?;
    let (did, remark) = match how {
        ShiftedHow::New { before } => {
            let did =
                format!("{percent} % of the devices of `{from}` go to {} by a new move, `{order}`", listed(to, "and"));
            (did, before_others(from, &before))
        }
        ShiftedHow::Set { was, .. } if was == *percent => {
            (format!("nothing to do: the move `{order}` takes {percent} % already"), None)
        }
        ShiftedHow::Set { was, behind } => {
            let did = format!("the move `{order}` takes {percent} % of the devices of `{from}`, and took {was} %");
            (did, lowered(was, *percent).or_else(|| behind_others(from, &behind)))
        }
    };
    Ok(Edited { text, did: vec![did], remarks: remark.into_iter().collect() })
}

/// Why a new move stands where it does.
fn before_others(from: &str, others: &[String]) -> Option<String> {
    let (first, rest) = others.split_first()?;
    let rest = if rest.is_empty() { String::new() } else { format!(" and {}", listed(rest, "and")) };
    Some(format!(
        "it stands before `{first}`{rest}: the first move that applies wins, and this one is to get its share of all devices of `{from}`"
    ))
}

fn behind_others(from: &str, others: &[String]) -> Option<String> {
    let first = !others.is_empty();
    first.then(|| {
        format!("it stands behind {}, so its share is one of those that are left on `{from}`", listed(others, "and"))
    })
}

fn lowered(was: Percent, percent: Percent) -> Option<String> {
    (percent < was).then(|| "this brings nobody back: who was moved stays where they are".into())
}

/// `a`, `b` and `c`.
fn listed(names: &[String], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} {word} {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}
