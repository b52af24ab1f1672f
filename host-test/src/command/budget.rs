//! What a difference may cost at most.

use std::str::FromStr;

use analysis::difference::{Comparison, Counts, Selection};
use anyhow::{Result, anyhow, bail};
use placement::Percent;

use super::compared::Read;
use crate::render::{grouped, share};

/// What makes a difference fail.
#[derive(clap::Args)]
#[command(next_help_heading = "What may happen at most (exit code 1 if more does)")]
pub(crate) struct BudgetArgs {
    /// The most devices that the edit may move: `5%` of the fleet, or a number
    #[arg(long, value_name = "MOST")]
    max_moves: Option<Most>,

    /// The most devices that it may move or cut off outside of those for which a condition holds, as the new policy describes them: `'geo=eu'`, or as in
    /// a policy `'{ is = { geo = "eu" }, cohort = { name = "canary", percent = 25 } }'`
    #[arg(long, num_args = 2, value_names = ["CONDITION", "MOST"])]
    max_moves_outside: Option<Vec<String>>,

    /// The most devices that it may cut off: they are on a hub and are refused afterwards
    #[arg(long, value_name = "MOST")]
    max_refused: Option<Most>,

    /// No stamp may get more devices than it is built for
    #[arg(long)]
    require_capacity: bool,
}

/// The most devices that something may happen to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Most {
    /// A share of the fleet.
    Share(Percent),
    /// A number.
    Devices(u64),
}

impl FromStr for Most {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is neither a percentage, such as `5%`, nor a number of devices");
        match text.trim().strip_suffix('%') {
            Some(percent) => {
                Percent::parse(percent.trim()).map(Self::Share).map_err(|error| format!("`{text}` {error}"))
            }
            None => text.trim().replace(['_', ','], "").parse().map(Self::Devices).map_err(|_| wrong()),
        }
    }
}

impl Most {
    /// Whether so many of all are no more.
    fn holds(self, devices: u64, all: u64) -> bool {
        match self {
            Self::Share(most) => {
                u128::from(devices) * u128::from(Percent::WHOLE) <= u128::from(most.thousandths()) * u128::from(all)
            }
            Self::Devices(most) => devices <= most,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Share(most) => format!("{most} %"),
            Self::Devices(most) => grouped(most),
        }
    }
}

/// A part of the budget, and what came of it.
pub(crate) struct Verdict {
    /// What is limited.
    pub(crate) what: String,
    /// The most that there may be.
    pub(crate) most: String,
    /// What there is.
    pub(crate) is: String,
    /// Whether it is no more.
    pub(crate) kept: bool,
}

impl BudgetArgs {
    /// The devices that may move, if that is limited.
    pub(crate) fn within(&self, new: &Read) -> Result<Option<Selection>> {
        let stated = self.max_moves_outside.as_deref().unwrap_or_default();
        if stated.len() > 2 {
            bail!("--max-moves-outside is given several times: join the conditions by `{{ any = [...] }}`");
        }
        stated
            .first()
            .map(|text| {
                Selection::parse(&new.policy, &new.text, text).map_err(|wrong| anyhow!("--max-moves-outside: {wrong}"))
            })
            .transpose()
    }

    /// Whether anything is limited.
    fn limits(&self) -> bool {
        let outside = self.max_moves_outside.is_some();
        self.max_moves.is_some() || outside || self.max_refused.is_some() || self.require_capacity
    }

    /// What came of each part.
    pub(crate) fn judge(&self, comparison: &Comparison<'_>, counts: &Counts) -> Result<Vec<Verdict>> {
        let mut verdicts = Vec::new();
        if counts.devices == 0 && self.limits() {
            bail!("the fleet has no device that can be read, so nothing can be said of the budget");
        }
        let mut limit = |what: String, most: Most, devices: u64| {
            let is = format!("{} ({})", grouped(devices), share(devices, counts.devices));
            verdicts.push(Verdict { what, most: most.words(), is, kept: most.holds(devices, counts.devices) });
        };
        if let Some(most) = self.max_moves {
            limit("devices that the edit moves".into(), most, counts.moved());
        }
        if let Some([_, most]) = self.max_moves_outside.as_deref() {
            let most = most.parse().map_err(|wrong| anyhow!("--max-moves-outside: {wrong}"))?;
            let within = comparison.settings().within.as_ref().map(Selection::text).unwrap_or_default();
            limit(format!("devices that it moves or cuts off outside `{within}`"), most, counts.outside());
        }
        if let Some(most) = self.max_refused {
            limit("devices that it cuts off".into(), most, counts.cut_off());
        }
        if self.require_capacity {
            verdicts.push(capacity(comparison, counts));
        }
        Ok(verdicts)
    }
}

fn capacity(comparison: &Comparison<'_>, counts: &Counts) -> Verdict {
    let on = counts.on_stamps(comparison);
    let over = comparison.stamps().iter().zip(on).filter_map(|(stamp, (_, after))| {
        let capacity = comparison.new_policy().stamp(stamp.new?)?.capacity;
        (after > capacity.into()).then(|| format!("{} ({} for {})", stamp.name, grouped(after), grouped(capacity)))
    });
    let over: Vec<String> = over.collect();
    let is = if over.is_empty() { "none".to_owned() } else { over.join(", ") };
    Verdict {
        what: "stamps with more devices than they are built for".into(),
        most: "none".into(),
        kept: over.is_empty(),
        is,
    }
}
