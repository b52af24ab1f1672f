use std::fmt;
use std::io;
use std::path::Path;

/// Why a build step could not be done, in words for the person who asked for it.
///
/// The message says by itself what to do next.
#[derive(Debug)]
pub struct Error {
    message: String,
    /// Whether the program that failed has said why on its own standard error.
    pub explained: bool,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), explained: false }
    }

    pub(crate) fn explained(message: impl Into<String>) -> Self {
        Self { message: message.into(), explained: true }
    }

    /// What kept a file from being used.
    pub fn file(doing: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(format!("could not {doing} {}: {error}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
