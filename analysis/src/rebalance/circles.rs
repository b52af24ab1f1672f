//! Circles that edits would make for devices that are not in the fleet: what `stamp check` would say of them.

use alloc::string::String;
use alloc::vec::Vec;

use crate::check::{Code, Finding, check};
use crate::edit::{PolicyText, quoted};

/// Those of the new moves that are part of a circle, shown or not excluded, that was not there before.
pub(crate) fn new(old: &PolicyText, new: &PolicyText, moves: &[String]) -> Vec<String> {
    let before = found(old);
    let found = found(new).into_iter().filter(|finding| !before.iter().any(|old| is_same(old, finding)));
    let named: Vec<String> = found.flat_map(|finding| entries(new.text(), &finding)).collect();
    moves.iter().filter(|name| named.contains(&quoted(name))).cloned().collect()
}

fn found(text: &PolicyText) -> Vec<Finding> {
    let findings = check(text.policy(), text.text(), 0).findings.into_iter();
    findings.filter(|finding| matches!(finding.diagnostic.code, Code::Circle | Code::CircleNotExcluded)).collect()
}

fn is_same(one: &Finding, other: &Finding) -> bool {
    (one.diagnostic.code, &one.diagnostic.message) == (other.diagnostic.code, &other.diagnostic.message)
}

/// The names of the moves that go round it, as they stand in the text.
fn entries(text: &str, finding: &Finding) -> Vec<String> {
    let spans = finding.diagnostic.related.iter().map(|(span, _)| span).chain([&finding.diagnostic.span]);
    spans.filter_map(|span| text.get(span.clone())).map(String::from).collect()
}
