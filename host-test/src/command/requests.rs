//! Request bodies that were recorded: files of one, lines of many, folders of both.

use std::ffi::OsStr;
use std::fs;
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
