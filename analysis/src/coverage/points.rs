//! The points of a policy, with their places.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use placement::diagnostic::Sink;
use placement::node::{Node, Tree};
use placement::{Atom, Condition, Policy};

use super::point::{Point, What};

/// In the order of the text.
pub(crate) fn of(policy: &Policy, source: &str) -> Vec<Point> {
    let tree = Tree::parse(source, &mut Sink::default());
    let mut points: Vec<Point> = tree.iter().flat_map(|tree| entries(tree.root())).collect();
    for atom in conditions(policy).flat_map(atoms) {
        let at = atom.place.start;
        let point = |holds| Point { place: atom.place.clone().into(), what: What::Condition { at, holds } };
        points.extend([point(true), point(false)]);
    }
    points.sort();
    points
}

fn entries(root: Node<'_>) -> Vec<Point> {
    let rules = root.entries("attribute").flat_map(|attribute| {
        let of = attribute.text_of("name").unwrap_or_default();
        named(attribute, "rule", move |name| What::Rule { attribute: of.to_owned(), name })
    });
    let others = [
        named(root, "pin", |name| What::Pin { name }),
        named(root, "move", |name| What::Move { name }),
        named(root, "fallback", |name| What::Fallback { name }),
        named(root, "guarantee", |name| What::Guarantee { name }),
        named(root, "stamp", |name| What::Stamp { name }),
    ];
    rules.chain(others.into_iter().flatten()).collect()
}

fn named(node: Node<'_>, key: &str, what: impl Fn(String) -> What) -> Vec<Point> {
    let names = node.entries(key).filter_map(|entry| entry.get("name"));
    names.filter_map(|name| Some(Point { place: name.span().into(), what: what(name.text()?.to_owned()) })).collect()
}

pub(crate) fn conditions(policy: &Policy) -> impl Iterator<Item = &Condition> {
    let rules = policy.attributes().iter().flat_map(|attribute| &attribute.rules).map(|rule| &rule.when);
    let pins = policy.pins().iter().map(|pin| &pin.when);
    let moves = policy.moves().iter().map(|order| &order.when);
    let fallbacks = policy.fallbacks().iter().map(|fallback| &fallback.when);
    let guarantees = policy.guarantees().iter().map(|guarantee| &guarantee.when);
    rules.chain(pins).chain(moves).chain(fallbacks).chain(guarantees)
}

pub(crate) fn atoms(condition: &Condition) -> Vec<&Atom> {
    match condition {
        Condition::All(all) | Condition::Any(all) => all.iter().flat_map(atoms).collect(),
        Condition::Not(not) => atoms(not),
        Condition::Atom(atom) => [atom].into(),
    }
}
