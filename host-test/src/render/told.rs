use std::ops::Range;

use analysis::check::Example;
use placement::diagnostic::Kind;
use placement::{Diagnostic, Severity};

/// What is told of a file at one of its places, wherever it was found.
#[derive(Clone, Copy)]
pub(crate) struct Told<'d> {
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    pub(crate) message: &'d str,
    pub(crate) span: &'d Range<usize>,
    pub(crate) help: Option<&'d str>,
    pub(crate) related: &'d [(Range<usize>, String)],
    /// What people are told besides.
    pub(crate) notes: &'d [String],
    /// A device that shows it.
    pub(crate) example: Option<&'d Example>,
}

impl<'d, C: Kind> From<&'d Diagnostic<C>> for Told<'d> {
    fn from(diagnostic: &'d Diagnostic<C>) -> Self {
        Self {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity,
            message: &diagnostic.message,
            span: &diagnostic.span,
            help: diagnostic.help.as_deref(),
            related: &diagnostic.related,
            notes: &[],
            example: None,
        }
    }
}
