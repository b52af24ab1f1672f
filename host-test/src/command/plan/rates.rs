//! What is said of the speed of DPS and of the hubs.

use std::collections::BTreeMap;

use analysis::plan::Rates;
use anyhow::{Context as _, Result, anyhow};
use placement::Policy;
use placement::nearest::advice;

/// What limits how fast devices go from hub to hub.
#[derive(clap::Args)]
#[command(next_help_heading = "How fast devices move")]
pub(super) struct RateArgs {
    /// The registrations that DPS takes in a minute [default: 1000]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    dps_rate: Option<u32>,

    /// The devices that a hub creates or deletes in a minute: 100 for each unit of S1 and S2, 5000 of S3; for the hub of
    /// one stamp `eu-9=5000` [default: 100]
    #[arg(long, value_name = "[STAMP=]NUMBER", value_parser = hub_rate)]
    hub_rate: Vec<HubRate>,

    /// How often each device registers by itself, such as `12h` or `1d`; without it devices are told to register
    #[arg(long, value_name = "TIME", value_parser = time)]
    registers_every: Option<u64>,
}

/// The rate of one stamp's hub, or of all.
type HubRate = (Option<String>, u32);

fn hub_rate(text: &str) -> Result<HubRate, String> {
    let (stamp, number) = match text.rsplit_once('=') {
        Some((stamp, number)) => (Some(stamp.trim().to_owned()), number),
        None => (None, text),
    };
    let rate = number.trim().replace(['_', ','], "").parse().ok().filter(|rate| *rate > 0);
    let rate = rate.ok_or_else(|| format!("`{number}` is no number of devices in a minute, such as `100`"))?;
    Ok((stamp, rate))
}

/// A time in seconds.
fn time(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is no time: write a whole number with its unit, such as `30m`, `12h` or `1d`");
    let at = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let (number, unit) = text.split_at(at);
    let unit: u64 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return Err(wrong()),
    };
    number.parse().ok().and_then(|number: u64| number.checked_mul(unit)).filter(|time| *time > 0).ok_or_else(wrong)
}

impl RateArgs {
    /// The first option that is given.
    pub(super) fn given(&self) -> Option<&'static str> {
        let given = [
            ("--dps-rate", self.dps_rate.is_some()),
            ("--hub-rate", !self.hub_rate.is_empty()),
            ("--registers-every", self.registers_every.is_some()),
        ];
        given.into_iter().find_map(|(option, is_given)| is_given.then_some(option))
    }

    /// The rates, of which those of single stamps are of these policies.
    pub(super) fn rates(&self, old: &Policy, new: &Policy) -> Result<Rates> {
        let usual = Rates::default();
        let dps = self.dps_rate.unwrap_or(usual.dps);
        let mut rates = Rates { dps, registers_every: self.registers_every, ..usual };
        let mut names: Vec<&str> = old.stamps().iter().chain(new.stamps()).map(|stamp| stamp.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let mut hubs = BTreeMap::new();
        for (stamp, rate) in &self.hub_rate {
            match stamp {
                None => rates.hub = *rate,
                Some(stamp) if names.contains(&&**stamp) => drop(hubs.insert(stamp.clone(), *rate)),
                Some(stamp) => {
                    let advice = advice(stamp, names.iter().copied());
                    return Err(anyhow!("no stamp is named `{stamp}`: {advice}")).context("--hub-rate");
                }
            }
        }
        Ok(Rates { hubs, ..rates })
    }
}
