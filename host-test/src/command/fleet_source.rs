//! The arguments of commands that read fleets.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use analysis::fleet::{Defaults, Format, Unreadable};
use anyhow::{Result, bail};
use placement::Policy;

use super::source;
use crate::fleet::{Fleet, GENERATED, OnError, Written};

/// Which fleet, and how it is read.
#[derive(clap::Args)]
pub(crate) struct FleetArgs {
    /// The fleet: registration IDs, CSV, NDJSON or what Azure's tools list, also compressed by gzip or zstd; or a
    /// description by which it is made (*.fleet.toml); - is the standard input
    fleet: PathBuf,

    #[command(flatten)]
    reading: Reading,
}

/// A fleet that may be left out, and how it is read.
#[derive(clap::Args)]
pub(crate) struct OptionalFleetArgs {
    /// Show also what this does to a fleet, as `stamp diff` does
    #[arg(long, value_name = "FLEET")]
    fleet: Option<PathBuf>,

    #[command(flatten)]
    reading: Reading,
}

/// How a fleet is read.
#[derive(Clone, clap::Args)]
#[command(next_help_heading = "Reading the fleet")]
struct Reading {
    /// How it is written, where its beginning and its name do not tell
    #[arg(long, value_parser = format(), value_name = "FORMAT", requires = "fleet")]
    fleet_format: Option<Written>,

    /// What a line does that is no device: it is counted and shown, or it ends the run
    #[arg(long, value_enum, default_value_t, value_name = "WHAT", requires = "fleet")]
    on_error: OnError,

    /// The hub of devices of which the fleet gives none, such as of all in a list of that hub's devices
    #[arg(long, value_name = "HUB", requires = "fleet")]
    current_hub: Option<String>,

    /// The enrollment group of devices of which the fleet gives none [default: test]
    #[arg(long, value_name = "NAME", requires = "fleet")]
    enrollment_group: Option<String>,
}

/// Fails for a fleet of which no line is a device: whatever is said of nobody is true. `examples` are the first of its
/// lines that are none.
pub(crate) fn some(fleet: &str, devices: u64, examples: &BTreeSet<Unreadable>) -> Result<()> {
    match examples.first() {
        Some(Unreadable { line, wrong, help }) if devices == 0 => {
            bail!("no line of {fleet} is a device: line {line}: {wrong}: {help}")
        }
        _ => Ok(()),
    }
}

fn format() -> impl clap::builder::TypedValueParser<Value = Written> {
    use clap::builder::TypedValueParser as _;
    let words = Format::ALL.map(Format::word).into_iter().chain([GENERATED]);
    // A word that is no file's format is the other one.
    clap::builder::PossibleValuesParser::new(words)
        .map(|word| Format::of_word(&word).map_or(Written::Generated, Written::As))
}

impl OptionalFleetArgs {
    /// The fleet, if one is given.
    pub(crate) fn given(&self) -> Option<FleetArgs> {
        let reading = self.reading.clone();
        self.fleet.clone().map(|fleet| FleetArgs { fleet, reading })
    }
}

impl FleetArgs {
    /// Whether it is the standard input.
    pub(crate) fn is_standard_input(&self) -> bool {
        source::is_standard_input(&self.fleet)
    }

    /// Opens it.
    pub(crate) fn open(&self) -> Result<Fleet> {
        Fleet::open(&self.fleet, self.reading.fleet_format)
    }

    /// Its file, or `-`.
    pub(crate) fn path(&self) -> &Path {
        &self.fleet
    }

    /// Makes sure that it can be read several times.
    pub(crate) fn read_again(&self) -> Result<()> {
        let is_file = std::fs::metadata(&self.fleet).map_or(true, |metadata| metadata.is_file());
        if source::is_standard_input(&self.fleet) || !is_file {
            bail!(
                "the fleet is read several times, which {} cannot be: write it to a file first",
                source::name(&self.fleet)
            );
        }
        Ok(())
    }

    /// What its devices have that it does not say. Linked are the hubs of the policy that is asked, if one is.
    pub(crate) fn defaults(&self, policy: Option<&Policy>) -> Defaults {
        let stamps = policy.into_iter().flat_map(Policy::stamps);
        Defaults {
            current_hub: self.reading.current_hub.clone(),
            enrollment_group: self.reading.enrollment_group.clone(),
            linked_hubs: stamps.map(|stamp| stamp.hub.as_str()).collect(),
        }
    }

    /// How it is named to people.
    pub(crate) fn name(&self) -> String {
        source::name(&self.fleet)
    }

    /// What a line does that is no device.
    pub(crate) fn on_error(&self) -> OnError {
        self.reading.on_error
    }
}
