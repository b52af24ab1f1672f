//! What the beginning of a fleet says of the rest.

use alloc::format;
use alloc::string::String;

use thiserror::Error;

use super::csv::Columns;
use super::field::Field;
use super::format::Format;
use super::member::Defaults;
use super::reader::Reader;
use super::records::{count_lines, whole_lines, whole_values};

/// What some programs write before a text.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How a fleet is written, so that any piece of it can be read.
#[derive(Clone, Debug)]
pub struct Layout {
    format: Format,
    header: usize,
    first_line: u64,
    columns: Columns,
}

/// Why a file is no fleet.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{wrong}: {help}")]
pub struct LayoutError {
    /// The line that says so, counted from 1.
    pub line: u64,
    /// What is wrong.
    pub wrong: String,
    /// What to write instead.
    pub help: String,
}

impl Layout {
    /// Looks at the beginning of a fleet, which holds its first line. The format is found by its bytes and its name, if
    /// it is not given.
    ///
    /// # Errors
    /// There is nothing, or the header of CSV names what is no field.
    pub fn detect(name: &str, head: &[u8], format: Option<Format>) -> Result<Self, LayoutError> {
        let mark = if head.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let text = head.get(mark..).unwrap_or_default();
        if text.trim_ascii().is_empty() {
            let (wrong, help) = ("the fleet is empty".into(), "write a device on each line".into());
            return Err(LayoutError { line: 1, wrong, help });
        }
        let format = format.or_else(|| of_bytes(text)).or_else(|| Format::of_name(name));
        let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        match format.unwrap_or_else(|| of_line(first)) {
            Format::Csv => {
                let columns = columns(first)?;
                // The line break behind a header that is all there is does not count.
                let header = (mark + first.len() + 1).min(head.len());
                Ok(Self { format: Format::Csv, header, first_line: 2, columns })
            }
            format => Ok(Self { format, header: mark, first_line: 1, columns: Columns::of_ids() }),
        }
    }

    /// The format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// How many bytes stand before the first device.
    pub fn header(&self) -> usize {
        self.header
    }

    /// The line, counted from 1, on which the bytes behind the header begin.
    pub fn first_line(&self) -> u64 {
        self.first_line
    }

    /// How many of these bytes, which begin where a record may, hold whole records.
    pub fn complete(&self, bytes: &[u8]) -> usize {
        match self.format {
            Format::Json => whole_values(bytes),
            Format::Ids | Format::Csv | Format::Ndjson => whole_lines(bytes),
        }
    }

    /// How many lines end in these bytes: what lies between the first lines of one piece and the next.
    pub fn lines(bytes: &[u8]) -> u64 {
        count_lines(bytes)
    }

    /// A reader of pieces of the fleet.
    pub fn reader(&self, defaults: &Defaults) -> Reader<'_> {
        Reader::new(self.format, &self.columns, defaults)
    }
}

/// The format that the first character means.
fn of_bytes(text: &[u8]) -> Option<Format> {
    let text = text.trim_ascii_start();
    match text.first()? {
        b'[' => Some(Format::Json),
        b'{' => {
            // An object that goes on over its line has the others on any lines too.
            let line = text.split(|byte| *byte == b'\n').next()?;
            Some(if whole_values(line) > 0 { Format::Ndjson } else { Format::Json })
        }
        _ => None,
    }
}

/// A list of IDs has no header, and no ID holds what separates cells.
fn of_line(line: &[u8]) -> Format {
    let separated = line.iter().any(|byte| matches!(byte, b',' | b';' | b'\t'));
    let word = core::str::from_utf8(line).unwrap_or_default().trim();
    if separated || Field::of(word) == Some(Field::Id) { Format::Csv } else { Format::Ids }
}

fn columns(header: &[u8]) -> Result<Columns, LayoutError> {
    let parse = |header: &str| Columns::parse(header.trim_end());
    let columns = match core::str::from_utf8(header) {
        Ok(header) => parse(header),
        Err(_) => Err(super::unreadable::Wrong::new("the header is not UTF-8", "write the file in UTF-8")),
    };
    columns.map_err(|wrong| LayoutError { line: 1, wrong: format!("the header: {}", wrong.wrong), help: wrong.help })
}
