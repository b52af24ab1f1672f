//! `stamp report`: what happens to a fleet, as a file to be read by others.

use std::path::{Path, PathBuf};

use analysis::simulation::Simulator;
use anyhow::{Result, bail};
use placement::Policy;

use super::fleet_source::FleetArgs;
use super::outage::OutageArgs;
use super::{refused, simulate, source, write};
use crate::render::report::Report;
use crate::render::simulation::Simulated;
use crate::render::{Format, Visible};
use crate::{ExitStatus, Output};

/// Write a report about a fleet as one HTML file
///
/// What `stamp simulate` shows, for people who do not have the tool: who moves from where to where as a picture, how full
/// each stamp is before and after, how it is decided, what happens if stamps fail. The file needs no script and no
/// network, and is made for light and dark screens, for print, and for readers who do not see pictures. A file that is
/// there is written over. The same policy and fleet make the same file.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy
    policy: PathBuf,

    #[command(flatten)]
    fleet: FleetArgs,

    /// The file to write, which is written over if it is there; - is the standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    #[command(flatten)]
    outages: OutageArgs,
}

const EXAMPLES: &str = "\
Examples:
  stamp report policies/contoso.toml devices.csv.gz -o report.html
  stamp report policies/contoso.toml devices.csv --outages 1 -o report.html
  stamp report policies/contoso.toml devices.csv -o - | gzip > report.html.gz";

/// Makes the report.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    can_be_written(&args)?;
    let text = source::text(&args.policy)?;
    let policy = match Policy::parse(&text) {
        Ok(checked) => checked.policy,
        Err(problems) => return refused::policy(&args.policy, &text, &problems, Format::Human, output),
    };
    let simulator = Simulator::new(&policy, args.outages.of(&policy)?);
    let (fleet, counts) = simulate::count(&args.fleet, &policy, &simulator)?;
    let simulated = Simulated { policy: &policy, fleet: &fleet, simulator: &simulator, counts: &counts };
    put(&args.output, Report::simulated(&simulated), output)?;
    Ok(ExitStatus::Success)
}

/// Says before all the work is done what would be in its way. Nobody means to write a report over what it is about.
fn can_be_written(args: &Args) -> Result<()> {
    let path = args.output.as_path();
    if source::is_standard_input(path) {
        return Ok(());
    }
    if path.is_dir() {
        bail!("{} is a folder: name a file in it", path.display());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        bail!("could not write {}: its folder is not there", path.display());
    }
    let is_same = |input: &Path| input.canonicalize().ok().zip(path.canonicalize().ok()).is_some_and(|(a, b)| a == b);
    if let Some(input) = [args.policy.as_path(), args.fleet.path()].into_iter().find(|input| is_same(input)) {
        bail!("{} is what the report is about: write it to another file", input.display());
    }
    Ok(())
}

fn put(path: &Path, report: Report, output: &mut Output) -> Result<()> {
    let lead = report.lead().to_owned();
    let html = report.into_html();
    if source::is_standard_input(path) {
        output.result(html)?;
        return Ok(());
    }
    write::put(path, &html)?;
    output.result(format_args!("wrote {}", Visible(path.display())))?;
    output.note(Visible(lead))?;
    Ok(())
}
