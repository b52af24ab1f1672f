//! `stamp man`: the tool's manual pages.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use crate::cli::Cli;
use crate::render::{Visible, plural};
use crate::{ExitStatus, Output};

/// Write the manual pages, or print the first of them
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder for all pages, one for each command; it is made if it is not there. Without it, the page of `stamp`
    /// itself is printed
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  stamp man ~/.local/share/man/man1
  stamp man | man -l -";

/// Writes or prints.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    let Some(folder) = &args.folder else {
        let (_, page) = pages()?.swap_remove(0);
        output.result(page.trim_end())?;
        return Ok(ExitStatus::Success);
    };
    fs::create_dir_all(folder).with_context(|| format!("could not make the folder {}", folder.display()))?;
    let pages = pages()?;
    for (name, page) in &pages {
        let path = folder.join(name);
        fs::write(&path, page).with_context(|| format!("could not write {}", path.display()))?;
    }
    let count = plural(pages.len(), "page");
    output.result(format_args!("wrote {count} to {}", Visible(folder.display())))?;
    Ok(ExitStatus::Success)
}

/// The name and the text of each page: of the tool, then of its commands.
fn pages() -> Result<Vec<(String, String)>> {
    let mut tool = Cli::command().disable_help_subcommand(true);
    // Gives the commands their full names.
    tool.build();
    [tool.clone()].into_iter().chain(tool.get_subcommands().cloned()).map(page).collect()
}

fn page(command: Command) -> Result<(String, String)> {
    let page = Man::new(command);
    let mut text = Vec::new();
    page.render(&mut text)?;
    Ok((page.get_filename(), String::from_utf8(text)?))
}
