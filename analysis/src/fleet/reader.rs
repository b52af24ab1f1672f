//! Reads pieces of a fleet.

use super::csv::{Cells, Columns};
use super::draft::Draft;
use super::format::Format;
use super::json;
use super::member::{Defaults, Member};
use super::records::{count_lines, lines, next_value};
use super::unreadable::{Unreadable, Wrong};

/// Reads pieces of a fleet: one device after the other, in the same memory.
pub struct Reader<'l> {
    format: Format,
    columns: &'l Columns,
    cells: Cells,
    draft: Draft,
}

impl<'l> Reader<'l> {
    pub(crate) fn new(format: Format, columns: &'l Columns, defaults: &Defaults) -> Self {
        Self { format, columns, cells: columns.cells(), draft: Draft::new(defaults) }
    }

    /// Shows every device of a piece that begins and ends where a record does, and what is no device; `line` is the number
    /// of its first line. Lines without anything on them are passed over.
    pub fn read(&mut self, piece: &[u8], line: u64, mut show: impl FnMut(Result<&Member, Unreadable>)) {
        match self.format {
            Format::Json => self.read_values(piece, line, &mut show),
            Format::Ids | Format::Csv => {
                for (text, line) in lines(piece).zip(line..) {
                    if !text.is_empty() {
                        show(self.read_line(text, line).map_err(|wrong| wrong.at(line)));
                    }
                }
            }
            Format::Ndjson => {
                for (text, line) in lines(piece).zip(line..) {
                    if !text.trim_ascii().is_empty() {
                        show(self.read_value(text, line));
                    }
                }
            }
        }
    }

    fn read_line(&mut self, line: &[u8], number: u64) -> Result<&Member, Wrong> {
        let line = core::str::from_utf8(line).map_err(|_| not_utf8())?;
        self.draft.begin(number);
        self.columns.read(line, &mut self.cells, &mut self.draft)?;
        self.draft.finish()
    }

    fn read_values(&mut self, piece: &[u8], line: u64, show: &mut impl FnMut(Result<&Member, Unreadable>)) {
        let (mut at, mut line) = (0, line);
        while let Some(found) = next_value(piece, at) {
            line += count_lines(piece.get(at..found.range.start).unwrap_or_default());
            let value = piece.get(found.range.clone()).unwrap_or_default();
            show(self.read_value(value, line));
            line += count_lines(value);
            at = found.range.end;
        }
    }

    fn read_value(&mut self, value: &[u8], line: u64) -> Result<&Member, Unreadable> {
        let text = core::str::from_utf8(value).map_err(|_| not_utf8());
        self.draft.begin_anew(line);
        text.and_then(|text| json::read(text, &mut self.draft)).map_err(|wrong| wrong.at(line))?;
        Ok(&self.draft.member)
    }
}

fn not_utf8() -> Wrong {
    Wrong::new("the line is not UTF-8", "write the file in UTF-8")
}
