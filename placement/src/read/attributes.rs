//! Reads the attributes and their rules.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use core::num::NonZeroI16;

use super::conditions::{Conditions, when};
use super::symbols::Symbols;
use crate::attribute::{Attribute, AttributeId, Cut, Gives, Rule, Source};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::dictionary::Dictionary;
use crate::hash::HashKey;
use crate::name::Name;
use crate::node::{Node, Pair};
use crate::pointer::Pointer;
use crate::shortlist::Shortlist;
use crate::text::fold;

pub(crate) fn read(root: Node<'_>, symbols: &Symbols<'_>, key: &HashKey, sink: &mut Sink) -> Option<Vec<Attribute>> {
    let entries: Vec<_> = root.entries("attribute").enumerate().collect();
    // Read all of them before giving up on one: the author wants to know everything at once.
    let read: Vec<_> =
        entries.into_iter().map(|(id, entry)| attribute(AttributeId(id), entry, symbols, key, sink)).collect();
    read.into_iter().collect()
}

fn attribute(
    id: AttributeId,
    entry: Node<'_>,
    symbols: &Symbols<'_>,
    key: &HashKey,
    sink: &mut Sink,
) -> Option<Attribute> {
    duplicate_values(entry, sink);
    crate::language::report_duplicates("rule of this attribute", entry.entries("rule"), sink);
    let mut reader = Rules { attribute: id, symbols, conditions: Conditions { symbols, key, visible: id.0 } };
    let rules: Vec<_> = entry.entries("rule").map(|rule| reader.rule(rule, sink)).collect();
    let rules: Vec<_> = rules.into_iter().collect::<Option<_>>()?;
    let values = symbols.values(id).iter().map(|value| Name::parse(value).ok());
    Some(Attribute {
        name: Name::parse(entry.text_of("name")?).ok()?,
        values: values.collect::<Option<_>>()?,
        places: symbols.places(id),
        shortlist: Shortlist::of(&rules),
        rules,
    })
}

fn duplicate_values(entry: Node<'_>, sink: &mut Sink) {
    let mut seen: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    for value in entry.get("values").into_iter().flat_map(|values| values.items()) {
        let Some(text) = value.text() else { continue };
        if let Some(first) = seen.insert(text, value) {
            let diagnostic = Diagnostic::new(Code::DuplicateValue, value.span(), format!("`{text}` is listed twice"));
            sink.push(diagnostic.related(first.span(), "here already").help("leave one out"));
        }
    }
}

struct Rules<'r> {
    attribute: AttributeId,
    symbols: &'r Symbols<'r>,
    conditions: Conditions<'r>,
}

impl Rules<'_> {
    fn rule(&mut self, entry: Node<'_>, sink: &mut Sink) -> Option<Rule> {
        let when = when(&self.conditions, entry, sink);
        let gives = self.gives(entry, sink);
        Some(Rule { name: super::entry_name(entry)?, when: when?, gives: gives? })
    }

    fn gives(&self, entry: Node<'_>, sink: &mut Sink) -> Option<Gives> {
        match (entry.get("value"), entry.get("read")) {
            (Some(value), None) => {
                self.only_with_read(entry, sink);
                self.symbols.value(self.attribute, value, sink).map(Gives::Value)
            }
            (None, Some(read)) => self.read(entry, read, sink),
            (value, _) => {
                let (at, message) = match value {
                    Some(value) => (value.span(), "a rule with both `value` and `read`"),
                    None => (entry.span(), "a rule without `value` and `read` gives nothing"),
                };
                sink.push(Diagnostic::new(Code::RuleGives, at, message.into()).help("write one of `value` and `read`"));
                None
            }
        }
    }

    fn only_with_read(&self, entry: Node<'_>, sink: &mut Sink) {
        for word in ["map", "ignore-case"] {
            if let Some(pair) = entry.pair(word) {
                let diagnostic = Diagnostic::new(
                    Code::Conflict,
                    pair.key_span(),
                    format!("`{word}` has no part in a rule with `value`"),
                );
                sink.push(diagnostic.help(format!("leave `{word}` out, or `read` something")));
            }
        }
    }

    fn read(&self, entry: Node<'_>, read: Node<'_>, sink: &mut Sink) -> Option<Gives> {
        let source = self.source(read, sink);
        let ignores_case = entry.get("ignore-case").and_then(|flag| flag.flag()).unwrap_or(false);
        let fold = ignores_case || source.as_ref().is_some_and(Source::is_folded);
        let map = entry.get("map").map(|map| self.map(map, fold, sink));
        Some(Gives::Read { source: source?, fold, map: map.map_or(Some(None), |map| map.map(Some))? })
    }

    fn source(&self, read: Node<'_>, sink: &mut Sink) -> Option<Source> {
        let mut pairs = read.pairs();
        let first = pairs.next()?;
        if let Some(second) = pairs.next() {
            let diagnostic = Diagnostic::new(
                Code::Conflict,
                second.key_span(),
                format!("`read` with both `{}` and `{}`", first.key, second.key),
            );
            sink.push(diagnostic.help("read one place in each rule: where it gives nothing, the next rule is tried"));
            return None;
        }
        match first.key {
            "twin" => {
                let pointer = Pointer::parse(first.node.text()?).ok()?;
                super::conditions::warn_outside_twin(&pointer, first.node.span(), sink);
                Some(Source::Twin(pointer))
            }
            "payload" => Some(Source::Payload(Pointer::parse(first.node.text()?).ok()?)),
            "registration-id" => cut(first.node, sink).map(Source::RegistrationId),
            "enrollment-group" => cut(first.node, sink).map(Source::EnrollmentGroup),
            "attribute" => {
                self.conditions.visible_attribute(first.node.text()?, first.node.span(), sink).map(Source::Attribute)
            }
            "current" => self.current(first, sink),
            _ => None,
        }
    }

    fn current(&self, pair: Pair<'_>, sink: &mut Sink) -> Option<Source> {
        if !self.symbols.places(self.attribute) {
            let message = format!(
                "stamps do not serve `{}`, so the current stamp has no value for it",
                self.symbols.attribute_name(self.attribute)
            );
            sink.push(
                Diagnostic::new(Code::Conflict, pair.key_span(), message)
                    .help("leave the rule out, or `places = false`"),
            );
            return None;
        }
        Some(Source::Current)
    }

    fn map(&self, map: Node<'_>, folds: bool, sink: &mut Sink) -> Option<Dictionary> {
        let mut read = BTreeMap::new();
        let mut whole = true;
        for pair in map.pairs() {
            let key = if folds { fold(pair.key) } else { pair.key.into() };
            let Some(value) = self.symbols.value(self.attribute, pair.node, sink) else {
                whole = false;
                continue;
            };
            if read.insert(key.into_boxed_str(), value).is_some() {
                let message = format!("another key of the map is `{}` without letter case", pair.key);
                sink.push(
                    Diagnostic::new(Code::DuplicateValue, pair.key_span(), message)
                        .help("leave one out: letter case does not count here"),
                );
            }
        }
        whole.then(|| Dictionary::new(read))
    }
}

fn cut(node: Node<'_>, sink: &mut Sink) -> Option<Cut> {
    if node.text().is_some() {
        return Some(Cut::Whole);
    }
    let part = node.get("part")?;
    let Some(number) = NonZeroI16::new(i16::try_from(part.whole()?).ok()?) else {
        let diagnostic = Diagnostic::new(Code::OutOfRange, part.span(), "there is no part 0".into());
        sink.push(diagnostic.help("1 is the first part, -1 the last"));
        return None;
    };
    Some(Cut::Part { separator: fold(node.text_of("separator")?).into(), part: number })
}
