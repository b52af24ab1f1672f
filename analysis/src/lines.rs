use alloc::vec::Vec;
use core::ops::Range;

use placement::diagnostic::BYTE_ORDER_MARK;

use crate::place::Place;

/// The lines of a text, found once for all that is said about it.
#[derive(Clone, Debug)]
pub struct Lines<'s> {
    source: &'s str,
    /// Where each line begins, in bytes. The first begins behind a byte order mark.
    starts: Vec<usize>,
}

impl<'s> Lines<'s> {
    /// The lines of `source`. One that ends with a line break has an empty line behind it.
    pub fn of(source: &'s str) -> Self {
        let first = if source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let after_breaks = source.match_indices('\n').map(|(at, _)| at + 1);
        Self { source, starts: [first].into_iter().chain(after_breaks).collect() }
    }

    /// The place of a range of bytes. What is no place in the text stands for its end.
    pub fn place(&self, span: &Range<usize>) -> Place {
        let (line, column) = self.position(span.start);
        let (end_line, end_column) = self.position(span.end);
        Place { line, column, end_line, end_column }
    }

    /// The whole lines that a range of bytes touches, where they begin, and the number of the first, counted from 1.
    pub fn whole(&self, span: &Range<usize>) -> (&'s str, usize, usize) {
        let line = self.line(span.start);
        let start = self.start(line);
        let end = self.starts.get(self.line(span.end)).copied().unwrap_or(self.source.len());
        (self.source.get(start..end).unwrap_or_default(), start, line)
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let offset = if self.source.is_char_boundary(offset) { offset } else { self.source.len() };
        let line = self.line(offset);
        let before = self.source.get(self.start(line)..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// The number of the line that holds a byte, counted from 1.
    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "a = 1\nü = \"ö\"\n";

    #[test]
    fn columns_count_characters() {
        let place = Place { line: 2, column: 5, end_line: 2, end_column: 8 };
        assert_eq!(Lines::of(SOURCE).place(&(11..15)), place);
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let place = Place { line: 1, column: 3, end_line: 1, end_column: 4 };
        let lines = Lines::of("\u{feff}a = 1\n");
        assert_eq!(lines.place(&(5..6)), place);
        assert_eq!(lines.place(&(0..0)), Place { line: 1, column: 1, end_line: 1, end_column: 1 });
        assert_eq!(lines.whole(&(5..6)), ("a = 1\n", 3, 1));
    }

    #[test]
    fn what_lies_behind_the_text_stands_at_its_end() {
        let end = Place { line: 3, column: 1, end_line: 3, end_column: 1 };
        for at in [16, 17, 99] {
            assert_eq!(Lines::of(SOURCE).place(&(at..at)), end, "{at}");
        }
    }

    #[test]
    fn a_range_is_given_with_its_whole_lines() {
        let lines = Lines::of(SOURCE);
        assert_eq!(lines.whole(&(11..15)), ("ü = \"ö\"\n", 6, 2));
        assert_eq!(lines.whole(&(4..7)), (SOURCE, 0, 1));
        assert_eq!(lines.whole(&(16..16)), ("", 16, 3));
    }
}
