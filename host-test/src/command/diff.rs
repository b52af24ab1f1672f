//! `stamp diff`: what does an edit of a policy do to a fleet?

mod list;

use std::path::{Path, PathBuf};

use analysis::difference::{Comparison, Counts, Part, Settings};
use analysis::fleet::Defaults;
use anyhow::{Result, bail};

use self::list::List;
use super::budget::BudgetArgs;
use super::compared::ComparedArgs;
use super::fleet_source::{self, FleetArgs};
use super::source;
use crate::render::difference::Difference;
use crate::{ExitStatus, Output};

/// Show what an edit of a policy does to a whole fleet
///
/// Each device is settled by the policy as it is, unless the fleet says which hub it is on; then the policy as it shall
/// be is asked, as at the device's next registration: who moves, from where to where, by which edit, how many more than
/// any policy with these shares must move, and whether every stamp has room. Nothing moves at once: DPS asks when a
/// device registers.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    compared: ComparedArgs,

    #[command(flatten)]
    fleet: FleetArgs,

    /// Place every device by both policies as if it were new, wherever it is
    #[arg(long)]
    fresh: bool,

    /// Write every device that is elsewhere afterwards to this file, as CSV
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,

    #[command(flatten)]
    budget: BudgetArgs,

    /// How to write what comes of it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
}

/// How a difference is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
enum Form {
    /// For people.
    #[default]
    Human,
    /// For scripts: JSON.
    Json,
    /// For a comment on a pull request.
    Markdown,
}

const EXAMPLES: &str = "\
Examples:
  stamp diff policies/contoso.toml edited.toml devices.csv.gz
  stamp diff --base main policies/contoso.toml devices.csv.gz --max-moves 5% --require-capacity
  stamp diff --base main policies/contoso.toml devices.csv --max-moves-outside 'geo=eu' 0
  stamp diff --base main policies/contoso.toml devices.csv --list moved.csv
  stamp diff --base main policies/contoso.toml devices.csv --format markdown > comment.md";

/// Compares the two on every device.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    let told = if args.format == Form::Json { crate::render::Format::Json } else { crate::render::Format::Human };
    let compared = match args.compared.read(told, output)? {
        Ok(compared) => compared,
        Err(status) => return Ok(status),
    };
    if let Some(path) = &args.list {
        args.list_may_be(path)?;
    }
    let settings = Settings { fresh: args.fresh, within: args.budget.within(&compared.new)? };
    let comparison = Comparison::new(compared.old.source(), compared.new.source(), settings);
    let list = args.list.as_deref().map(|path| List::begin(path, &comparison)).transpose()?;
    let (fleet, counts) = count(&args.fleet, &comparison, list.as_ref())?;
    list.map(List::finish).transpose()?;
    let budget = args.budget.judge(&comparison, &counts)?;
    let failed = budget.iter().any(|verdict| !verdict.kept);
    let difference = Difference {
        names: [&compared.old.name, &compared.new.name],
        fleet: &fleet,
        comparison: &comparison,
        counts: &counts,
        budget: &budget,
    };
    output.result(match args.format {
        Form::Human => difference.for_people(),
        Form::Json => serde_json::to_string_pretty(&difference.for_scripts())?,
        Form::Markdown => difference.for_reviewers(),
    })?;
    Ok(if failed { ExitStatus::Failure } else { ExitStatus::Success })
}

impl Args {
    /// Nobody means to write the list over what it is about, or over what is no file.
    fn list_may_be(&self, path: &Path) -> Result<()> {
        if source::is_standard_input(path) {
            bail!("`--list -` would mix the list with the figures: name a file");
        }
        if path.exists() && !path.is_file() {
            bail!("{} is no file: name one for the list", path.display());
        }
        if let Some(input) = self.compared.paths().chain([self.fleet.path()]).find(|input| source::is_same(input, path))
        {
            bail!("{} is what is compared: write the list to another file", input.display());
        }
        Ok(())
    }
}

/// The name of the fleet, and what is counted of it on all cores.
pub(crate) fn count(
    args: &FleetArgs,
    comparison: &Comparison<'_>,
    list: Option<&List<'_>>,
) -> Result<(String, Counts)> {
    let fleet = args.open()?;
    let name = fleet.name.clone();
    // Each policy is asked with its own hubs where the fleet gives none.
    let defaults = Defaults { linked_hubs: comparison.linked().clone(), ..args.defaults(None) };
    let (part, _) = fleet.watched().fold_by_pieces(
        &defaults,
        args.on_error(),
        || (comparison.part(), Vec::new()),
        |(part, lines), read| match read {
            Ok(member) => {
                let moved = part.add(member);
                if let (Some(list), Some(moved)) = (list, moved) {
                    list.line(member, &moved, lines);
                }
            }
            Err(unreadable) => part.add_unreadable(unreadable),
        },
        |(_, lines), number| {
            if let Some(list) = list {
                list.add(number, std::mem::take(lines));
            }
        },
        |(part, _), (other, _)| Part::merge(part, other),
    )?;
    let counts = part.into_counts();
    fleet_source::some(&name, counts.devices, &counts.examples)?;
    Ok((name, counts))
}
