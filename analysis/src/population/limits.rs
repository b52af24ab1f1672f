//! The limits that chance sets to a share.
#![expect(clippy::float_arithmetic, reason = "statistics about decisions; no decision looks at them")]

use libm::log;

/// Lines of a fleet that were dealt out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lines {
    /// How many lines.
    pub(crate) lines: u64,
    /// How many devices they stand for.
    pub(crate) devices: u64,
    /// How many the line with the most stands for.
    pub(crate) heaviest: u64,
}

impl Lines {
    /// The fewest and the most devices that get something which each line gets with a probability of `share` over `whole`,
    /// unless that comes about which has a probability below `1 / odds` on either side.
    ///
    /// By Hoeffding's bound (*Probability inequalities for sums of bounded random variables*, 1963, theorem 1, formula 2.1)
    /// in its form for independent variables of any distributions within [0, 1], here a line's devices over those of the
    /// heaviest: their mean is q or further from its expectation p with a probability of at most exp(-n KL(q, p)). Where all
    /// weigh the same this is Chernoff's bound of the binomial distribution.
    pub(crate) fn limits(self, share: u64, whole: u64, odds: f64) -> (u64, u64) {
        if share == 0 || self.lines == 0 {
            return (0, 0);
        }
        if share >= whole {
            return (self.devices, self.devices);
        }
        let most = self.lines as f64 * self.heaviest as f64;
        let expected = self.devices as f64 * (share as f64 / whole as f64);
        let within = |devices: u64| self.lines as f64 * divergence(devices as f64 / most, expected / most) <= log(odds);
        let middle = self.devices / whole * share + self.devices % whole * share / whole;
        (lowest(0, middle, within), highest(middle, self.devices, within))
    }
}

/// The divergence of Kullback and Leibler of two coins.
fn divergence(q: f64, p: f64) -> f64 {
    let term = |a: f64, b: f64| if a > 0.0 { a * log(a / b) } else { 0.0 };
    // Rounding may take q a little past 1.
    term(q, p) + term((1.0 - q).max(0.0), 1.0 - p)
}

/// The lowest number from `from` to `to` that holds, where all do from some number on; `to` if none below it does.
fn lowest(mut from: u64, mut to: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) { to = middle } else { from = middle + 1 }
    }
    to
}

/// The highest number from `from` to `to` that holds, where all do up to some number; `from` if none above it does.
fn highest(mut from: u64, mut to: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while from < to {
        let middle = to - (to - from) / 2;
        if holds(middle) { from = middle } else { to = middle - 1 }
    }
    from
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn dealt(lines: u64) -> Lines {
        Lines { lines, devices: lines, heaviest: 1 }
    }

    /// The probability that a binomial variable is below `low` or above `high`, summed term by term.
    fn outside(lines: u64, p: f64, low: u64, high: u64) -> f64 {
        let mut term = lines as f64 * log(1.0 - p);
        let mut sum = 0.0;
        for k in 0..=lines {
            if k < low || k > high {
                sum += libm::exp(term);
            }
            term += log((lines - k) as f64 / (k + 1) as f64 * p / (1.0 - p));
        }
        sum
    }

    #[test]
    fn the_limits_hold_the_exact_distribution_and_are_not_much_wider() {
        for (lines, share) in [(100, 500), (1_000, 667), (1_000, 50), (5_000, 333), (300, 999), (20, 1)] {
            for odds in [200.0, 2e5] {
                let (low, high) = dealt(lines).limits(share, 1_000, odds);
                let p = share as f64 / 1_000.0;
                assert!(outside(lines, p, low, high) <= 2.0 / odds, "{lines} {share} {odds}");
                let middle = lines * share / 1_000;
                let narrower = |limit: u64| middle.abs_diff(limit) * 7 / 10;
                let exact = outside(lines, p, middle - narrower(low), middle + narrower(high));
                assert!(exact > 0.5 / odds || lines < 1_000, "{lines} {share} {odds}: {exact}");
            }
        }
    }

    #[test]
    fn nothing_and_everything_have_no_tolerance() {
        assert_eq!(dealt(1_000).limits(0, 10, 1e5), (0, 0));
        assert_eq!(dealt(1_000).limits(10, 10, 1e5), (1_000, 1_000));
        assert_eq!(dealt(0).limits(5, 10, 1e5), (0, 0));
    }

    #[test]
    fn heavy_lines_make_the_limits_wider() {
        let (low, high) = dealt(10_000).limits(1, 2, 1e5);
        assert!(low > 4_700 && low < 5_000 && high > 5_000 && high < 5_300, "{low} {high}");
        let lumps = Lines { lines: 100, devices: 10_000, heaviest: 100 };
        let (lower, higher) = lumps.limits(1, 2, 1e5);
        assert!(lower < 3_000 && higher > 7_000, "{lower} {higher}");
        let one = Lines { lines: 1, devices: 10_000, heaviest: 10_000 };
        assert_eq!(one.limits(1, 2, 1e5), (0, 10_000));
    }

    #[test]
    fn the_limits_hold_where_lines_weigh_differently() {
        for (light, heavy, weight) in [(20, 3, 50), (400, 5, 100), (50, 50, 3)] {
            let dealt = Lines { lines: light + heavy, devices: light + heavy * weight, heaviest: weight };
            // The exact distribution of the devices, line by line, at a share of a quarter.
            let mut chances = vec![1.0];
            for line in 0..light + heavy {
                let by = usize::try_from(if line < light { 1 } else { weight }).unwrap();
                let before = chances.clone();
                chances.iter_mut().for_each(|chance| *chance *= 0.75);
                chances.resize(before.len() + by, 0.0);
                before.iter().enumerate().for_each(|(at, chance)| chances[at + by] += chance * 0.25);
            }
            for odds in [5.0, 20.0, 1e4] {
                let (low, high) = dealt.limits(1, 4, odds);
                let out = chances.iter().enumerate().filter(|(at, _)| !(low..=high).contains(&(*at as u64)));
                assert!(out.map(|(_, chance)| chance).sum::<f64>() <= 2.0 / odds, "{light} {heavy} {weight} {odds}");
            }
        }
    }
}
