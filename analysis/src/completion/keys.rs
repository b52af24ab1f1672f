//! The keys that could stand in a table.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use alloc::collections::BTreeSet;
use placement::language::{Kind, Need, Word};

use super::known::{Attribute, Known, Stamp};
use super::proposal::{Proposal, Proposed};
use super::slot::Slot;
use crate::clause::grouped;
use crate::edit;
use crate::reference::takes;

/// The keys that are not in a table yet. `first` says that the key begins a line, where lists of tables have their headers
/// instead, and `goes_on` that what comes behind it is there.
pub(super) fn keys(known: &Known<'_, '_>, table: usize, first: bool, goes_on: bool) -> Vec<Proposal> {
    let Some(slot) = known.outline.slot(table) else { return Vec::new() };
    let there = known.keys_in(table);
    let words = slot.tables().into_iter().flat_map(|table| table.words);
    let words = words.filter(|word| !(first && matches!(word.kind, Kind::Entries(_))));
    let mut options: Vec<Proposal> = words.map(word).collect();
    if slot.is_map() {
        options.extend(chosen(known, slot, table));
    }
    let mut seen: BTreeSet<String> = there.into_iter().map(String::from).collect();
    options.retain(|option| seen.insert(option.label.clone()));
    if !goes_on {
        options.iter_mut().for_each(|option| option.text.push_str(" = "));
    }
    options
}

fn word(word: &Word) -> Proposal {
    let takes = takes(&word.kind, |table| table.name.into());
    let detail = match word.need {
        Need::Required => format!("{takes}; required"),
        Need::Optional => takes,
    };
    Proposal { text: word.name.into(), label: word.name.into(), kind: Proposed::Key, detail, doc: word.doc.into() }
}

/// The keys that an author chooses among what there is.
fn chosen(known: &Known<'_, '_>, slot: &Slot<'_>, table: usize) -> Vec<Proposal> {
    let doc = slot.word.map_or("", |(_, word)| word.doc);
    let key = |name: &str, kind, detail| Proposal {
        text: edit::key(name),
        label: name.into(),
        kind,
        detail,
        doc: doc.into(),
    };
    if slot.is("stamp", "labels") || slot.is("stamps by labels", "labels") {
        let labels = known.keys(|slot| slot.is("stamp", "labels")).into_iter();
        return labels.map(|label| key(label, Proposed::Label, String::from("label"))).collect();
    }
    if slot.is("move", "to") {
        let stamps = known.stamps();
        return stamps.iter().map(|stamp| key(stamp.name, Proposed::Stamp, of_stamp(stamp))).collect();
    }
    if let Some(document) = ["twin", "payload"].into_iter().find(|document| slot.is_of_condition(document)) {
        let pointers = known.pointers(document).into_iter();
        return pointers.map(|pointer| key(pointer, Proposed::Pointer, format!("place in the {document}"))).collect();
    }
    if slot.is("rule", "map") {
        let read = known.read_by(table);
        let detail = |name| format!("value of `{name}`");
        let values = read.iter().flat_map(|read| read.values.iter().map(|value| (read.name, *value)));
        return values.map(|(name, value)| key(value, Proposed::Value, detail(name))).collect();
    }
    let attributes = attributes(known, slot, table).into_iter().filter(|attribute| !attribute.name.is_empty());
    attributes.map(|attribute| key(attribute.name, Proposed::Attribute, of_attribute(&attribute))).collect()
}

fn attributes<'o>(known: &Known<'o, '_>, slot: &Slot<'_>, table: usize) -> Vec<Attribute<'o>> {
    if slot.is("stamp", "serves") {
        known.attributes().into_iter().filter(|attribute| !attribute.apart).collect()
    } else if slot.is("fallback", "as") {
        known.attributes()
    } else if slot.is_of_condition("is") {
        known.attributes_above(table)
    } else {
        Vec::new()
    }
}

/// An attribute in a few words.
pub(super) fn of_attribute(attribute: &Attribute<'_>) -> String {
    format!("attribute: {}", attribute.values.join(", "))
}

/// A stamp in a few words.
pub(super) fn of_stamp(stamp: &Stamp<'_>) -> String {
    let state = stamp.state.unwrap_or("open");
    let capacity = stamp.capacity.and_then(|digits| digits.replace('_', "").parse().ok());
    match capacity {
        Some(capacity) => format!("stamp, {state}, capacity {}", grouped(capacity)),
        None => format!("stamp, {state}"),
    }
}
