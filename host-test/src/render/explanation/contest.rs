//! Stamps that contend for a device.

use analysis::clause::grouped;
use analysis::explanation::{Candidate, Contest, words};

use crate::render::page::Page;
use crate::render::style::{Styled, TAKEN};

/// Writes each stamp's weight, its share of all devices by that, its cost for this one, the least of which is
/// preferred, and what it would take for another to be.
pub(super) fn write(page: &mut Page, depth: usize, contest: &Contest<'_>) {
    let candidates = &contest.candidates;
    let width = |text: fn(&Candidate<'_>) -> String| candidates.iter().map(|it| text(it).len()).max().unwrap_or(0);
    let (names, weights, costs) = (width(name), width(weight), width(cost));
    for candidate in candidates {
        let line = format!(
            "{:names$}  weight {:>weights$}  share {:>5} %  cost {:>costs$}",
            candidate.stamp,
            weight(candidate),
            share(candidate),
            cost(candidate),
        );
        match &candidate.wins {
            None => page.line(depth, Styled(TAKEN, format_args!("{line}  preferred"))),
            Some(wins) => {
                page.line(depth, line);
                page.line(depth + 1, words::wins(wins, contest.preferred));
            }
        }
    }
}

fn name(candidate: &Candidate<'_>) -> String {
    candidate.stamp.to_owned()
}

fn weight(candidate: &Candidate<'_>) -> String {
    grouped(candidate.weight.into())
}

/// The cost that the weight has divided (`docs/hashing.md`, section 5), without its fraction.
fn cost(candidate: &Candidate<'_>) -> String {
    grouped(candidate.cost / u64::from(candidate.weight.max(1)))
}

/// In percent, with one decimal.
fn share(candidate: &Candidate<'_>) -> String {
    let tenths = (candidate.share.0 + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}
