//! CSV (RFC 4180), of which each record stands on a line of its own.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::draft::Draft;
use super::field::{self, Field, Values};
use super::slot::Slot;
use super::unreadable::{Wrong, shown};

/// What may stand between cells.
const DELIMITERS: [char; 3] = [',', ';', '\t'];
/// How many columns there may be: each is held against all others.
const COLUMNS: usize = 5_000;

/// The columns of a CSV file.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    delimiter: u8,
    slots: Vec<Slot>,
}

impl Columns {
    /// The one column of a list of registration IDs.
    pub(crate) fn of_ids() -> Self {
        Self { delimiter: b'\n', slots: [Slot::Field(Field::Id)].into() }
    }

    /// The columns that a header names.
    pub(crate) fn parse(header: &str) -> Result<Self, Wrong> {
        let delimiter = header.chars().find(|c| DELIMITERS.contains(c)).unwrap_or(',');
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        let mut cells = Cells::new(delimiter);
        let slots: Vec<Slot> = match header.contains('"') {
            true => cells.of(header)?.map(|name| field::slot(name.trim(), Values::Texts)).collect::<Result<_, _>>()?,
            false => plain(header, delimiter)
                .map(|name| field::slot(name.trim(), Values::Texts))
                .collect::<Result<_, _>>()?,
        };
        if slots.len() > COLUMNS {
            let wrong = format!("there are {} columns, of which {COLUMNS} can be read", slots.len());
            return Err(Wrong::new(wrong, "leave out what the policy does not look at"));
        }
        let columns = Self { delimiter, slots };
        columns.exclude()?;
        if !columns.slots.contains(&Slot::Field(Field::Id)) {
            return Err(Wrong::new(
                "no column is named `registrationId`",
                "name the columns in the first line: `registrationId`, and others as needed",
            ));
        }
        Ok(columns)
    }

    /// No two columns may give the same.
    fn exclude(&self) -> Result<(), Wrong> {
        for (at, slot) in self.slots.iter().enumerate() {
            if let Some(before) = self.slots.iter().take(at).position(|before| before.excludes(slot)) {
                let wrong = format!("the columns {} and {} say the same thing", before + 1, at + 1);
                return Err(Wrong::new(wrong, "leave one of them out, or begin its name with `#`"));
            }
        }
        Ok(())
    }

    /// Reads the cells of a line.
    pub(crate) fn read(&self, line: &str, cells: &mut Cells, draft: &mut Draft) -> Result<(), Wrong> {
        if memchr::memchr(b'"', line.as_bytes()).is_some() {
            self.put(cells.of(line)?, draft)
        } else {
            self.put(plain(line, self.delimiter), draft)
        }
    }

    /// Room for cells in quotes.
    pub(crate) fn cells(&self) -> Cells {
        Cells::new(self.delimiter)
    }

    fn put<'c>(&self, mut cells: impl Iterator<Item = &'c str>, draft: &mut Draft) -> Result<(), Wrong> {
        let mut given = 0;
        for slot in &self.slots {
            let Some(cell) = cells.next() else { return Err(self.count(given)) };
            draft.put(slot, cell)?;
            given += 1;
        }
        match cells.count() {
            0 => Ok(()),
            more => Err(self.count(given + more)),
        }
    }

    fn count(&self, given: usize) -> Wrong {
        let cells = if given == 1 { "cell" } else { "cells" };
        let wrong = format!("the line has {given} {cells}, and the header {}", self.slots.len());
        Wrong::new(wrong, "give every column a cell, and put cells that hold the separator in quotes")
    }
}

/// The cells of a line without quotes.
fn plain(line: &str, delimiter: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    core::iter::from_fn(move || {
        let line = rest?;
        let end = memchr::memchr(delimiter, line.as_bytes());
        rest = end.and_then(|end| line.get(end + 1..));
        line.get(..end.unwrap_or(line.len()))
    })
}

/// Takes lines with quotes apart.
pub(crate) struct Cells {
    reader: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Cells {
    fn new(delimiter: u8) -> Self {
        Self { reader: ReaderBuilder::new().delimiter(delimiter).build(), text: Vec::new(), ends: Vec::new() }
    }

    /// The cells of a line.
    fn of(&mut self, line: &str) -> Result<impl Iterator<Item = &str>, Wrong> {
        if !line.bytes().filter(|byte| *byte == b'"').count().is_multiple_of(2) {
            let wrong = "a quote opens and does not close on this line";
            return Err(Wrong::new(wrong, "write each device on one line, and a quote within quotes twice"));
        }
        self.text.resize(line.len() + 1, 0);
        // No line has more cells than characters, and one.
        self.ends.resize(line.len() + 1, 0);
        self.reader.reset();
        let (_, _, written, ends) = self.reader.read_record(line.as_bytes(), &mut self.text, &mut self.ends);
        let (result, _, _, more) = self.reader.read_record(
            &[],
            self.text.get_mut(written..).unwrap_or_default(),
            self.ends.get_mut(ends..).unwrap_or_default(),
        );
        if result != ReadRecordResult::Record {
            return Err(Wrong::new(format!("{} is no line of CSV", shown(line)), "write cells with commas between"));
        }
        let (text, mut start) = (&*self.text, 0);
        Ok(self.ends.iter().take(ends + more).map(move |end| {
            let cell = text.get(start..*end).unwrap_or_default();
            start = *end;
            // It is cut at ASCII characters alone.
            core::str::from_utf8(cell).unwrap_or_default()
        }))
    }
}

/// Writes cells with the quotes that they need.
pub(crate) fn write_cell(cell: &str, to: &mut String) {
    if cell.contains(['"', ',', '\n', '\r']) {
        to.push('"');
        to.push_str(&cell.replace('"', "\"\""));
        to.push('"');
    } else {
        to.push_str(cell);
    }
}
