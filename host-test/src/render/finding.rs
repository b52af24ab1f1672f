use analysis::check::Example;
use placement::Severity;
use serde::Serialize;

use super::{Lines, Place, Told};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) example: Option<Example>,
}

/// Another place that belongs to a diagnostic.
#[derive(Serialize)]
pub(crate) struct Related {
    pub(crate) message: String,
    #[serde(flatten)]
    pub(crate) place: Place,
}

impl Finding {
    /// What is told of `file`, whose text is `source`.
    pub(crate) fn all<'d, T: Into<Told<'d>>>(file: &str, source: &str, told: impl IntoIterator<Item = T>) -> Vec<Self> {
        let lines = Lines::of(source);
        told.into_iter().map(|told| Self::new(file, &lines, &told.into())).collect()
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
            example: None,
        }
    }

    fn new(file: &str, lines: &Lines<'_>, told: &Told<'_>) -> Self {
        let related = |(span, why): &(_, String)| Related { message: why.clone(), place: lines.place(span) };
        Self {
            file: file.to_owned(),
            code: told.code,
            severity: told.severity.to_string(),
            message: told.message.to_owned(),
            help: told.help.map(ToOwned::to_owned),
            place: lines.place(told.span),
            related: told.related.iter().map(related).collect(),
            example: told.example.cloned(),
        }
    }
}
