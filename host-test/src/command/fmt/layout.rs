//! What became of a file.

use std::path::Path;

use anyhow::{Error, Result};
use placement::Diagnostic;

use crate::ExitStatus;
use crate::command::{source, write};

/// What became of a file.
pub(crate) struct Layout {
    pub(crate) file: String,
    pub(crate) outcome: Outcome,
}

/// How the layout of a file was found, and what was done.
pub(crate) enum Outcome {
    /// It was as it should be.
    Unchanged,
    /// It was not, and is now.
    Formatted,
    /// It is not: what it says, and what it should say.
    WouldChange { text: String, formatted: String },
    /// It is no TOML.
    Refused { text: String, problems: Vec<Diagnostic> },
    /// It could not be read or written.
    Failed(Error),
}

impl Layout {
    /// Lays a file out, and writes it if it may and must.
    pub(crate) fn of(path: &Path, may_write: bool) -> Self {
        let outcome = outcome(path, may_write).unwrap_or_else(Outcome::Failed);
        Self { file: source::name(path), outcome }
    }

    /// Why it could not be done.
    pub(crate) fn error(&self) -> Option<&Error> {
        match &self.outcome {
            Outcome::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// What it says to a script.
    pub(crate) fn status(&self) -> ExitStatus {
        match self.outcome {
            Outcome::Unchanged | Outcome::Formatted => ExitStatus::Success,
            Outcome::WouldChange { .. } | Outcome::Refused { .. } => ExitStatus::Failure,
            Outcome::Failed(_) => ExitStatus::Error,
        }
    }
}

fn outcome(path: &Path, may_write: bool) -> Result<Outcome> {
    let text = source::text(path)?;
    Ok(match analysis::format::format(&text) {
        Err(problems) => Outcome::Refused { text, problems },
        Ok(formatted) if formatted == text => Outcome::Unchanged,
        Ok(formatted) if may_write => {
            write::replace(path, formatted.as_bytes())?;
            Outcome::Formatted
        }
        Ok(formatted) => Outcome::WouldChange { text, formatted },
    })
}
