//! Reads the stamps.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use dps::HubName;

use super::orders::stamp_list;
use super::symbols::Symbols;
use crate::attribute::{AttributeId, ValueId};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::hash::{Domain, HashKey};
use crate::name::Name;
use crate::nearest::listing;
use crate::node::Node;
use crate::rendezvous::Weight;
use crate::stamp::{Served, Stamp, StampHashes};
use crate::stamp_set::{StampId, StampSet};
use crate::state::State;

/// The number of hubs that a DPS can link (contract, section 5).
const LINKED_HUBS: usize = 50;

pub(crate) fn read(root: Node<'_>, symbols: &Symbols<'_>, key: &HashKey, sink: &mut Sink) -> Option<Vec<Stamp>> {
    let down = root.get("down").map_or(Some(StampSet::default()), |down| stamp_list(down, symbols, sink));
    shared_hubs(root, sink);
    many_hubs(root, sink);
    let read: Vec<_> = root.entries("stamp").map(|entry| stamp(entry, symbols, key, sink)).collect();
    let mut stamps: Vec<Stamp> = read.into_iter().collect::<Option<_>>()?;
    let down = down?;
    for (id, stamp) in stamps.iter_mut().enumerate() {
        if down.contains(StampId(id)) {
            stamp.state = State::Down;
        }
    }
    (!stamps.is_empty()).then_some(stamps)
}

fn stamp(entry: Node<'_>, symbols: &Symbols<'_>, key: &HashKey, sink: &mut Sink) -> Option<Stamp> {
    let serves = serves(entry, symbols, sink);
    let whole = |word: &str| entry.get(word)?.whole().and_then(|number| u32::try_from(number).ok());
    let capacity = whole("capacity")?;
    let weight = if entry.get("weight").is_some() { whole("weight")? } else { capacity };
    let name = Name::parse(entry.text_of("name")?).ok()?;
    let state = State::ALL.into_iter().find(|state| Some(state.word()) == entry.text_of("state"));
    let former = entry.get("former-hubs").into_iter().flat_map(|hubs| hubs.many());
    Some(Stamp {
        hub: HubName::parse(entry.text_of("hub")?).ok()?,
        former_hubs: former.map(|hub| HubName::parse(hub.text()?).ok()).collect::<Option<_>>()?,
        capacity,
        weight: Weight::new(weight)?,
        state: state.unwrap_or_default(),
        serves: serves?,
        labels: labels(entry)?,
        application: entry.text_of("application").map(Box::from),
        hashes: StampHashes {
            placement: key.hash(Domain::Stamp, name.as_str()),
            weighed: key.hash(Domain::Weighed, name.as_str()),
        },
        name,
    })
}

fn labels(entry: Node<'_>) -> Option<BTreeMap<Name, Box<str>>> {
    let labels = entry.get("labels").into_iter().flat_map(|labels| labels.pairs());
    labels.map(|label| Some((Name::parse(label.key).ok()?, label.node.text()?.into()))).collect()
}

fn serves(entry: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<Vec<Option<Served>>> {
    let given = entry.get("serves");
    let mut by_attribute = BTreeMap::new();
    let mut whole = true;
    for pair in given.into_iter().flat_map(|serves| serves.pairs()) {
        let Some(attribute) = symbols.attribute(pair.key, pair.key_span(), sink) else { continue };
        if !symbols.places(attribute) {
            let message = format!("`{}` has `places = false`, so stamps do not serve it", pair.key);
            sink.push(Diagnostic::new(Code::BadServes, pair.key_span(), message).help("leave it out of `serves`"));
        }
        match served(attribute, pair.node, symbols, sink) {
            Some(served) => drop(by_attribute.insert(attribute, served)),
            None => whole = false,
        }
    }
    missing(entry, given, symbols, sink);
    whole.then(|| (0..symbols.attribute_count()).map(|id| by_attribute.remove(&AttributeId(id))).collect())
}

fn missing(entry: Node<'_>, given: Option<Node<'_>>, symbols: &Symbols<'_>, sink: &mut Sink) {
    let placing = (0..symbols.attribute_count()).map(AttributeId).filter(|id| symbols.places(*id));
    let names = placing.map(|id| symbols.attribute_name(id));
    let missing: Vec<&str> = names.filter(|name| given.is_none_or(|serves| serves.get(name).is_none())).collect();
    if let Some(first) = missing.first() {
        let message = format!(
            "stamp `{}` does not say which {} it serves",
            entry.text_of("name").unwrap_or("?"),
            listing(&missing)
        );
        let at = given.map_or(entry.span(), |serves| serves.span());
        sink.push(
            Diagnostic::new(Code::MissingServes, at, message)
                .help(format!("add `{first} = …` to `serves`; `\"*\"` serves any value")),
        );
    }
}

fn served(attribute: AttributeId, node: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<Served> {
    if node.text() == Some("*") {
        return Some(Served::Any);
    }
    let Some(not) = node.get("not") else {
        return values(attribute, node, symbols, sink).map(Served::Values);
    };
    let out = values(attribute, not, symbols, sink)?;
    let left: Vec<ValueId> =
        (0..symbols.values(attribute).len()).map(ValueId).filter(|value| !out.contains(value)).collect();
    if left.is_empty() {
        let message = format!("no value of `{}` is left to serve", symbols.attribute_name(attribute));
        sink.push(Diagnostic::new(Code::BadServes, not.span(), message).help("leave a value out of `not`"));
        return None;
    }
    Some(Served::Values(left))
}

fn values(attribute: AttributeId, node: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<Vec<ValueId>> {
    let read: Vec<_> = node.many().map(|value| symbols.value(attribute, value, sink)).collect();
    let mut values: Vec<ValueId> = read.into_iter().collect::<Option<_>>()?;
    values.sort_unstable();
    values.dedup();
    Some(values)
}

/// Every hub of the policy with its place, former ones included.
fn hubs<'t>(root: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    root.entries("stamp").flat_map(|entry| {
        let former = entry.get("former-hubs").into_iter().flat_map(|hubs| hubs.many());
        entry.get("hub").into_iter().chain(former)
    })
}

fn shared_hubs(root: Node<'_>, sink: &mut Sink) {
    let mut seen: BTreeMap<_, Node<'_>> = BTreeMap::new();
    for hub in hubs(root) {
        let Some(text) = hub.text() else { continue };
        if let Some(first) = seen.insert(text.to_ascii_lowercase(), hub) {
            let diagnostic = Diagnostic::new(Code::SharedHub, hub.span(), format!("the hub `{text}` is named twice"));
            sink.push(
                diagnostic
                    .related(first.span(), "here already")
                    .help("each hub, former ones included, belongs to one stamp"),
            );
        }
    }
}

fn many_hubs(root: Node<'_>, sink: &mut Sink) {
    let hubs: Vec<_> = root.entries("stamp").filter_map(|entry| entry.get("hub")).collect();
    if let Some(first_over) = hubs.get(LINKED_HUBS) {
        let message = format!("{} hubs, and a DPS links at most {}", hubs.len(), LINKED_HUBS);
        let diagnostic = Diagnostic::new(Code::ManyHubs, first_over.span(), message);
        sink.push(diagnostic.help("split the policy, or serve several DPS instances with it"));
    }
}
