//! Contests of stamps for a device: who won, and what it would take for another to win.

use alloc::vec::Vec;

use placement::rendezvous::{Contender, Weight};
use placement::{Policy, Round, Standing, Trace};
use serde::Serialize;

use super::thousandths::Thousandths;

/// A contest of stamps for a device.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contest<'p> {
    /// The round, counted from 0.
    pub round: usize,
    /// The move whose targets contend; none where the device is placed.
    #[serde(rename = "move")]
    pub by_move: Option<&'p str>,
    /// The stamp that the hash prefers.
    pub preferred: &'p str,
    /// The one that it would prefer without that.
    pub runner_up: Option<&'p str>,
    /// All that contend, the preferred first.
    pub candidates: Vec<Candidate<'p>>,
}

/// A stamp that contends for a device.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Candidate<'p> {
    /// The stamp.
    pub stamp: &'p str,
    /// Its weight in this contest.
    pub weight: u32,
    /// Its cost, before the weight divides it (`docs/hashing.md`, section 5).
    pub cost: u64,
    /// The share of all devices that its weight gives it among these.
    pub share: Thousandths,
    /// What would have to be for it to win; none for the one that does.
    pub wins: Option<Wins<'p>>,
}

/// What would have to be for a stamp to win a contest. Each alone is enough, everything else being as it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wins<'p> {
    /// The stamps that would have to be none of the candidates: those that the hash prefers to it.
    pub without: Vec<&'p str>,
    /// The least weight with which it would win; none where even the greatest that a stamp may have is too little.
    pub at_least: Option<u32>,
    /// The greatest weight of the preferred stamp with which it would win; none where it would not, however little that
    /// weighed.
    pub preferred_at_most: Option<u32>,
}

/// The contests of all rounds, in the order of the walk.
pub(super) fn contests<'p>(policy: &'p Policy, trace: &Trace<'p>) -> Vec<Contest<'p>> {
    let of_round = |(number, round): (usize, &Round<'p>)| {
        let placed = contest(policy, number, None, &round.candidates);
        let moved =
            round.by_move.as_ref().and_then(|taken| contest(policy, number, Some(taken.name), &taken.candidates));
        placed.into_iter().chain(moved)
    };
    trace.rounds.iter().enumerate().flat_map(of_round).collect()
}

fn contest<'p>(
    policy: &'p Policy,
    round: usize,
    by_move: Option<&'p str>,
    standings: &[Standing<'p>],
) -> Option<Contest<'p>> {
    let mut contenders: Vec<Contender<'p>> = standings.iter().filter_map(|it| contender(policy, it)).collect();
    contenders.sort_by(Contender::order);
    let names: Vec<&str> = contenders.iter().map(|contender| contender.name.as_str()).collect();
    let whole: u64 = contenders.iter().map(|contender| u64::from(contender.weight.get())).sum();
    let candidate = |(rank, contender): (usize, &Contender<'p>)| Candidate {
        stamp: contender.name.as_str(),
        weight: contender.weight.get(),
        cost: contender.cost,
        share: share(contender.weight, whole),
        wins: Wins::of(&contenders, rank, &names),
    };
    let candidates = contenders.iter().enumerate().map(candidate).collect();
    Some(Contest { round, by_move, preferred: names.first()?, runner_up: names.get(1).copied(), candidates })
}

/// A standing of the trace, to be held against others.
pub(super) fn contender<'p>(policy: &'p Policy, standing: &Standing<'p>) -> Option<Contender<'p>> {
    let stamp = policy.stamps().iter().find(|stamp| stamp.name.as_str() == standing.stamp)?;
    Some(Contender { name: &stamp.name, weight: Weight::new(standing.weight)?, cost: standing.cost })
}

/// Rounded to the nearest thousandth of a percent.
fn share(weight: Weight, whole: u64) -> Thousandths {
    let thousandths = (u64::from(weight.get()) * 100_000 + whole / 2) / whole.max(1);
    Thousandths(u32::try_from(thousandths).unwrap_or(u32::MAX))
}

impl<'p> Wins<'p> {
    /// Of the contender of this rank among all, the preferred first.
    fn of(contenders: &[Contender<'p>], rank: usize, names: &[&'p str]) -> Option<Self> {
        let (preferred, contender) = (contenders.first()?, contenders.get(rank)?);
        let without: Vec<&str> = names.iter().take(rank).copied().collect();
        (rank > 0).then(|| Self {
            at_least: least_to_beat(contender, preferred),
            // Where the preferred stamp loses, the runner-up wins, and nobody behind it.
            preferred_at_most: (rank == 1).then(|| most_that_loses(preferred, contender)).flatten(),
            without,
        })
    }
}

/// The least weight with which a contender beats another.
pub(super) fn least_to_beat(contender: &Contender<'_>, other: &Contender<'_>) -> Option<u32> {
    first_weight(|weight| Contender { weight, ..*contender }.beats(other)).map(Weight::get)
}

/// The greatest weight with which a contender is beaten by another.
fn most_that_loses(contender: &Contender<'_>, other: &Contender<'_>) -> Option<u32> {
    let wins = first_weight(|weight| !other.beats(&Contender { weight, ..*contender }));
    wins.map_or(Some(Weight::MOST), |wins| wins.get().checked_sub(1).filter(|weight| *weight > 0))
}

/// The least weight that meets a test which every greater one meets too: a greater weight never loses what a smaller one
/// wins.
fn first_weight(meets: impl Fn(Weight) -> bool) -> Option<Weight> {
    let (mut below, mut above) = (0, Weight::MOST + 1);
    // INVARIANT (first weight): no weight up to `below` meets the test, every one from `above` on does.
    while below + 1 < above {
        let middle = u32::midpoint(below, above);
        match Weight::new(middle) {
            Some(weight) if meets(weight) => above = middle,
            _ => below = middle,
        }
    }
    Weight::new(above)
}
