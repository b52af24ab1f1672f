//! The command line.

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser};

use crate::command::Command;
use crate::output::Color;
use crate::render::Format;

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

impl Cli {
    /// What the arguments of this process say, and how their command is to write what comes of it, failures included.
    /// Arguments that are wrong end the process.
    pub fn read() -> (Self, Format) {
        let matches = Self::command().get_matches();
        match Self::from_arg_matches(&matches) {
            Ok(cli) => (cli, format(&matches)),
            Err(error) => error.format(&mut Self::command()).exit(),
        }
    }
}

/// The `--format` of the innermost command, of whatever formats it has: JSON, or another, which is told as to people.
fn format(matches: &ArgMatches) -> Format {
    match matches.subcommand() {
        Some((_, inner)) => format(inner),
        None => match matches.try_get_raw("format").ok().flatten().and_then(Iterator::last) {
            Some(word) if word == "json" => Format::Json,
            _ => Format::Human,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }
}
