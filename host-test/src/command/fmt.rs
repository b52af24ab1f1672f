//! `stamp fmt`: lays policies and test files out in the one way.

mod layout;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

pub(crate) use self::layout::{Layout, Outcome};

use super::{folder, refused, source};
use crate::render::{self, Format, Visible};
use crate::{ExitStatus, Output};

/// Lay policies, test files and descriptions of fleets out in the one way
///
/// Changes white space, and the comma behind the last item of a list: `=` and comments stand below each other, rules
/// stand in below their attribute, one empty line stands between entries. Words, comments and their order stay, and so
/// does what the file means. A file that is no TOML is left as it is, and what is wrong with it is shown.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// TOML files, and folders (every policy, test file and description of a fleet in them); - is the standard input, laid out on the standard
    /// output [default: policies, or the current folder where there is none]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Write nothing, list the files that would change, and fail if there is one
    #[arg(long)]
    check: bool,

    /// Show what would change, as a unified diff
    #[arg(long, requires = "check")]
    diff: bool,

    /// How to write what was done
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  stamp fmt
  stamp fmt policies/contoso.toml policies/contoso.test.toml
  stamp fmt --check --diff
  stamp fmt - < policies/contoso.toml";

/// Lays every file out, whatever the others are like.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    if let [path] = args.paths.as_slice()
        && source::is_standard_input(path)
        && !args.check
    {
        return standard_input(path, args.format, output);
    }
    let files = files(&args.paths)?;
    if files.is_empty() {
        bail!("there is no policy and no test file there");
    }
    let layouts: Vec<Layout> = files.iter().map(|path| Layout::of(path, !args.check)).collect();
    match args.format {
        Format::Human => render::layout::for_people(&layouts, args.diff, output)?,
        Format::Json => output.result(render::layout::for_scripts(&layouts, args.diff)?)?,
    }
    for error in layouts.iter().filter_map(Layout::error) {
        output.note(format_args!("error: {}", Visible(format_args!("{error:#}"))))?;
    }
    Ok(layouts.iter().map(Layout::status).max().unwrap_or(ExitStatus::Success))
}

/// Prints what is read.
fn standard_input(path: &Path, format: Format, output: &mut Output) -> Result<ExitStatus> {
    let text = source::text(path)?;
    match analysis::format::format(&text) {
        Ok(formatted) => {
            // The output ends the last line.
            if let Some(lines) = formatted.strip_suffix('\n') {
                output.result(lines)?;
            }
            Ok(ExitStatus::Success)
        }
        Err(problems) => refused::policy(path, &text, &problems, format, output),
    }
}

/// The files that `paths` mean, in that order and each once.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    if paths.len() > 1 && paths.iter().any(|path| source::is_standard_input(path)) {
        bail!("- is the standard input, which is laid out alone");
    }
    folder::meant(paths)
}
