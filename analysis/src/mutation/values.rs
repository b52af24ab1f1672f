//! Other values, other targets, other states.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::node::Node;
use placement::{Attribute, Policy};

use super::edit::Edit;

pub(crate) fn edits(policy: &Policy, root: Node<'_>, source: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    for attribute in root.entries("attribute") {
        let Some(known) = find(policy, attribute.text_of("name")) else { continue };
        for rule in attribute.entries("rule") {
            edits.extend(rule.get("value").and_then(|value| other_value(known, value)));
            let mapped = rule.get("map").into_iter().flat_map(|map| map.pairs());
            edits.extend(mapped.filter_map(|pair| other_value(known, pair.node)));
        }
    }
    for stamp in root.entries("stamp") {
        edits.extend(served(policy, stamp.get("serves")));
        edits.extend(other_state(stamp, source));
    }
    for fallback in root.entries("fallback") {
        edits.extend(served(policy, fallback.get("as")));
    }
    for target in targets(root) {
        edits.extend(other_stamps(policy, target));
    }
    edits
}

fn find<'p>(policy: &'p Policy, name: Option<&str>) -> Option<&'p Attribute> {
    policy.attributes().iter().find(|attribute| Some(attribute.name.as_str()) == name)
}

/// The values of attributes that stand in a table by the attributes' names.
pub(crate) fn served(policy: &Policy, table: Option<Node<'_>>) -> Vec<Edit> {
    let pairs = table.into_iter().flat_map(|table| table.pairs());
    let known = pairs.filter_map(|pair| Some((find(policy, Some(pair.key))?, pair.node)));
    known
        .flat_map(|(attribute, node)| node.many().filter_map(|value| other_value(attribute, value)).collect::<Vec<_>>())
        .collect()
}

/// The value behind this one in the attribute's list.
fn other_value(attribute: &Attribute, node: Node<'_>) -> Option<Edit> {
    let text = node.text()?;
    let names = attribute.values.iter().map(|value| value.as_str());
    let other = names.clone().cycle().skip_while(|name| *name != text && attribute.find(text).is_some()).nth(1)?;
    (other != text).then(|| replaced(node, text, other))
}

fn replaced(node: Node<'_>, text: &str, other: &str) -> Edit {
    Edit::at(node.span(), format!("\"{other}\""), format!("`{text}` becomes `{other}`"))
}

fn other_state(stamp: Node<'_>, source: &str) -> Option<Edit> {
    if let Some(state) = stamp.get("state") {
        let text = state.text()?;
        return Some(replaced(state, text, if text == "open" { "closed" } else { "open" }));
    }
    let header = stamp.span();
    let with_header = source.get(header.clone())?.starts_with('[');
    let name = stamp.text_of("name").unwrap_or_default();
    let what = format!("the stamp `{name}` becomes `closed`");
    let end = header.end..header.end;
    let by = String::from("\nstate = \"closed\"");
    with_header.then_some(Edit { what, place: header, replaced: end, by })
}

/// Where entries name stamps.
fn targets(root: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let pins = root.entries("pin").filter_map(|pin| pin.get("stamp"));
    let moves = root.entries("move").flat_map(|order| [order.get("from"), order.get("to")]).flatten();
    pins.chain(moves)
}

/// Each name is replaced by each other: most of these are refused, or mean another thing.
fn other_stamps(policy: &Policy, node: Node<'_>) -> Vec<Edit> {
    let names = || policy.stamps().iter().map(|stamp| stamp.name.as_str());
    let named: Vec<&str> = node.many().filter_map(|name| name.text()).collect();
    let other = |text: &str| {
        names().cycle().skip_while(|name| *name != text).take(names().count() + 1).find(|name| !named.contains(name))
    };
    let known =
        node.many().filter_map(|name| Some((name, name.text().filter(|text| names().any(|known| known == *text))?)));
    known.filter_map(|(name, text)| Some(replaced(name, text, other(text)?))).collect()
}
