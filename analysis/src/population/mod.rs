//! Populations: what must come of all devices of a fleet together (`docs/testing.md`, "Populations").

mod limits;
mod tally;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{How, Policy};

use crate::clause::grouped;
use crate::difference::{Comparison, Counts};
use crate::judge::Mismatch;

pub(crate) use limits::Lines;
pub use tally::Tally;

/// What must come of a fleet: everything that is stated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PopulationExpectation {
    /// Shares of the stamps.
    pub shares: Option<Shares>,
    /// Shares of what happens to devices.
    pub how: Option<Shares>,
    /// How sure a share that is not met must be, in thousandths of a percent.
    pub confidence: u32,
    /// Devices that something happens to, or that are refused, by the word for it.
    pub counts: BTreeMap<String, Bounds>,
    /// Whether stamps may have no more devices than they are built for.
    pub capacity: bool,
    /// Devices that are moved by what was edited since another policy.
    pub moves: Option<Bounds>,
    /// Devices that are on a hub and are refused by what was edited since then.
    pub cut_off: Option<Bounds>,
}

impl PopulationExpectation {
    /// Whether it states something about the edits since another policy; besides who may be moved.
    pub(crate) fn is_about_edits(&self) -> bool {
        self.moves.is_some() || self.cut_off.is_some()
    }
}

/// Shares of things, to each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// The things that are named.
    pub named: BTreeMap<String, u64>,
    /// All others together; none may get anything where this is 0.
    pub others: u64,
}

/// How many there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The fewest.
    pub least: u64,
    /// The most.
    pub most: u64,
}

/// The confidence of an expectation that states none: 99.999 %.
pub const CONFIDENCE: u32 = 99_999;

/// All of something, in thousandths of a percent.
const WHOLE: u32 = 100_000;

/// Holds what a policy decides about a fleet against the expectation.
pub fn judge(policy: &Policy, expect: &PopulationExpectation, tally: &Tally<'_>) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    if tally.unreadable > 0 {
        mismatches.push(mismatch("unreadable lines", "0".into(), grouped(tally.unreadable)));
    }
    let stamps = tally.stamps.iter().map(|(stamp, devices)| (stamp.unwrap_or("a hub of no stamp"), *devices));
    let how = tally.how.iter().map(|(how, devices)| (how.word(), *devices));
    held(expect.shares.as_ref(), "shares", stamps, expect, tally, &mut mismatches);
    held(expect.how.as_ref(), "how", how, expect, tally, &mut mismatches);
    for (word, bounds) in &expect.counts {
        let how = How::ALL.into_iter().find(|how| how.word() == word);
        let devices = how.map_or(tally.refused, |how| tally.how.get(&how).copied().unwrap_or_default());
        if !(bounds.least..=bounds.most).contains(&devices) {
            mismatches.push(mismatch(word, bounds.described(), grouped(devices)));
        }
    }
    for stamp in policy.stamps().iter().filter(|_| expect.capacity) {
        let (devices, capacity) = (tally.on(stamp.name.as_str()), u64::from(stamp.capacity));
        if devices > capacity {
            let expected = format!("at most {}", grouped(capacity));
            mismatches.push(mismatch(&format!("capacity.{}", stamp.name), expected, grouped(devices)));
        }
    }
    mismatches
}

/// Holds what was edited since another policy against the expectation: who moves, and who must not.
pub fn judge_edits(expect: &PopulationExpectation, comparison: &Comparison<'_>, counts: &Counts) -> Vec<Mismatch> {
    let stated = [("moves", expect.moves, counts.moved()), ("cut-off", expect.cut_off, counts.cut_off())];
    let missed = stated.into_iter().filter_map(|(what, bounds, devices)| {
        let bounds = bounds.filter(|bounds| !(bounds.least..=bounds.most).contains(&devices))?;
        Some(mismatch(what, bounds.described(), grouped(devices)))
    });
    let mut mismatches: Vec<Mismatch> = missed.collect();
    if comparison.settings().within.is_some() && counts.outside() > 0 {
        let actual = format!("{} others", grouped(counts.outside()));
        mismatches.push(mismatch("within", "nobody else is moved or cut off".into(), actual));
    }
    mismatches
}

/// Holds counts against shares: each of those that are named, and the others.
fn held<'c>(
    shares: Option<&Shares>,
    what: &str,
    counts: impl Iterator<Item = (&'c str, u64)>,
    expect: &PopulationExpectation,
    tally: &Tally<'_>,
    mismatches: &mut Vec<Mismatch>,
) {
    let Some(shares) = shares else { return };
    let counts: BTreeMap<&str, u64> = counts.collect();
    let whole = shares.named.values().sum::<u64>() + shares.others;
    let others: u64 =
        counts.iter().filter(|(name, _)| !shares.named.contains_key(**name)).map(|(_, count)| count).sum();
    let named = shares
        .named
        .iter()
        .map(|(name, share)| (name.as_str(), *share, counts.get(name.as_str()).copied().unwrap_or_default()));
    let rows: Vec<(&str, u64, u64)> = named.chain([(OTHERS, shares.others, others)]).collect();
    // What must have nothing or everything has no chance to fail by.
    let dealt = rows.iter().filter(|(_, share, _)| (1..whole).contains(share)).count();
    let odds = odds(expect.confidence, dealt);
    let (mut missed, mut met) = (Vec::new(), Vec::new());
    for (name, share, count) in rows {
        let (low, high) = tally.dealt().limits(share, whole, odds);
        let expected = format!("{} ({})", range(low, high), percent(share, whole));
        let actual = format!("{} ({})", grouped(count), percent(count, tally.answered()));
        if !(low..=high).contains(&count) {
            missed.push(mismatch(&format!("{what}.{name}"), expected, actual));
        } else if share > 0 {
            met.push(format!("{name} has {actual}, as expected: {expected}"));
        }
    }
    let met = (!met.is_empty()).then(|| met.join("\n"));
    mismatches.extend(missed.into_iter().map(|missed| Mismatch { because: met.clone(), ..missed }));
}

/// The word for all that is not named.
pub(crate) const OTHERS: &str = "*";

/// One over the probability that each side of each share may be missed with, so that all of them together are missed with
/// that of the confidence (Bonferroni's correction).
#[expect(clippy::float_arithmetic, reason = "statistics about decisions; no decision looks at them")]
pub(crate) fn odds(confidence: u32, shares: usize) -> f64 {
    let sides = u32::try_from(2 * shares.max(1)).unwrap_or(u32::MAX);
    f64::from(sides) * f64::from(WHOLE) / f64::from(WHOLE.saturating_sub(confidence).max(1))
}

impl Bounds {
    fn described(self) -> String {
        match (self.least, self.most) {
            (0, u64::MAX) => "any number".into(),
            (0, 0) => "0".into(),
            (0, most) => format!("at most {}", grouped(most)),
            (least, u64::MAX) => format!("at least {}", grouped(least)),
            (least, most) => range(least, most),
        }
    }
}

fn range(low: u64, high: u64) -> String {
    if low == high { grouped(low) } else { format!("{} to {}", grouped(low), grouped(high)) }
}

fn percent(part: u64, whole: u64) -> String {
    let thousandths = (u128::from(part) * 200_000 + u128::from(whole)) / (2 * u128::from(whole.max(1)));
    format!("{}.{:03} %", thousandths / 1000, thousandths % 1000)
}

fn mismatch(what: &str, expected: String, actual: String) -> Mismatch {
    Mismatch { what: what.into(), expected: expected.into(), actual: actual.into(), because: None }
}
