//! Request bodies that were recorded: files of one, lines of many, folders of both.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::source;

/// The body of a request, and where it was found.
pub(crate) struct Recorded {
    /// The file, and where it holds several the line.
    pub(crate) origin: String,
    /// The file that holds this body and nothing else.
    pub(crate) file: Option<PathBuf>,
    pub(crate) body: Vec<u8>,
}

/// The bodies of a file, of every `.json`, `.jsonl` and `.ndjson` file of a folder, or of the standard input.
pub(crate) fn read(path: &Path) -> Result<Vec<Recorded>> {
    if source::is_standard_input(path) || !path.is_dir() {
        return of_file(path);
    }
    let entries = fs::read_dir(path).with_context(|| format!("could not read the folder {}", path.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| ["json", "jsonl", "ndjson"].iter().any(|ending| is_named(file, ending)));
    files.sort();
    let bodies = files.iter().map(|file| of_file(file)).collect::<Result<Vec<_>>>()?;
    Ok(bodies.into_iter().flatten().collect())
}

fn is_named(file: &Path, ending: &str) -> bool {
    file.extension() == Some(OsStr::new(ending))
}

/// A file named `.json` is one body, also where it is broken; of another, each line that is not empty is one, unless all
/// of it is.
fn of_file(path: &Path) -> Result<Vec<Recorded>> {
    let bytes = source::bytes(path)?;
    let name = source::name(path);
    if is_named(path, "json") || serde_json::from_slice::<Value>(&bytes).is_ok() {
        let file = (!source::is_standard_input(path)).then(|| path.to_owned());
        return Ok(vec![Recorded { origin: name, file, body: bytes }]);
    }
    let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).enumerate();
    let lines = lines.filter(|(_, line)| !line.is_empty());
    Ok(lines
        .map(|(at, line)| Recorded { origin: format!("{name}:{}", at + 1), file: None, body: line.into() })
        .collect())
}

/// The bodies of a file or of the standard input, to be read one after the other.
pub(crate) enum Bodies {
    /// It is one body.
    One(Vec<u8>),
    /// Each of its lines is one.
    Many(BodyLines),
}

impl Bodies {
    /// A file named `.json` is one body, one named `.ndjson` or `.jsonl` has a body on each line. Any other has, if the
    /// first line that is not empty is whole JSON and another follows.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let failed = || format!("could not read {}", source::name(path));
        let mut reader: Box<dyn BufRead> = match source::is_standard_input(path) {
            true => Box::new(io::stdin().lock()),
            false => Box::new(BufReader::new(File::open(path).with_context(failed)?)),
        };
        let mut head = Vec::new();
        let many = match path {
            _ if is_named(path, "ndjson") || is_named(path, "jsonl") => true,
            _ if is_named(path, "json") => false,
            _ => begins_with_lines(&mut reader, &mut head).with_context(failed)?,
        };
        if many {
            return Ok(Self::Many(BodyLines { reader: Box::new(Cursor::new(head).chain(reader)), number: 0 }));
        }
        reader.read_to_end(&mut head).with_context(failed)?;
        Ok(Self::One(head))
    }
}

/// Reads on to the end of the second line that is not empty, and says whether the first is whole JSON.
fn begins_with_lines(reader: &mut impl BufRead, head: &mut Vec<u8>) -> io::Result<bool> {
    let mut first: Option<bool> = None;
    loop {
        let start = head.len();
        if reader.read_until(b'\n', head)? == 0 {
            return Ok(false);
        }
        match (head.get(start..).unwrap_or_default().trim_ascii(), first) {
            ([], _) => {}
            (line, None) => first = Some(serde_json::from_slice::<Value>(line).is_ok()),
            (_, Some(whole)) => return Ok(whole),
        }
    }
}

/// Lines with a body each. Only one is held at a time.
pub(crate) struct BodyLines {
    reader: Box<dyn BufRead>,
    number: usize,
}

/// The number of a line that is not empty, counted from 1, and what stands there.
impl Iterator for BodyLines {
    type Item = io::Result<(usize, Vec<u8>)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut line = Vec::new();
            self.number += 1;
            match self.reader.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Ok((self.number, line.trim_ascii().to_vec()))),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
