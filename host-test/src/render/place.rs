use std::ops::Range;

use serde::Serialize;

/// Where something stands in a text. Lines and columns are counted from 1, columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Place {
    /// The line on which it begins.
    pub(crate) line: usize,
    /// The column of its first character.
    pub(crate) column: usize,
    /// The line on which it ends.
    pub(crate) end_line: usize,
    /// The column behind its last character.
    pub(crate) end_column: usize,
}

impl Place {
    /// The place of a range of bytes of a text.
    pub(crate) fn of(span: &Range<usize>, source: &str) -> Self {
        let (line, column) = position(span.start, source);
        let (end_line, end_column) = position(span.end, source);
        Self { line, column, end_line, end_column }
    }
}

fn position(offset: usize, source: &str) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = "a = 1\nü = \"ö\"\n";
        let place = Place { line: 2, column: 5, end_line: 2, end_column: 8 };
        assert_eq!(Place::of(&(11..15), source), place);
    }
}
