use placement::Diagnostic;
use serde::Serialize;

use super::Place;

/// A diagnostic for scripts.
#[derive(Serialize)]
pub struct Finding<'d> {
    /// The file that it is about, as it was named.
    pub file: &'d str,
    code: &'static str,
    severity: String,
    message: &'d str,
    help: Option<&'d str>,
    #[serde(flatten)]
    place: Place,
    related: Vec<Related<'d>>,
}

/// Another place that belongs to a diagnostic.
#[derive(Serialize)]
struct Related<'d> {
    message: &'d str,
    #[serde(flatten)]
    place: Place,
}

impl<'d> Finding<'d> {
    /// The diagnostic of `file`, whose text is `source`.
    pub fn new(file: &'d str, source: &str, diagnostic: &'d Diagnostic) -> Self {
        let related = diagnostic
            .related
            .iter()
            .map(|(span, why)| Related { message: why, place: Place::of(span, source) });
        Self {
            file,
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.to_string(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            place: Place::of(&diagnostic.span, source),
            related: related.collect(),
        }
    }
}
