use placement::Diagnostic;
use serde::Serialize;

use crate::cut::cut;

/// What is wrong with a policy, or the first things of it.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Findings<'a> {
    #[serde(rename = "findings", skip_serializing_if = "<[_]>::is_empty")]
    first: &'a [Finding],
    /// How many more there are.
    #[serde(rename = "furtherFindings", skip_serializing_if = "is_zero")]
    further: usize,
}

impl<'a> Findings<'a> {
    /// The first `most` of `all`, and how many more there are.
    pub(crate) fn first(all: &'a [Finding], most: usize) -> Self {
        let first = all.get(..most).unwrap_or(all);
        Self { first, further: all.len() - first.len() }
    }
}

/// One thing that is wrong with the policy, without its text.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    line: usize,
    column: usize,
}

impl Finding {
    /// What `diagnostic` says of the policy with the text `source`.
    pub(crate) fn new(diagnostic: &Diagnostic, source: &str) -> Self {
        let (line, column) = diagnostic.position(source);
        let message = cut(&diagnostic.message).into_owned();
        let help = diagnostic.help.as_deref().map(|help| cut(help).into_owned());
        Self { code: diagnostic.code.as_str(), message, help, line, column }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
