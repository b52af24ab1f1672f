//! `stamp report`: what happens to a fleet, as a file to be read by others.

mod standing;

use std::path::{Path, PathBuf};

use analysis::difference::{self, Comparison, Settings};
use analysis::edit::PolicyText;
use analysis::fleet::Defaults;
use analysis::simulation::{self, Simulator};
use anyhow::{Result, bail};
use placement::Policy;

use self::standing::Standing;
use super::compared::{Compared, ComparedArgs};
use super::fleet_source::{self, FleetArgs};
use super::outage::OutageArgs;
use super::plan::way::{self, WayArgs};
use super::{refused, simulate, source, write};
use crate::render::difference::Difference;
use crate::render::report::{Report, Way};
use crate::render::simulation::Simulated;
use crate::render::{Format, Visible};
use crate::{ExitStatus, Output};

/// Write a report about a fleet as one HTML file
///
/// What `stamp simulate` and `stamp diff` show, for people who do not have the tool: who goes from where to where as a
/// picture, which edit does it, how full each stamp is before and after, the way there in steps and how long it takes, how
/// it is decided, what happens if stamps fail. The file needs no script and no network, and is made for light and dark
/// screens, for print, and for readers who do not see pictures. A report that is there is written over. The same policies
/// and fleet make the same file.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy, to report on what it does; or two, the policy as it is and as it shall be, to report on the edit
    #[arg(required = true, num_args = 1..=2, value_name = "POLICY")]
    policies: Vec<PathBuf>,

    #[command(flatten)]
    fleet: FleetArgs,

    /// The file to write, which may be a report that is there; - is the standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Report on the edit since this revision of git, such as `main` or `HEAD~1`; then there is one policy
    #[arg(long, value_name = "REVISION")]
    base: Option<String>,

    /// Place every device by both policies as if it were new, wherever it is
    #[arg(long)]
    fresh: bool,

    #[command(flatten)]
    outages: OutageArgs,

    #[command(flatten)]
    way: WayArgs,
}

const EXAMPLES: &str = "\
Examples:
  stamp report policies/contoso.toml devices.csv.gz -o report.html
  stamp report policies/contoso.toml edited.toml devices.csv.gz -o report.html
  stamp report --base main policies/contoso.toml devices.csv --outages 1 -o report.html
  stamp report policies/contoso.toml devices.csv -o - | gzip > report.html.gz";

/// What a report may be written over: another page of HTML.
const REPORT: write::Kind = write::Kind { name: "report", begins: b"<!DOCTYPE html>" };

/// Makes the report.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    can_be_written(&args)?;
    match args.policies.as_slice() {
        [policy] if args.base.is_none() => simulated(policy, &args, output),
        policies => {
            let compared = ComparedArgs { policies: policies.to_vec(), base: args.base.clone() };
            match compared.read(Format::Human, output)? {
                Ok(compared) => differing(&compared, &args, output),
                Err(status) => Ok(status),
            }
        }
    }
}

/// The report about what one policy does.
fn simulated(path: &Path, args: &Args, output: &mut Output) -> Result<ExitStatus> {
    if let Some(option) = args.fresh.then_some("--fresh").or_else(|| args.way.given()) {
        bail!("`{option}` is for two policies: name the policy as it is and the policy as it shall be");
    }
    let text = source::text(path)?;
    let policy = match Policy::parse(&text) {
        Ok(checked) => checked.policy,
        Err(problems) => return refused::policy(path, &text, &problems, Format::Human, output),
    };
    let simulator = Simulator::new(&policy, args.outages.of(&policy)?);
    let (fleet, counts) = simulate::count(&args.fleet, &policy, &simulator)?;
    let simulated = Simulated { policy: &policy, fleet: &fleet, simulator: &simulator, counts: &counts };
    put(&args.output, Report::simulated(&simulated), output)
}

/// The report about the edit between two policies.
fn differing(compared: &Compared, args: &Args, output: &mut Output) -> Result<ExitStatus> {
    let (old, new) = (&compared.old, &compared.new);
    let settings = Settings { fresh: args.fresh, within: None };
    let comparison = Comparison::new(old.source(), new.source(), settings);
    let outages = args.outages.of(&new.policy)?;
    let simulator = (!outages.is_empty()).then(|| Simulator::new(&new.policy, outages));
    let way = way(compared, args, output)?;
    let (fleet, counts, failing) = count(&args.fleet, &comparison, simulator.as_ref())?;
    let failing = simulator.as_ref().zip(failing.as_ref());
    let failing =
        failing.map(|(simulator, counts)| Simulated { policy: &new.policy, fleet: &fleet, simulator, counts });
    let names = [old.name.as_str(), new.name.as_str()];
    let difference = Difference { names, fleet: &fleet, comparison: &comparison, counts: &counts, budget: &[] };
    put(&args.output, Report::compared(&difference, [&old.text, &new.text], failing.as_ref(), way.as_ref()), output)
}

/// The way from the one policy to the other, if it can be found.
fn way(compared: &Compared, args: &Args, output: &mut Output) -> Result<Option<Way>> {
    let (old, new) = (&compared.old, &compared.new);
    let asked = args.way.given();
    if args.fresh {
        return match asked {
            Some(option) => bail!("`{option}` is for devices that are somewhere, and `--fresh` takes every one as new"),
            None => Ok(None),
        };
    }
    let settings = args.way.settings(&old.policy, &new.policy)?;
    if let Err(error) = args.fleet.read_again() {
        if let Some(option) = asked {
            return Err(error.context(option));
        }
        output.note(format_args!("the way there in steps is left out: {error}"))?;
        return Ok(None);
    }
    let (old, new) = (PolicyText::parse(old.text.clone())?, PolicyText::parse(new.text.clone())?);
    let plan = way::find(&args.fleet, &old, &new, &settings)?;
    Ok(Some(Way { plan, rates: settings.rates }))
}

/// The name of the fleet, what is counted of it on all cores, and what would come of outages by the new policy.
fn count<'c>(
    args: &FleetArgs,
    comparison: &'c Comparison<'_>,
    simulator: Option<&'c Simulator<'_>>,
) -> Result<(String, difference::Counts, Option<simulation::Counts<'c>>)> {
    let fleet = args.open()?;
    let name = fleet.name.clone();
    // Each policy is asked with its own hubs where the fleet gives none.
    let defaults = Defaults { linked_hubs: comparison.linked().clone(), ..args.defaults(None) };
    let (part, standing) = fleet.watched().fold(
        &defaults,
        args.on_error(),
        || (comparison.part(), simulator.map(|simulator| Standing::new(comparison, simulator))),
        |(part, standing), read| match read {
            Ok(member) => {
                part.add(member);
                standing.iter_mut().for_each(|standing| standing.add(member));
            }
            Err(unreadable) => part.add_unreadable(unreadable),
        },
        |(part, standing), (other, others)| {
            part.merge(other);
            standing.iter_mut().zip(others).for_each(|(standing, other)| standing.merge(other));
        },
    )?;
    let counts = part.into_counts();
    fleet_source::some(&name, counts.devices, &counts.examples)?;
    Ok((name, counts, standing.map(Standing::into_counts)))
}

/// Says before all the work is done what would be in its way. Nobody means to write a report over what it is about.
fn can_be_written(args: &Args) -> Result<()> {
    let path = args.output.as_path();
    if source::is_standard_input(path) {
        return Ok(());
    }
    let mut inputs = args.policies.iter().map(PathBuf::as_path).chain([args.fleet.path()]);
    if let Some(input) = inputs.find(|input| source::is_same(input, path)) {
        bail!("{} is what the report is about: write it to another file", input.display());
    }
    write::can_put(path, &REPORT)
}

fn put(path: &Path, report: Report, output: &mut Output) -> Result<ExitStatus> {
    let lead = report.lead().to_owned();
    let html = report.into_html();
    if source::is_standard_input(path) {
        output.result(html)?;
        return Ok(ExitStatus::Success);
    }
    write::put(path, html.as_bytes())?;
    output.result(format_args!("wrote {}", Visible(path.display())))?;
    output.note(Visible(lead))?;
    Ok(ExitStatus::Success)
}
