//! Stamps that contend for a device.

use analysis::clause::{grouped, preferred};
use placement::Standing;

use crate::render::page::Page;
use crate::render::style::{Styled, TAKEN};

/// Writes each stamp's weight, its share of all devices by that, and its cost for this one: the least is preferred.
pub(super) fn write(page: &mut Page, depth: usize, candidates: &[Standing<'_>]) {
    let width = |text: fn(&Standing<'_>) -> String| candidates.iter().map(|it| text(it).len()).max().unwrap_or(0);
    let (names, weights, costs) = (width(name), width(weight), width(cost));
    let whole: u64 = candidates.iter().map(|candidate| u64::from(candidate.weight)).sum();
    let chosen = preferred(candidates);
    for candidate in candidates {
        let line = format!(
            "{:names$}  weight {:>weights$}  share {:>5} %  cost {:>costs$}",
            candidate.stamp,
            weight(candidate),
            share(candidate.weight, whole),
            cost(candidate),
        );
        if chosen == Some(candidate.stamp) {
            page.line(depth, format_args!("{}", Styled(TAKEN, format_args!("{line}  preferred"))));
        } else {
            page.line(depth, line);
        }
    }
}

fn name(candidate: &Standing<'_>) -> String {
    candidate.stamp.to_owned()
}

fn weight(candidate: &Standing<'_>) -> String {
    grouped(candidate.weight.into())
}

/// The cost that the weight has divided (`docs/hashing.md`, section 5), without its fraction.
fn cost(candidate: &Standing<'_>) -> String {
    grouped(candidate.cost / u64::from(candidate.weight.max(1)))
}

/// A weight in percent of the whole, with one decimal.
fn share(weight: u32, whole: u64) -> String {
    let tenths = (u64::from(weight) * 1000 + whole / 2) / whole.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_one_decimal() {
        assert_eq!(share(1, 3), "33.3");
        assert_eq!(share(2, 3), "66.7");
        assert_eq!(share(5, 5), "100.0");
    }
}
