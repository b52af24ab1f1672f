//! `stamp new`: begins a policy with its tests.

use std::path::{Path, PathBuf};

use analysis::start::{Asked, Geography, LinkedHub, Problem, Start};
use anyhow::{Context as _, Result, bail};
use placement::rendezvous::Weight;

use super::{source, write};
use crate::render::Visible;
use crate::{ExitStatus, Output};

/// Begin a policy, with its tests
///
/// Writes NAME.toml and NAME.test.toml: a policy that works, with a stamp for each hub, and tests that exercise all of
/// it. With geographies, a device belongs to the one that its enrollment's twin says (the tag `geo`), or the name of its
/// enrollment group (NAME-GEOGRAPHY), or else to the first. A stamp is named as its hub, without `NAME-` before it.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The policy's name, and the path of its files without their endings; the folder must be there
    #[arg(default_value = "fleet")]
    name: PathBuf,

    /// A hub, of every geography: its host name, or what stands before .azure-devices.net. Its stamp's capacity may
    /// follow. May be given several times
    #[arg(long = "hub", value_name = "HUB[:CAPACITY]", value_delimiter = ',')]
    hubs: Vec<Asked>,

    /// A geography with its hubs, or with regions of Azure whose linked hubs it has (see --from-azure). May be given
    /// several times; the first is for devices of which nothing is known
    #[arg(long = "geo", value_name = "NAME=HUB[:CAPACITY],...")]
    geographies: Vec<Geography>,

    /// The number of devices that a stamp is built for, where its hub says no other [default: 1000]
    #[arg(long, value_name = "DEVICES", value_parser = clap::value_parser!(u32).range(1..=i64::from(Weight::MOST)))]
    capacity: Option<u32>,

    /// The hubs that are linked to a DPS: what `az iot dps linked-hub list -o json` prints, with regions, weights and
    /// whether an allocation policy applies. Connection strings are not looked at; - is the standard input
    #[arg(long, value_name = "FILE")]
    from_azure: Option<PathBuf>,

    /// Write over files that are there
    #[arg(long)]
    force: bool,
}

/// What the name of a policy's file ends with.
const ENDING: &str = ".toml";

const EXAMPLES: &str = "\
Examples:
  stamp new --hub contoso-hub-1
  stamp new contoso --geo eu=contoso-eu-1:100000,contoso-eu-2:50000 --geo us=contoso-us-1
  az iot dps linked-hub list --dps-name contoso-dps --resource-group contoso -o json > hubs.json
  stamp new policies/contoso --from-azure hubs.json --geo eu=westeurope,northeurope --geo us=eastus";

/// Writes both files, or none.
pub fn run(args: &Args, output: &mut Output) -> Result<ExitStatus> {
    let name = args.name.file_name().and_then(|name| name.to_str());
    let name = name.with_context(|| format!("{} is no name of a policy", args.name.display()))?;
    let name = name.strip_suffix(ENDING).unwrap_or(name);
    let linked = match &args.from_azure {
        Some(path) => LinkedHub::read(&source::bytes(path)?).with_context(|| source::name(path))?,
        None => Vec::new(),
    };
    let start = Start {
        name,
        random: &random()?,
        capacity: args.capacity,
        hubs: &args.hubs,
        geographies: &args.geographies,
        linked: &linked,
    };
    let texts = match start.texts() {
        Err(Problem::NoHub) => {
            bail!("no hub is named: name one by --hub or --geo, or give the linked ones by --from-azure")
        }
        texts => texts?,
    };
    let file = |ending: &str| args.name.with_file_name(format!("{name}{ending}"));
    let files = [(file(ENDING), texts.policy), (file(".test.toml"), texts.tests)];
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists() && !args.force) {
        bail!("{} is there already: choose another name, or write over it by --force", path.display());
    }
    for (path, text) in &files {
        write::put(path, text.as_bytes())?;
    }
    let [policy, tests] = files.map(|(path, _)| path);
    output.result(format_args!("wrote {} and {}", shown(&policy), shown(&tests)))?;
    output.note(next(&policy))?;
    Ok(ExitStatus::Success)
}

/// 64 bits in hexadecimal.
fn random() -> Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).context("the system has nothing random to give, and a policy needs a seed")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn shown(path: &Path) -> String {
    Visible(path.display()).to_string()
}

fn next(policy: &Path) -> String {
    let policy = shown(policy);
    format!(
        "\
next:
  stamp test {policy}     runs its tests
  stamp serve {policy}    serves it on this machine, with a request to try
  read it, and put the capacities in"
    )
}
