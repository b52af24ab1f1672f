//! Every device that is elsewhere afterwards, in the order of the fleet.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use analysis::difference::{Cause, Comparison, Moved, Place};
use analysis::fleet::Member;
use anyhow::{Context as _, Result};
use tempfile::NamedTempFile;

use crate::command::write;
use crate::render::Visible;
use analysis::difference::named;

/// A list that is being written: lines of pieces of the fleet, which come in any order.
pub(crate) struct List<'c> {
    path: PathBuf,
    comparison: &'c Comparison<'c>,
    file: Mutex<InOrder>,
}

struct InOrder {
    file: BufWriter<NamedTempFile>,
    /// The number of the piece that comes next.
    next: u64,
    /// Lines of pieces behind it.
    waiting: BTreeMap<u64, Vec<u8>>,
    failed: Option<io::Error>,
}

const HEADER: &[u8] = b"registration-id,devices,from,to,line,cause\n";

impl<'c> List<'c> {
    /// Begins a list that is to be in the place of a file.
    pub(crate) fn begin(path: &Path, comparison: &'c Comparison<'_>) -> Result<Self> {
        let file = write::begin(path, HEADER)?;
        let file = InOrder { file: BufWriter::new(file), next: 0, waiting: BTreeMap::new(), failed: None };
        Ok(Self { path: path.to_owned(), comparison, file: Mutex::new(file) })
    }

    /// Adds the line of a device to those of its piece.
    pub(crate) fn line(&self, member: &Member, moved: &Moved, lines: &mut Vec<u8>) {
        let place = |place: Place| match place {
            Place::Stamp(stamp) => self.comparison.stamps().get(stamp).map(|stamp| &*stamp.name).unwrap_or_default(),
            Place::OtherHub => "a hub of no stamp",
            Place::Nowhere => "",
        };
        let id = member.request.registration_id.as_str();
        let (line, cause) = self.cause(moved.cause);
        let (from, to) = (place(moved.from), place(moved.to));
        // An ID holds no comma and no quote.
        let _: io::Result<()> = writeln!(lines, "{id},{},{from},{to},{line},{}", member.weight, quoted(&cause));
    }

    /// The line of the policy, and what is edited there; for a device that the old policy would move too, that it would.
    fn cause(&self, cause: Option<Cause>) -> (String, String) {
        let Some(cause) = cause else { return (String::new(), "would move anyway".into()) };
        let edit = named::edits(self.comparison, cause.step).next();
        (edit.map(|edit| edit.line.to_string()).unwrap_or_default(), named::cause(self.comparison, cause))
    }

    /// Adds the lines of a piece.
    pub(crate) fn add(&self, number: u64, lines: Vec<u8>) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.waiting.insert(number, lines);
        file.write();
    }

    /// Puts it where it is to be.
    pub(crate) fn finish(self) -> Result<()> {
        let InOrder { file, failed, .. } = self.file.into_inner().unwrap_or_else(PoisonError::into_inner);
        let put = || -> io::Result<()> {
            failed.map_or(Ok(()), Err)?;
            file.into_inner().map_err(io::IntoInnerError::into_error)?.persist(&self.path)?;
            Ok(())
        };
        put().with_context(|| format!("could not write {}", self.path.display()))
    }
}

impl InOrder {
    /// Writes what comes next, as far as it is there.
    fn write(&mut self) {
        while let Some(lines) = self.waiting.remove(&self.next) {
            self.next += 1;
            if let Err(error) = self.file.write_all(&lines) {
                self.failed.get_or_insert(error);
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", Visible(text).to_string().replace('"', "\"\""))
}
