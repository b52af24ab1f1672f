//! What a command reads: a file, or the standard input.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use anyhow::{Context as _, Result};

/// Whether a path means the standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The bytes of a file; of the standard input where the path is `-`.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let read = || -> io::Result<Vec<u8>> {
        if !is_standard_input(path) {
            return fs::read(path);
        }
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().with_context(|| format!("could not read {}", name(path)))
}

/// The text of a file, as `bytes` finds it.
pub(crate) fn text(path: &Path) -> Result<String> {
    String::from_utf8(bytes(path)?).with_context(|| format!("{} is not UTF-8", name(path)))
}

/// How a file is named to people.
pub(crate) fn name(path: &Path) -> String {
    if is_standard_input(path) { "<standard input>".to_owned() } else { path.display().to_string() }
}

/// Whether two paths are those of one file that is there.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other)
}
