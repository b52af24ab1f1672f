//! Reads a description of a fleet.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use placement::diagnostic::Sink;
use placement::language::{Kind, check};
use placement::nearest::advice;
use placement::node::{Node, Pair};
use placement::{Code, Diagnostic};
use siphasher::sip::SipHasher24;

use super::choice::{Choice, key};
use super::pattern::Pattern;
use super::{Fill, Group, Recipe, words};
use crate::fleet::document::Place;
use crate::fleet::draft::Draft;
use crate::fleet::field::Field;
use crate::fleet::member::Defaults;
use crate::fleet::slot::{Document, Slot};

/// The word before texts with their shares.
const SHARES: &str = "shares";

/// The pattern of a fleet that gives none.
const ID: &str = "device-{n}";

/// The words that give one of several texts, with their fields.
const TEXTS: [(&str, Field); 3] =
    [("enrollment-group", Field::Group), ("attestation", Field::Attestation), ("current-hub", Field::CurrentHub)];

/// The words that give the same for all.
const FIXED: [(&str, Field); 4] = [
    ("individual-enrollment", Field::Individual),
    ("iot-edge", Field::IotEdge),
    ("never-reprovision", Field::NeverReprovision),
    ("weight", Field::Weight),
];

pub(crate) fn recipe(fleet: Node<'_>, sink: &mut Sink) -> Option<Recipe> {
    let key = key(fleet.text_of("seed").unwrap_or_default());
    let entries: Vec<Node<'_>> = fleet.entries("group").collect();
    let one = [None];
    let each: Vec<Option<Node<'_>>> = entries.iter().copied().map(Some).collect();
    let members: &[Option<Node<'_>>] = if entries.is_empty() { &one } else { &each };
    let groups: Vec<_> = members.iter().map(|own| Describing { key, fleet, own: *own }.group(sink)).collect();
    let share = |own: &Option<Node<'_>>| match own {
        Some(own) => own.get("share").and_then(|share| u64::try_from(share.whole()?).ok()),
        None => Some(1),
    };
    let shares = members.iter().enumerate().filter_map(|(at, own)| Some((share(own)?, at)));
    let Some(group) = Choice::new(key, "group", shares) else {
        no_share(fleet.span(), sink);
        return None;
    };
    let devices = fleet.get("devices").and_then(|devices| u64::try_from(devices.whole()?).ok())?;
    Some(Recipe { devices, key, group, groups: groups.into_iter().collect::<Option<_>>()? })
}

fn no_share(at: Range<usize>, sink: &mut Sink) {
    let diagnostic = Diagnostic::new(Code::OutOfRange, at, "no share is above 0".into());
    sink.push(diagnostic.help("give at least one a share of 1 or more"));
}

/// The table that describes a group, and the fleet's behind it.
#[derive(Clone, Copy)]
struct Describing<'t> {
    key: SipHasher24,
    fleet: Node<'t>,
    own: Option<Node<'t>>,
}

impl<'t> Describing<'t> {
    /// What is said of a word: by the group, else by the fleet.
    fn get(self, word: &str) -> Option<Node<'t>> {
        self.own.and_then(|own| own.get(word)).or_else(|| self.fleet.get(word))
    }

    fn group(self, sink: &mut Sink) -> Option<Group> {
        let mut group = Group { id: self.id(sink)?, once: Vec::new(), each: Vec::new() };
        for (word, field) in TEXTS {
            if let Some(node) = self.get(word) {
                self.fill(word, Slot::Field(field), node, &mut group, sink);
            }
        }
        for (word, field) in FIXED {
            let node = self.get(word);
            let text =
                node.and_then(|node| node.flag().map(|flag| flag.to_string()).or(node.whole().map(|n| n.to_string())));
            if let Some(text) = text {
                group.each.extend(self.choice(word, Slot::Field(field), [(1, text)]));
            }
        }
        if let Some(hubs) = self.get("linked-hubs") {
            let hubs: Vec<&str> = hubs.many().filter_map(|hub| hub.text()).collect();
            group.each.extend(self.choice("linked-hubs", Slot::Field(Field::LinkedHubs), [(1, hubs.join(" "))]));
        }
        for (word, document) in [("twin", Document::Twin), ("payload", Document::Payload)] {
            if let Some(node) = self.get(word) {
                in_twin(document, node, sink);
                self.walk(document, node, &mut vec_of(word), &mut group, sink);
            }
        }
        self.exclude(sink);
        self.fits(&group, sink);
        Some(group)
    }

    fn id(self, sink: &mut Sink) -> Option<Pattern> {
        let node = self.get("id");
        let text = node.and_then(|node| node.text()).unwrap_or(ID);
        let at = node.unwrap_or(self.fleet).span();
        Pattern::parse(text)
            .map_err(|wrong| {
                let diagnostic = Diagnostic::new(Code::BadPattern, at, format!("`{text}` {wrong}"));
                sink.push(diagnostic.help("write a pattern such as `press-{n:06}`"));
            })
            .ok()
    }

    fn choice(self, name: &str, slot: Slot, shares: impl IntoIterator<Item = (u64, String)>) -> Option<Fill> {
        Some(Fill { name: name.to_owned(), slot, choice: Choice::new(self.key, name, shares)? })
    }

    /// A text, or a table of texts with their shares.
    fn fill(self, name: &str, slot: Slot, node: Node<'t>, group: &mut Group, sink: &mut Sink) {
        let share = |pair: Pair<'t>| Some((u64::try_from(pair.node.whole()?).ok()?, pair.key.to_owned()));
        let shares: Vec<(u64, String)> = match node.text() {
            Some(text) => [(1, text.to_owned())].into(),
            None => node.get(SHARES).into_iter().flat_map(|shares| shares.pairs()).filter_map(share).collect(),
        };
        // What is no table of shares has been reported.
        let some = !shares.is_empty();
        let mut draft = Draft::new(&Defaults::default());
        for (_, text) in &shares {
            if let Err(wrong) = draft.put(&slot, text) {
                sink.push(Diagnostic::new(Code::UnknownWord, node.span(), wrong.wrong).help(wrong.help));
            }
        }
        match self.choice(name, slot, shares) {
            Some(fill) => group.each.push(fill),
            None if some => no_share(node.span(), sink),
            None => {}
        }
    }

    /// Everything in a document. A table with `shares` alone is a text that each device has one of.
    fn walk(self, document: Document, node: Node<'t>, keys: &mut Vec<String>, group: &mut Group, sink: &mut Sink) {
        for pair in node.pairs() {
            keys.push(pair.key.to_owned());
            let place = Place::new(keys.iter().skip(1).map(|key| key.as_str().into()).collect());
            match pair.node.table() {
                Some(table) if table.len() == 1 && pair.node.get(SHARES).is_some() => {
                    check(&Kind::Table(&words::SHARES), SHARES, pair.node, sink);
                    self.fill(&keys.join("/"), Slot::Text(document, place), pair.node, group, sink);
                }
                Some(table) if !table.is_empty() => self.walk(document, pair.node, keys, group, sink),
                _ => {
                    if let Some(value) = pair.node.json(sink) {
                        group.once.push((Slot::Json(document, place), value.to_string()));
                    }
                }
            }
            keys.pop();
        }
    }

    fn exclude(self, sink: &mut Sink) {
        let individual = self.get("individual-enrollment").filter(|flag| flag.flag() == Some(true));
        if let (Some(individual), Some(group)) = (individual, self.get("enrollment-group")) {
            let message = "a device comes by a group or by an individual enrollment".into();
            let diagnostic = Diagnostic::new(Code::Conflict, group.span(), message);
            sink.push(diagnostic.related(individual.span(), "the other one").help("leave one of them out"));
        }
    }

    /// What a pattern holds must be there, and fit into a name.
    fn fits(self, group: &Group, sink: &mut Sink) {
        let at = self.get("id").unwrap_or(self.fleet).span();
        for name in group.id.fields() {
            match group.each.iter().find(|fill| fill.name == name) {
                None => {
                    let known = group.each.iter().map(|fill| fill.name.as_str()).chain(["n", "hex:8"]);
                    let message = format!("the pattern holds `{{{name}}}`, which the devices do not have");
                    sink.push(Diagnostic::new(Code::UnknownWord, at.clone(), message).help(advice(name, known)));
                }
                Some(fill) => {
                    let wrong = |text: &&String| dps::RegistrationId::parse(text).is_err() && !text.is_empty();
                    if let Some(text) = fill.choice.things().find(wrong) {
                        let message = format!("`{text}` of `{name}` cannot stand in a registration ID");
                        let help = "write `A-Z a-z 0-9 - . _ :` alone there";
                        sink.push(Diagnostic::new(Code::BadPattern, at.clone(), message).help(help));
                    }
                }
            }
        }
    }
}

fn vec_of(word: &str) -> Vec<String> {
    [word.to_owned()].into()
}

/// A twin has two places.
fn in_twin(document: Document, node: Node<'_>, sink: &mut Sink) {
    let foreign = |node: Node<'_>, known: &'static str, sink: &mut Sink| {
        for pair in node.pairs().filter(|pair| !known.split(' ').any(|word| word == pair.key)) {
            let message = format!("an initial twin has no `{}` there", pair.key);
            let help = "write `tags` and `properties.desired`";
            sink.push(Diagnostic::new(Code::UnknownKey, pair.key_span(), message).help(help));
        }
    };
    if document == Document::Twin {
        foreign(node, "tags properties", sink);
        if let Some(properties) = node.get("properties") {
            foreign(properties, "desired", sink);
        }
    }
}
