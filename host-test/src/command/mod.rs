//! The subcommands: one file each, with its arguments and how it runs.

pub mod serve;
mod units;

use anyhow::Result;
use clap::Subcommand;

use crate::{ExitStatus, Output};

/// What the tool can do.
#[derive(Subcommand)]
pub enum Command {
    /// Serve a policy as a webhook, through the component that ships
    Serve(serve::Args),
}

impl Command {
    /// Does it. An error means that it could not be done, which is exit code 2.
    pub fn run(self, output: &mut Output) -> Result<ExitStatus> {
        match self {
            Self::Serve(args) => serve::run(args, output),
        }
    }
}
