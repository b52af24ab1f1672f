//! Conditions that are negated, ask for another value, or have another edge.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use placement::Policy;
use placement::node::Node;

use super::edit::Edit;
use super::values::served;
use crate::coverage::points::{atoms, conditions};

/// By how much the edge of a cohort is moved, in percent of all devices.
const STEP: u32 = 5;

pub(crate) fn edits(policy: &Policy, root: Node<'_>, source: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> =
        conditions(policy).flat_map(atoms).filter_map(|atom| negated(&atom.place, source)).collect();
    for when in whens(root) {
        edits.extend(values(policy, when, source));
    }
    edits
}

fn whens(root: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let rules = root.entries("attribute").flat_map(|attribute| attribute.entries("rule"));
    let others = ["pin", "move", "fallback", "guarantee"].into_iter().flat_map(move |kind| root.entries(kind));
    rules.chain(others).filter_map(|entry| entry.get("when"))
}

/// A question with its key, such as `iot-edge = true`. Where `not` has no place, the text does not parse.
fn negated(place: &Range<usize>, source: &str) -> Option<Edit> {
    let text = source.get(place.clone())?;
    let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Edit::at(place.clone(), format!("not = {{ {text} }}"), format!("negate `{shown}`")))
}

/// The values and the edges in a condition, those in it included.
fn values(policy: &Policy, when: Node<'_>, source: &str) -> Vec<Edit> {
    let mut edits = served(policy, when.get("is"));
    let percent = when.get("cohort").and_then(|cohort| cohort.get("percent"));
    edits.extend(percent.into_iter().flat_map(|percent| percent.many().flat_map(|edge| edges(edge, source))));
    let inner = ["all", "any", "not"].into_iter().filter_map(|word| when.get(word)).flat_map(|inner| inner.many());
    edits.extend(inner.flat_map(|inner| values(policy, inner, source)));
    edits
}

/// The edge moved up and down, within the scale.
fn edges(edge: Node<'_>, source: &str) -> Vec<Edit> {
    let Some(text) = source.get(edge.span()) else { return Vec::new() };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let Ok(whole) = whole.replace('_', "").parse::<u32>() else { return Vec::new() };
    let dot = if fraction.is_empty() { "" } else { "." };
    let others = [whole.saturating_sub(STEP), whole.saturating_add(STEP).min(100)];
    let written =
        others.map(|other| if other == 100 { String::from("100") } else { format!("{other}{dot}{fraction}") });
    written
        .into_iter()
        .filter(|other| other != text)
        .map(|other| Edit::at(edge.span(), other.clone(), format!("the edge {text} % becomes {other} %")))
        .collect()
}
