//! `stamp plan`: the way from one policy to another in steps.

mod files;
mod rates;
pub(crate) mod way;

use std::path::PathBuf;

use analysis::edit::PolicyText;
use analysis::plan::Plan;
use anyhow::Result;
use placement::Severity;

pub(crate) use self::files::Files;
use self::way::WayArgs;
use super::compared::ComparedArgs;
use super::fleet_source::FleetArgs;
use crate::render::Format;
use crate::render::plan::Planned;
use crate::{ExitStatus, Output};

/// Show the way from one policy to another in steps, each of which moves a part of the devices
///
/// Edits that change a cohort's end are made as a ramp, everything else at once. For each step: who moves, whether every
/// stamp has room, how long it takes at the speed of DPS and of the hubs, and the way back, which returns those who were
/// moved and touches nobody else. No device moves twice; the last step is the new policy. Nothing moves at once: DPS
/// asks when a device registers.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    compared: ComparedArgs,

    #[command(flatten)]
    fleet: FleetArgs,

    #[command(flatten)]
    way: WayArgs,

    /// Write the policy of each step, and of each way back, into this folder, which is new or empty
    #[arg(long, value_name = "FOLDER")]
    write: Option<PathBuf>,

    /// Fail if a step leaves a stamp with more devices than it is built for
    #[arg(long)]
    require_capacity: bool,

    /// How to write what comes of it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  stamp plan policies/contoso.toml edited.toml devices.csv.gz
  stamp plan --base main policies/contoso.toml devices.csv.gz --ramp 10,50,100
  stamp plan old.toml new.toml devices.csv --hub-rate 500 --hub-rate eu-9=5000 --registers-every 1d
  stamp plan old.toml new.toml devices.csv --require-capacity --write rollout";

/// Finds the way, and shows or writes it.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    let compared = match args.compared.read(args.format, output)? {
        Ok(compared) => compared,
        Err(status) => return Ok(status),
    };
    args.fleet.read_again()?;
    let settings = args.way.settings(&compared.old.policy, &compared.new.policy)?;
    let folder = args.write.as_deref().map(files::folder).transpose()?;
    let (old, new) = (PolicyText::parse(compared.old.text)?, PolicyText::parse(compared.new.text)?);
    let plan = way::find(&args.fleet, &old, &new, &settings)?;
    let files = Files::of(&plan);
    if let Some(folder) = folder {
        files.write(folder, &plan)?;
    }
    let planned = Planned {
        names: [&compared.old.name, &compared.new.name],
        policies: [old.policy(), new.policy()],
        fleet: &args.fleet.open()?.name,
        plan: &plan,
        files: &files,
        written: folder,
    };
    output.result(match args.format {
        Format::Human => planned.for_people(),
        Format::Json => serde_json::to_string_pretty(&planned.for_scripts())?,
    })?;
    let failed = args.require_capacity && plan.is_over() || has_errors(&plan);
    Ok(if failed { ExitStatus::Failure } else { ExitStatus::Success })
}

fn has_errors(plan: &Plan) -> bool {
    plan.findings().any(|finding| finding.diagnostic.severity == Severity::Error)
}
