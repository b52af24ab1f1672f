//! Entries that were passed over.

use analysis::explanation::{Explanation, Passed, words};

use crate::render::page::Page;
use crate::render::style::{PASSED, Styled};

/// Writes an entry with what kept it from applying.
pub(super) fn write(page: &mut Page, depth: usize, passed: &Passed<'_>) {
    let (why, details) = words::why(&passed.why);
    page.line(depth, Styled(PASSED, format_args!("- {}: {why}", passed.entry.name)));
    for detail in details {
        page.line(depth + 1, Styled(PASSED, detail));
    }
}

/// The entries of a kind that a round passed over, in the order of the walk.
pub(super) fn of<'e, 'p>(
    explanation: &'e Explanation<'p>,
    number: usize,
    kind: &'static str,
) -> impl Iterator<Item = &'e Passed<'p>> {
    explanation.passed.iter().filter(move |passed| passed.round == Some(number) && passed.entry.kind == kind)
}
