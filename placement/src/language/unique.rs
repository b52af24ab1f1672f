use alloc::collections::BTreeMap;
use alloc::format;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::node::Node;

/// Reports names that come twice among the entries of one list. `what` says what an entry is, for the message.
pub fn report_duplicates<'t>(what: &str, entries: impl Iterator<Item = Node<'t>>, sink: &mut Sink) {
    let mut seen: BTreeMap<&str, Node<'t>> = BTreeMap::new();
    for name in entries.filter_map(|entry| entry.get("name")) {
        let Some(text) = name.text() else { continue };
        if let Some(first) = seen.insert(text, name) {
            let diagnostic =
                Diagnostic::new(Code::DuplicateName, name.span(), format!("another {what} is named `{text}`"));
            sink.push(
                diagnostic
                    .related(first.span(), "the other one")
                    .help("give each its own name: traces and tests go by it"),
            );
        }
    }
}
