//! `stamp completions`: what a shell needs to complete the tool's arguments.

use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::{ExitStatus, Output};

/// Print what a shell needs to complete commands and options
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  stamp completions bash > ~/.local/share/bash-completion/completions/stamp
  stamp completions zsh > ~/.zfunc/_stamp
  stamp completions fish > ~/.config/fish/completions/stamp.fish
  stamp completions powershell >> $PROFILE";

/// Prints the script.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "stamp", &mut script);
    output.result(String::from_utf8(script)?.trim_end())?;
    Ok(ExitStatus::Success)
}
