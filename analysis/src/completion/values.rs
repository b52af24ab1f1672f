//! The values that could stand behind a key or in a list.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use alloc::collections::BTreeSet;
use placement::language::Kind;

use super::cursor::Typed;
use super::keys::{of_attribute, of_stamp};
use super::known::{Attribute, Known};
use super::placeholders::placeholders;
use super::proposal::{Proposal, Proposed};
use super::slot::Slot;
use crate::check::Code;
use crate::edit::quoted;

/// What could stand where a value is typed, without what its list holds already, and what it takes the place of.
pub(super) fn values(
    source: &str,
    at: usize,
    known: &Known<'_, '_>,
    typed: &Typed<'_>,
) -> (Range<usize>, Vec<Proposal>) {
    let kinds = typed.slot.values(typed.list.is_some());
    if kinds.iter().any(|kind| matches!(kind, Kind::Object)) && typed.slot.key.is_some() {
        return placeholders(source, at, known, typed);
    }
    let doc = typed.slot.word.map_or("", |(_, word)| word.doc);
    let mut options: Vec<Proposal> = kinds.iter().flat_map(|kind| words(kind)).collect();
    if kinds.iter().any(|kind| matches!(kind, Kind::Name | Kind::Text | Kind::Pointer | Kind::Scalar)) {
        options.extend(names(known, &typed.slot, typed.table));
    }
    let there = known.listed(typed.list);
    let mut seen = BTreeSet::new();
    options.retain(|option| !there.contains(&*option.label) && seen.insert(option.text.clone()));
    for option in &mut options {
        if option.doc.is_empty() {
            option.doc = doc.into();
        }
    }
    (typed.span.clone(), options)
}

/// The values that the language itself has.
fn words(kind: &Kind) -> Vec<Proposal> {
    match kind {
        Kind::Word(words) => words.iter().map(|word| in_quotes(word, Proposed::Word, "word")).collect(),
        Kind::Flag | Kind::Scalar => [bare("true"), bare("false")].into(),
        Kind::Only(flag) => [bare(&format!("{flag}"))].into(),
        Kind::Version(known) => [bare(&format!("{known}"))].into(),
        _ => Vec::new(),
    }
}

fn bare(word: &str) -> Proposal {
    Proposal { text: word.into(), ..in_quotes(word, Proposed::Word, "word") }
}

fn in_quotes(text: &str, kind: Proposed, detail: impl Into<String>) -> Proposal {
    Proposal { text: quoted(text), label: text.into(), kind, detail: detail.into(), doc: String::new() }
}

fn alike(texts: Vec<&str>, kind: Proposed, detail: &str) -> Vec<Proposal> {
    texts.into_iter().map(|text| in_quotes(text, kind, detail)).collect()
}

/// What the text names that could stand here.
fn names(known: &Known<'_, '_>, slot: &Slot<'_>, table: usize) -> Vec<Proposal> {
    let key = slot.key.as_deref().unwrap_or_default();
    let Some((in_table, word)) = slot.word else { return Vec::new() };
    match (in_table.name, word.name) {
        ("pin", "stamp") | ("policy", "down") | ("move", "from" | "to") | ("guarantee", "only" | "never") => {
            stamps(known)
        }
        ("rule", "value" | "map") => of(known.attribute_of(table)),
        ("stamp", "serves") | ("exception", "not") | ("fallback", "as") => of(attribute(known, key)),
        (_, "is") if slot.is_of_condition("is") => of(attribute(known, key)),
        ("source", "attribute") => attributes(known, table),
        ("source", document @ ("twin" | "payload")) => {
            alike(known.pointers(document), Proposed::Pointer, &format!("place in the {document}"))
        }
        ("text pattern", "list") => alike(known.keys(|slot| slot.is("policy", "lists")), Proposed::List, "list"),
        // A stamp may have what only orders name so far.
        ("stamp", "labels") => labelled(known, key, &["stamp", "stamps by labels"]),
        ("stamps by labels", "labels") => labelled(known, key, &["stamp"]),
        ("cohort", "name") => alike(known.texts(|slot| slot.is("cohort", "name")), Proposed::Cohort, "cohort"),
        ("excepted finding", "finding") => findings(),
        ("excepted finding", "at") => entries(known),
        (_, "enrollment-group") if slot.is_of_condition("enrollment-group") => {
            let groups = known.texts(|slot| slot.is_of_condition("enrollment-group"));
            alike(groups, Proposed::Group, "enrollment group")
        }
        (_, document @ ("twin" | "payload")) if slot.is_of_condition(document) => {
            let same = |slot: &Slot<'_>| slot.is_of_condition(document) && slot.key.as_deref() == Some(key);
            alike(known.texts(same), Proposed::Field, &format!("value of `{key}`"))
        }
        _ => Vec::new(),
    }
}

fn stamps(known: &Known<'_, '_>) -> Vec<Proposal> {
    let stamps = known.stamps().into_iter();
    let stamp = stamps.map(|stamp| Proposal {
        doc: stamp.description.unwrap_or_default().into(),
        ..in_quotes(stamp.name, Proposed::Stamp, of_stamp(&stamp))
    });
    stamp.collect()
}

fn attribute<'o>(known: &Known<'o, '_>, name: &str) -> Option<Attribute<'o>> {
    known.attributes().into_iter().find(|attribute| attribute.name == name)
}

/// The values of an attribute.
fn of(attribute: Option<Attribute<'_>>) -> Vec<Proposal> {
    let Some(attribute) = attribute else { return Vec::new() };
    let detail = format!("value of `{}`", attribute.name);
    alike(attribute.values, Proposed::Value, &detail)
}

fn attributes(known: &Known<'_, '_>, table: usize) -> Vec<Proposal> {
    let above = known.attributes_above(table).into_iter().filter(|attribute| !attribute.name.is_empty());
    above.map(|attribute| in_quotes(attribute.name, Proposed::Attribute, of_attribute(&attribute))).collect()
}

/// The values of a label, as far as they stand in `tables`.
fn labelled(known: &Known<'_, '_>, label: &str, tables: &[&str]) -> Vec<Proposal> {
    let named = |slot: &Slot<'_>| tables.iter().any(|table| slot.is(table, "labels"));
    let values = known.texts(|slot| named(slot) && slot.key.as_deref() == Some(label));
    alike(values, Proposed::LabelValue, &format!("value of the label `{label}`"))
}

fn findings() -> Vec<Proposal> {
    let codes = Code::ALL.iter();
    codes.map(|code| in_quotes(code.as_str(), Proposed::Finding, format!("{}", code.severity()))).collect()
}

/// The entries that a finding can be about.
fn entries(known: &Known<'_, '_>) -> Vec<Proposal> {
    let tables = ["attribute", "rule", "stamp", "pin", "move", "fallback", "guarantee"];
    let names = |table| move |name| in_quotes(name, Proposed::Entry, table);
    tables.iter().flat_map(|table| known.texts(|slot| slot.is(table, "name")).into_iter().map(names(*table))).collect()
}
