//! Findings that the policy itself excepts, with a reason.

use alloc::format;
use alloc::vec::Vec;

use placement::Diagnostic;
use placement::nearest::advice;
use placement::node::Node;

use super::Code;
use super::finding::Finding;

/// Takes out what the policy excepts, and says which exceptions except nothing. With `lenient` an exception for a
/// guarantee is let pass: it may be for what was not looked for this time.
pub(super) fn apply(root: Node<'_>, findings: &mut Vec<Finding>, lenient: bool) -> usize {
    let mut excepted = 0;
    let mut about_exceptions = Vec::new();
    for exception in root.entries("exception") {
        let Some(node) = exception.get("finding") else { continue };
        let word = node.text().unwrap_or_default();
        let Some(code) = Code::ALL.iter().copied().find(|code| code.as_str() == word) else {
            let message = format!("`{word}` is no finding of the analysis");
            let help = advice(word, Code::ALL.iter().map(|code| code.as_str()));
            let diagnostic = Diagnostic::new(Code::UnknownFinding, node.span(), message).help(help);
            about_exceptions.push(Finding::new(diagnostic, word));
            continue;
        };
        let entry = exception.text_of("at");
        let before = findings.len();
        findings.retain(|finding| finding.diagnostic.code != code || entry.is_some_and(|entry| entry != finding.entry));
        excepted += before - findings.len();
        let of_guarantee = matches!(code, Code::GuaranteeActs | Code::GuaranteeNotProved);
        if before == findings.len() && !(lenient && of_guarantee) {
            let message = format!(
                "there is no finding `{word}` to except{}",
                entry.map(|entry| format!(" at `{entry}`")).unwrap_or_default()
            );
            let diagnostic =
                Diagnostic::new(Code::UnusedException, node.span(), message).help("take the exception out");
            about_exceptions.push(Finding::new(diagnostic, entry.unwrap_or_default()));
        }
    }
    findings.extend(about_exceptions);
    excepted
}
