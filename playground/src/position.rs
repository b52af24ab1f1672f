//! Places of a text as an editor in a browser counts them: lines from 1, columns in UTF-16 units from 0.

use std::ops::Range;

use serde::Serialize;

/// A place between two characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// From one place to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Span {
    pub(crate) from: Position,
    pub(crate) to: Position,
}

/// The lines of a text. A line ends with `\n`; a `\r` before it belongs to no column.
pub(crate) struct Positions<'s> {
    source: &'s str,
    starts: Vec<usize>,
}

impl<'s> Positions<'s> {
    pub(crate) fn of(source: &'s str) -> Self {
        let starts = [0].into_iter().chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { source, starts }
    }

    /// Where a range of bytes is.
    pub(crate) fn span(&self, bytes: &Range<usize>) -> Span {
        Span { from: self.position(bytes.start), to: self.position(bytes.end) }
    }

    fn position(&self, byte: usize) -> Position {
        let byte = if self.source.is_char_boundary(byte) { byte } else { self.source.len() };
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = self.source.get(start..byte).unwrap_or_default();
        Position { line, column: before.encode_utf16().count() }
    }

    /// The byte of a place; the end of its line, or of the text, for one that there is not.
    pub(crate) fn byte(&self, place: Position) -> usize {
        let Some(start) = self.starts.get(place.line.max(1) - 1).copied() else { return self.source.len() };
        let rest = self.source.get(start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let mut units = 0;
        for (at, character) in line.char_indices() {
            if units >= place.column {
                return start + at;
            }
            units += character.len_utf16();
        }
        start + line.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\u{feff}a = 1\r\nüber = \"🙂\" # x\n";

    fn at(line: usize, column: usize) -> Position {
        Position { line, column }
    }

    #[test]
    fn columns_count_utf_16_units() {
        let smile = SOURCE.find('🙂').unwrap();
        assert_eq!(Positions::of(SOURCE).span(&(smile..smile + 4)), Span { from: at(2, 8), to: at(2, 10) });
    }

    #[test]
    fn a_byte_order_mark_is_a_column_because_the_editor_holds_it() {
        let one = SOURCE.find('1').unwrap();
        assert_eq!(Positions::of(SOURCE).span(&(one..one + 1)).from, at(1, 5));
    }

    #[test]
    fn every_place_leads_back_to_its_byte() {
        let positions = Positions::of(SOURCE);
        for (byte, character) in SOURCE.char_indices().filter(|(_, character)| *character != '\n') {
            assert_eq!(positions.byte(positions.position(byte)), byte, "{character:?}");
        }
    }

    #[test]
    fn what_lies_behind_a_line_is_its_end_and_behind_the_text_the_texts() {
        let positions = Positions::of(SOURCE);
        assert_eq!(positions.byte(at(1, 99)), SOURCE.find('\r').unwrap());
        assert_eq!(positions.byte(at(9, 0)), SOURCE.len());
        assert_eq!(positions.byte(at(0, 0)), 0);
        assert_eq!(positions.span(&(999..999)).from, at(3, 0));
    }
}
