//! `stamp fleet`: which devices are in a fleet?

mod seen;

use std::path::PathBuf;

use analysis::fleet::{CSV_HEADER, Summary, Unreadable};
use anyhow::Result;
use placement::Policy;

use self::seen::Seen;
use super::fleet_source::FleetArgs;
use super::{refused, source};
use crate::render::{self, Format};
use crate::{ExitStatus, Output};

/// Look at a fleet: what its lines are, and what its devices have
///
/// A fleet is a file with a device on each line, to try policies on. This shows how many devices it has, the lines that
/// are none, registration IDs that stand there twice, and for each field its most frequent values. With --write it writes
/// the devices instead.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    fleet: FleetArgs,

    /// Say on which of this policy's stamps the devices are
    #[arg(long, value_name = "POLICY")]
    policy: Option<PathBuf>,

    /// What makes it fail; may be given several times
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Vec<Deny>,

    /// Write the devices, one on each line, in this format
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with_all = ["policy", "format"])]
    write: Option<Written>,

    /// How to write what the fleet is like
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// What makes a look at a fleet fail.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    /// Lines that are no devices.
    Unreadable,
    /// Registration IDs that stand on several lines.
    Duplicates,
}

/// How devices are written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Written {
    /// A header, and a line for each device.
    Csv,
    /// A JSON object on each line.
    Ndjson,
}

const EXAMPLES: &str = "\
Examples:
  stamp fleet devices.csv.gz
  stamp fleet devices.txt --current-hub contoso-eu-1.azure-devices.net --policy contoso.toml
  az iot hub query -n contoso-eu-1 -q 'select * from devices' | stamp fleet - --deny unreadable
  stamp fleet devices.txt --write csv > devices.csv
  stamp fleet presses.fleet.toml --write csv > presses.csv";

/// How much is written at once.
const BLOCK: usize = 64 * 1024;

/// Looks at every line.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    let policy = match &args.policy {
        None => None,
        Some(path) => {
            let text = source::text(path)?;
            match Policy::parse(&text) {
                Ok(checked) => Some(checked.policy),
                Err(problems) => return refused::policy(path, &text, &problems, args.format, output),
            }
        }
    };
    let summary = match args.write {
        Some(form) => write(&args.fleet, form, output)?,
        None => look(&args, policy.as_ref(), output)?,
    };
    let denied = args.deny.iter().any(|deny| match deny {
        Deny::Unreadable => summary.unreadable > 0,
        Deny::Duplicates => summary.repeated > 0,
    });
    Ok(if denied { ExitStatus::Failure } else { ExitStatus::Success })
}

fn look(args: &Args, policy: Option<&Policy>, output: &mut Output) -> Result<Summary> {
    let fleet = args.fleet.open()?;
    let (name, format, compression) = (fleet.name.clone(), fleet.format(), fleet.compression());
    let seen = Seen::default();
    // Linked hubs are shown where the fleet itself gives them.
    let defaults = args.fleet.defaults(None);
    let summary = fleet.fold(
        &defaults,
        args.fleet.on_error(),
        Summary::default,
        |summary, read| match read {
            Ok(member) => summary.add(member, seen.has(&member.request.registration_id)),
            Err(unreadable) => summary.add_unreadable(unreadable),
        },
        Summary::merge,
    )?;
    let look = render::fleet::Look { name: &name, format, compression, summary: &summary, policy };
    output.result(match args.format {
        Format::Human => look.for_people(),
        Format::Json => serde_json::to_string_pretty(&look.for_scripts())?,
    })?;
    Ok(summary)
}

/// Writes the devices, and notes the lines that are none.
fn write(args: &FleetArgs, form: Written, output: &mut Output) -> Result<Summary> {
    let seen = Seen::default();
    let (mut summary, mut block) = (Summary::default(), String::new());
    if form == Written::Csv {
        output.result(CSV_HEADER)?;
    }
    let fleet = args.open()?;
    fleet.each(&args.defaults(None), args.on_error(), |read| {
        let member = match read {
            Ok(member) => member,
            Err(unreadable) => {
                summary.add_unreadable(unreadable);
                return Ok(());
            }
        };
        summary.repeated += u64::from(seen.has(&member.request.registration_id));
        match form {
            Written::Csv => member.write_csv(&mut block),
            Written::Ndjson => member.write_ndjson(&mut block),
        }
        if block.len() >= BLOCK {
            output.result(block.trim_end())?;
            block.clear();
        }
        Ok(())
    })?;
    if !block.is_empty() {
        output.result(block.trim_end())?;
    }
    note_unreadable(&summary, output)?;
    Ok(summary)
}

fn note_unreadable(summary: &Summary, output: &mut Output) -> Result<()> {
    if summary.unreadable > 0 {
        let examples: Vec<&Unreadable> = summary.examples.iter().collect();
        output.note(render::fleet::unreadable(summary.unreadable, &examples))?;
    }
    Ok(())
}
