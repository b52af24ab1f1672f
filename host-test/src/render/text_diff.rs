//! How two texts differ, as a unified diff.

use similar::TextDiff;

use super::Visible;
use super::style::{BAD, GOOD, Styled};

/// The diff of a file's text. Empty if there is no difference.
pub(crate) fn unified(file: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header(file, file).to_string()
}

/// A line of a diff for people.
pub(crate) fn coloured(line: &str) -> String {
    match line.chars().next() {
        Some('+') => Styled(GOOD, line).to_string(),
        Some('-') => Styled(BAD, line).to_string(),
        _ => Visible(line).to_string(),
    }
}
