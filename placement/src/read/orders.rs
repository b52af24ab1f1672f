//! Reads pins, moves, fallbacks and guarantees, and lists of stamps.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::conditions::{Conditions, when};
use super::symbols::Symbols;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::hash::HashKey;
use crate::nearest::{advice, listing, nearest};
use crate::node::{Node, Pair};
use crate::orders::{Deal, Fallback, Guarantee, Move, Pin};
use crate::rendezvous::Weight;
use crate::stamp_set::{StampId, StampSet};

/// Everything that decides besides the rules.
pub(crate) struct Orders {
    pub(crate) pins: Vec<Pin>,
    pub(crate) moves: Vec<Move>,
    pub(crate) fallbacks: Vec<Fallback>,
    pub(crate) guarantees: Vec<Guarantee>,
}

pub(crate) fn read(root: Node<'_>, symbols: &Symbols<'_>, key: &HashKey, sink: &mut Sink) -> Option<Orders> {
    let conditions = Conditions { symbols, key, visible: symbols.attribute_count() };
    let pins = entries(root, "pin", sink, |entry, sink| pin(entry, &conditions, sink));
    let moves = entries(root, "move", sink, |entry, sink| order(entry, &conditions, sink));
    let fallbacks = entries(root, "fallback", sink, |entry, sink| fallback(entry, &conditions, sink));
    let guarantees = entries(root, "guarantee", sink, |entry, sink| guarantee(entry, &conditions, sink));
    Some(Orders { pins: pins?, moves: moves?, fallbacks: fallbacks?, guarantees: guarantees? })
}

/// Reads every entry of a list, all of them before giving up on one.
fn entries<'t, T>(
    root: Node<'t>,
    word: &str,
    sink: &mut Sink,
    mut read: impl FnMut(Node<'t>, &mut Sink) -> Option<T>,
) -> Option<Vec<T>> {
    crate::language::report_duplicates(word, root.entries(word), sink);
    let read: Vec<_> = root.entries(word).map(|entry| read(entry, sink)).collect();
    read.into_iter().collect()
}

fn pin(entry: Node<'_>, conditions: &Conditions<'_>, sink: &mut Sink) -> Option<Pin> {
    let when = when(conditions, entry, sink);
    let stamp = entry.get("stamp").and_then(|stamp| conditions.symbols.stamp(stamp, sink));
    Some(Pin { name: super::entry_name(entry)?, when: when?, stamp: stamp? })
}

fn order(entry: Node<'_>, conditions: &Conditions<'_>, sink: &mut Sink) -> Option<Move> {
    let symbols = conditions.symbols;
    let when = when(conditions, entry, sink);
    let from = entry.get("from").and_then(|from| stamp_list(from, symbols, sink));
    let to = entry.get("to").map(|to| targets(to, symbols, sink));
    let preferred = entry.get("whom").filter(|whom| whom.text() == Some("preferred"));
    let from = from?;
    let (to, deal) = match to {
        Some(targets) => targets?,
        None => (everything_but(&from, entry, symbols, sink)?, Deal::Own),
    };
    from_and_to(entry, &from, &to, symbols, sink);
    let deal = match (deal, preferred) {
        (Deal::Weighed(_), Some(whom)) => {
            let diagnostic =
                Diagnostic::new(Code::Conflict, whom.span(), "`preferred` stands beside weights in `to`".into());
            sink.push(diagnostic.help(
                "the hash prefers by the stamps' own weights: list the stamps without weights, or leave `whom` out",
            ));
            return None;
        }
        (Deal::Own, Some(_)) => Deal::Preferred,
        (deal, _) => deal,
    };
    Some(Move { name: super::entry_name(entry)?, when: when?, from, to, deal })
}

fn everything_but(from: &StampSet, entry: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<StampSet> {
    let mut rest = symbols.all_stamps();
    rest.remove(from);
    if rest.is_empty() {
        let at = entry.get("from").map_or(entry.span(), |from| from.span());
        let diagnostic =
            Diagnostic::new(Code::NoStamps, at, "every stamp is in `from`, so there is none to go to".into());
        sink.push(diagnostic.help("leave a stamp out of `from`"));
        return None;
    }
    Some(rest)
}

fn from_and_to(entry: Node<'_>, from: &StampSet, to: &StampSet, symbols: &Symbols<'_>, sink: &mut Sink) {
    for stamp in from.and(to).iter() {
        let at = entry.get("to").map_or(entry.span(), |to| to.span());
        let message = format!("`{}` is both in `from` and in `to`", symbols.stamp_name(stamp));
        sink.push(Diagnostic::new(Code::FromAndTo, at, message).help("take it out of one of the two"));
    }
}

/// The stamps of `to`, and their weights where it gives any.
fn targets(node: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<(StampSet, Deal)> {
    let by_weight = node.table().is_some() && node.get("labels").is_none_or(|labels| labels.table().is_none());
    if !by_weight {
        return stamp_list(node, symbols, sink).map(|stamps| (stamps, Deal::Own));
    }
    let read: Vec<_> = node.pairs().map(|pair| weight(pair, symbols, sink)).collect();
    let weights: BTreeMap<StampId, Weight> = read.into_iter().collect::<Option<_>>()?;
    Some((weights.keys().copied().collect(), Deal::Weighed(weights)))
}

fn weight(pair: Pair<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<(StampId, Weight)> {
    let stamp = symbols.stamp_named(pair.key, pair.key_span(), sink)?;
    Some((stamp, Weight::new(u32::try_from(pair.node.whole()?).ok()?)?))
}

fn fallback(entry: Node<'_>, conditions: &Conditions<'_>, sink: &mut Sink) -> Option<Fallback> {
    let symbols = conditions.symbols;
    let when = when(conditions, entry, sink);
    let mut instead = Vec::new();
    let mut whole = true;
    for pair in entry.get("as").into_iter().flat_map(|values| values.pairs()) {
        let Some(attribute) = symbols.attribute(pair.key, pair.key_span(), sink) else {
            whole = false;
            continue;
        };
        if !symbols.places(attribute) {
            let message = format!("`{}` has `places = false`, so another value of it finds no other stamp", pair.key);
            sink.push(Diagnostic::new(Code::Conflict, pair.key_span(), message).help("leave it out of `as`"));
        }
        match symbols.value(attribute, pair.node, sink) {
            Some(value) => instead.push((attribute, value)),
            None => whole = false,
        }
    }
    whole.then_some(())?;
    Some(Fallback { name: super::entry_name(entry)?, when: when?, instead })
}

fn guarantee(entry: Node<'_>, conditions: &Conditions<'_>, sink: &mut Sink) -> Option<Guarantee> {
    let symbols = conditions.symbols;
    let when = when(conditions, entry, sink);
    let list = |word: &str, sink: &mut Sink| entry.get(word).map(|list| guaranteed_list(list, symbols, sink));
    let (only, never) = (list("only", sink), list("never", sink));
    if only.is_none() && never.is_none() {
        let diagnostic = Diagnostic::new(
            Code::MissingKey,
            entry.span(),
            "a guarantee without `only` and `never` says nothing".into(),
        );
        sink.push(diagnostic.help("add `only = …` or `never = …`: stamps by name or by labels"));
        return None;
    }
    let mut allowed = only.unwrap_or_else(|| Some(symbols.all_stamps()))?;
    allowed.remove(&never.unwrap_or_else(|| Some(StampSet::default()))?);
    if allowed.is_empty() {
        let diagnostic = Diagnostic::new(Code::AllowsNone, entry.span(), "the guarantee allows no stamp at all".into());
        sink.push(diagnostic.help("devices that it is for are refused: allow a stamp if that is not meant"));
    }
    Some(Guarantee { name: super::entry_name(entry)?, when: when?, allowed })
}

/// A list of stamps that a guarantee names: every stamp must have the labels, or the guarantee would not cover it.
fn guaranteed_list(node: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<StampSet> {
    for label in node.get("labels").into_iter().flat_map(|labels| labels.pairs()) {
        let without = symbols.stamps_without(label.key);
        if !without.is_empty() && symbols.label_names().contains(&label.key) {
            let message = format!("{} without a label `{}`", count(&without), label.key);
            let diagnostic = Diagnostic::new(Code::UnknownLabel, label.key_span(), message);
            sink.push(diagnostic.help(format!(
                "a guarantee covers every stamp: give the label to {}",
                listing(&without).replace(" or ", " and ")
            )));
        }
    }
    stamp_list(node, symbols, sink)
}

fn count(stamps: &[&str]) -> String {
    if stamps.len() == 1 { "one stamp is".into() } else { format!("{} stamps are", stamps.len()) }
}

/// The stamps of a list: names, or labels.
pub(crate) fn stamp_list(node: Node<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<StampSet> {
    let Some(labels) = node.get("labels") else {
        let read: Vec<_> = node.many().map(|name| symbols.stamp(name, sink)).collect();
        return read.into_iter().collect();
    };
    let mut stamps = symbols.all_stamps();
    let mut known = true;
    for label in labels.pairs() {
        match labelled(label, symbols, sink) {
            Some(labelled) => stamps.retain(&labelled),
            None => known = false,
        }
    }
    known.then_some(stamps)
}

fn labelled(label: Pair<'_>, symbols: &Symbols<'_>, sink: &mut Sink) -> Option<StampSet> {
    let names = symbols.label_names();
    if !names.contains(&label.key) {
        let diagnostic =
            Diagnostic::new(Code::UnknownLabel, label.key_span(), format!("no stamp has a label `{}`", label.key));
        sink.push(diagnostic.help(advice(label.key, names)));
        return None;
    }
    let mut stamps = Vec::new();
    for value in label.node.many() {
        let with = symbols.stamps_with(label.key, value.text()?);
        if with.is_empty() {
            sink.push(unknown_label_value(label.key, value, symbols));
        }
        stamps.extend(with.iter());
    }
    Some(stamps.into_iter().collect())
}

fn unknown_label_value(label: &str, value: Node<'_>, symbols: &Symbols<'_>) -> Diagnostic {
    let text = value.text().unwrap_or_default();
    let mut values = symbols.label_values(label);
    values.sort_unstable();
    values.dedup();
    let diagnostic =
        Diagnostic::new(Code::UnknownLabelValue, value.span(), format!("no stamp has `{label}` = `{text}`"));
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    diagnostic.help(match nearest(text, values.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("stamps have {}: write one of these, or give this one to a stamp", listing(&values)),
    })
}
