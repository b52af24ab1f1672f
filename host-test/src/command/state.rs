//! `stamp open`, `reserve`, `close` and `down`: say what stamps do with devices.

use std::path::PathBuf;

use analysis::edit::PolicyText;
use anyhow::Result;
use placement::State;

use super::edit::{EditArgs, Edited, Refusal};
use crate::{ExitStatus, Output};

/// Which stamps.
#[derive(clap::Args)]
pub struct Args {
    /// The policy; - is the standard input
    policy: PathBuf,

    /// The stamps, by their names
    #[arg(value_name = "STAMP", required = true)]
    stamps: Vec<String>,

    #[command(flatten)]
    edit: EditArgs,
}

/// The examples of `stamp open`.
pub(super) const OPEN: &str = "\
Examples:
  stamp open policies/contoso.toml eu-3
  stamp open policies/contoso.toml eu-3 eu-4 --write";

/// The examples of `stamp reserve`.
pub(super) const RESERVE: &str = "\
Examples:
  stamp reserve policies/contoso.toml eu-2
  stamp reserve policies/contoso.toml eu-2 us-2 --write";

/// The examples of `stamp close`.
pub(super) const CLOSE: &str = "\
Examples:
  stamp close policies/contoso.toml eu-1
  stamp close policies/contoso.toml eu-1 us-1 --write";

/// The examples of `stamp down`.
pub(super) const DOWN: &str = "\
Examples:
  stamp down policies/contoso.toml eu-1
  stamp down policies/contoso.toml eu-1 eu-2 --write";

/// Edits the policy.
pub fn run(args: &Args, state: State, output: &mut Output) -> Result<ExitStatus> {
    args.edit.edit(&args.policy, output, |text| set(args, state, text))
}

fn set(args: &Args, state: State, text: &PolicyText) -> Result<Edited, Refusal> {
    let mut edited = Edited { text: text.clone(), did: Vec::new(), remarks: Vec::new() };
    for name in &args.stamps {
        let was = edited.text.stamp(name)?.state;
        let held = edited.text.held_down(name)?;
        edited.text = edited.text.with_state(name, state)?;
        edited.did.push(match held {
            _ if was != state => format!("`{name}` is {state} and was {was}: {}", meaning(state)),
            Some(held) => format!("`{name}` is down already, by `[down]` on line {}", held.line),
            None => format!("`{name}` is {state} already"),
        });
    }
    Ok(edited)
}

fn meaning(state: State) -> &'static str {
    match state {
        State::Open => "it keeps the devices that it has, and takes new ones",
        State::Reserved => "it keeps the devices that it has, and takes others only by a move or a pin",
        State::Closed => "it keeps the devices that it has, and takes no others",
        State::Down => "its devices go elsewhere as they register, and it takes no others",
    }
}
