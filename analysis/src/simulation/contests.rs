//! What the hash has dealt, and what chance had to deal with.

use alloc::vec;
use alloc::vec::Vec;

use hashbrown::HashMap;
use placement::{Dealt, Policy, StampId, StampSet};
use rustc_hash::FxBuildHasher;

use super::flows::{add_all, add_at};
use crate::population;

/// Contests among the same stamps, whoever won.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Contest {
    lines: u64,
    heaviest: u64,
    won: Vec<u64>,
}

/// All contests of a fleet, by the stamps that they were among.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contests(HashMap<StampSet, Contest, FxBuildHasher>);

/// What the hash dealt to a stamp, of contests that it was not alone in, and what it was expected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DealtTo {
    /// The stamp.
    pub stamp: StampId,
    /// The devices that were dealt among it and others.
    pub among: u64,
    /// Those that it got.
    pub devices: u64,
    /// Those that it was expected to get by the weights.
    pub expected: u64,
    /// The fewest that chance explains, all stamps together at the confidence of populations.
    pub least: u64,
    /// The most.
    pub most: u64,
}

impl Contests {
    pub(crate) fn add(&mut self, policy: &Policy, dealt: Dealt, weight: u64) {
        let stamps = policy.stamps().len();
        let new = || Contest { lines: 0, heaviest: 0, won: vec![0; stamps] };
        let contest = self.0.entry(dealt.among).or_insert_with(new);
        contest.lines += 1;
        contest.heaviest = contest.heaviest.max(weight);
        add_at(&mut contest.won, dealt.to, weight);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (among, contest) in other.0 {
            match self.0.get_mut(&among) {
                Some(mine) => {
                    mine.lines += contest.lines;
                    mine.heaviest = mine.heaviest.max(contest.heaviest);
                    add_all(&mut mine.won, &contest.won);
                }
                None => drop(self.0.insert(among, contest)),
            }
        }
    }

    /// What was dealt to each stamp that was among others.
    pub(crate) fn dealt(&self, policy: &Policy) -> Vec<DealtTo> {
        let sums: Vec<(StampId, Sum)> =
            policy.stamp_ids().map(|stamp| (stamp, self.sum(policy, stamp))).filter(|(_, sum)| sum.lines > 0).collect();
        let odds = population::odds(population::CONFIDENCE, sums.len());
        let dealt = sums.into_iter().map(|(stamp, sum)| {
            let expected = u64::try_from(sum.expected / THOUSAND).unwrap_or(u64::MAX);
            let lines = population::Lines { lines: sum.lines, devices: sum.among, heaviest: sum.heaviest };
            let (least, most) = lines.limits(expected, sum.among, odds);
            DealtTo { stamp, among: sum.among, devices: sum.devices, expected, least, most }
        });
        dealt.collect()
    }

    fn sum(&self, policy: &Policy, stamp: StampId) -> Sum {
        let mut sum = Sum::default();
        let weight = |stamp: StampId| policy.stamp(stamp).map_or(0, |stamp| u128::from(stamp.weight.get()));
        for (among, contest) in self.0.iter().filter(|(among, _)| among.contains(stamp) && among.iter().count() > 1) {
            let devices: u64 = contest.won.iter().sum();
            let whole: u128 = among.iter().map(weight).sum();
            sum.lines += contest.lines;
            sum.heaviest = sum.heaviest.max(contest.heaviest);
            sum.among += devices;
            sum.devices += contest.won.get(stamp.index()).copied().unwrap_or_default();
            sum.expected += u128::from(devices) * THOUSAND * weight(stamp) / whole.max(1);
        }
        sum
    }
}

/// What is expected is summed in thousandths of a device, so that no contest's rounding shows.
const THOUSAND: u128 = 1_000;

#[derive(Default)]
struct Sum {
    lines: u64,
    heaviest: u64,
    among: u64,
    devices: u64,
    expected: u128,
}
