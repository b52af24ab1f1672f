use placement::{Diagnostic, Severity};
use serde::Serialize;

use super::{Lines, Place};

/// A diagnostic for scripts.
#[derive(Serialize)]
pub(crate) struct Finding {
    pub(crate) file: String,
    pub(crate) code: &'static str,
    pub(crate) severity: String,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    #[serde(flatten)]
    pub(crate) place: Place,
    pub(crate) related: Vec<Related>,
}

/// Another place that belongs to a diagnostic.
#[derive(Serialize)]
pub(crate) struct Related {
    pub(crate) message: String,
    #[serde(flatten)]
    pub(crate) place: Place,
}

impl Finding {
    /// The diagnostics of `file`, whose text is `source`.
    pub(crate) fn all(file: &str, source: &str, diagnostics: &[Diagnostic]) -> Vec<Self> {
        let lines = Lines::of(source);
        diagnostics.iter().map(|diagnostic| Self::new(file, &lines, diagnostic)).collect()
    }

    /// What is said of a file that could not be checked at all.
    pub(crate) fn not_checked(file: &str, why: &str) -> Self {
        Self {
            file: file.to_owned(),
            code: "not-checked",
            severity: Severity::Error.to_string(),
            message: why.to_owned(),
            help: None,
            place: Lines::of("").place(&(0..0)),
            related: Vec::new(),
        }
    }

    fn new(file: &str, lines: &Lines<'_>, diagnostic: &Diagnostic) -> Self {
        let related = |(span, why): &(_, String)| Related { message: why.clone(), place: lines.place(span) };
        Self {
            file: file.to_owned(),
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.to_string(),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            place: lines.place(&diagnostic.span),
            related: diagnostic.related.iter().map(related).collect(),
        }
    }
}
