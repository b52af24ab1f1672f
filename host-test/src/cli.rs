//! The command line.

use clap::Parser;

use crate::command::Command;
use crate::output::Color;

/// Decides which stamp each IoT device belongs to, as the custom allocation webhook of Azure DPS does.
#[derive(Parser)]
#[command(name = "stamp", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// When to write in colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  a policy has errors, or a test failed
  2  wrong use, or it could not be done";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }
}
