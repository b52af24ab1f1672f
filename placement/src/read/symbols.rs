//! What names refer to: attributes with their values, stamps with their labels, lists.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::attribute::{AttributeId, ValueId};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::nearest::advice;
use crate::node::Node;
use crate::stamp_set::{StampId, StampSet};
use crate::text::TextList;

/// Everything that can be referred to, collected before anything refers to it, and whether or not the rest of its
/// entry is right: so that one mistake is not reported again at every place that refers to it.
pub(crate) struct Symbols<'t> {
    attributes: Vec<AttributeSymbol<'t>>,
    stamps: Vec<StampSymbol<'t>>,
    lists: BTreeMap<&'t str, (Node<'t>, TextList)>,
}

struct AttributeSymbol<'t> {
    name: &'t str,
    values: Vec<&'t str>,
    places: bool,
}

struct StampSymbol<'t> {
    name: &'t str,
    labels: BTreeMap<&'t str, &'t str>,
}

impl<'t> Symbols<'t> {
    pub(crate) fn collect(root: Node<'t>, sink: &mut Sink) -> Self {
        crate::language::report_duplicates("attribute", root.entries("attribute"), sink);
        crate::language::report_duplicates("stamp", root.entries("stamp"), sink);
        let lists = root.get("lists").into_iter().flat_map(|lists| lists.pairs());
        Self {
            attributes: root.entries("attribute").map(AttributeSymbol::collect).collect(),
            stamps: root.entries("stamp").map(StampSymbol::collect).collect(),
            lists: lists
                .map(|list| (list.key, (list.node, list.node.items().filter_map(|text| text.text()).collect())))
                .collect(),
        }
    }

    pub(crate) fn attribute_count(&self) -> usize {
        self.attributes.len()
    }

    pub(crate) fn attribute_name(&self, attribute: AttributeId) -> &'t str {
        self.attributes.get(attribute.0).map(|symbol| symbol.name).unwrap_or_default()
    }

    pub(crate) fn places(&self, attribute: AttributeId) -> bool {
        self.attributes.get(attribute.0).is_some_and(|symbol| symbol.places)
    }

    /// The values of an attribute, in file order.
    pub(crate) fn values(&self, attribute: AttributeId) -> &[&'t str] {
        self.attributes.get(attribute.0).map(|symbol| symbol.values.as_slice()).unwrap_or_default()
    }

    /// The attribute of this name.
    pub(crate) fn attribute(&self, name: &str, at: core::ops::Range<usize>, sink: &mut Sink) -> Option<AttributeId> {
        let found = self.attributes.iter().position(|symbol| symbol.name == name).map(AttributeId);
        if found.is_none() {
            let known = self.attributes.iter().map(|symbol| symbol.name);
            sink.push(unknown(
                Code::UnknownAttribute,
                at,
                format!("no attribute is named `{name}`"),
                advice(name, known),
            ));
        }
        found
    }

    /// The value of this name of an attribute.
    pub(crate) fn value(&self, attribute: AttributeId, node: Node<'_>, sink: &mut Sink) -> Option<ValueId> {
        let text = node.text()?;
        let values = self.values(attribute);
        let found = values.iter().position(|value| *value == text).map(ValueId);
        if found.is_none() {
            let message = format!("`{}` has no value `{text}`", self.attribute_name(attribute));
            sink.push(unknown(Code::UnknownValue, node.span(), message, advice(text, values.iter().copied())));
        }
        found
    }

    /// The stamp of the name that stands at a node.
    pub(crate) fn stamp(&self, node: Node<'_>, sink: &mut Sink) -> Option<StampId> {
        self.stamp_named(node.text()?, node.span(), sink)
    }

    pub(crate) fn stamp_named(&self, name: &str, at: core::ops::Range<usize>, sink: &mut Sink) -> Option<StampId> {
        let found = self.stamps.iter().position(|symbol| symbol.name == name).map(StampId);
        if found.is_none() {
            let known = self.stamps.iter().map(|symbol| symbol.name);
            sink.push(unknown(Code::UnknownStamp, at, format!("no stamp is named `{name}`"), advice(name, known)));
        }
        found
    }

    pub(crate) fn stamp_name(&self, stamp: StampId) -> &'t str {
        self.stamps.get(stamp.0).map(|symbol| symbol.name).unwrap_or_default()
    }

    pub(crate) fn all_stamps(&self) -> StampSet {
        StampSet::first(self.stamps.len())
    }

    /// The list of the name that stands at a node, with its place.
    pub(crate) fn list(&self, node: Node<'_>, sink: &mut Sink) -> Option<&(Node<'t>, TextList)> {
        let name = node.text()?;
        let found = self.lists.get(name);
        if found.is_none() {
            let message = format!("no list is named `{name}`");
            sink.push(unknown(Code::UnknownList, node.span(), message, advice(name, self.lists.keys().copied())));
        }
        found
    }

    /// The names of all labels that a stamp has.
    pub(crate) fn label_names(&self) -> Vec<&'t str> {
        let mut names: Vec<&str> = self.stamps.iter().flat_map(|symbol| symbol.labels.keys().copied()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The stamps without a label, by name.
    pub(crate) fn stamps_without(&self, label: &str) -> Vec<&'t str> {
        self.stamps.iter().filter(|symbol| !symbol.labels.contains_key(label)).map(|symbol| symbol.name).collect()
    }

    /// The stamps whose label has this value.
    pub(crate) fn stamps_with(&self, label: &str, value: &str) -> StampSet {
        let with = |symbol: &StampSymbol<'_>| symbol.labels.get(label) == Some(&value);
        self.stamps.iter().enumerate().filter(|(_, symbol)| with(symbol)).map(|(id, _)| StampId(id)).collect()
    }

    /// The values that stamps have for a label.
    pub(crate) fn label_values(&self, label: &str) -> Vec<String> {
        self.stamps.iter().filter_map(|symbol| symbol.labels.get(label)).map(|value| (*value).to_owned()).collect()
    }
}

impl<'t> AttributeSymbol<'t> {
    fn collect(entry: Node<'t>) -> Self {
        Self {
            name: entry.text_of("name").unwrap_or_default(),
            values: entry
                .get("values")
                .into_iter()
                .flat_map(|values| values.items())
                .filter_map(|value| value.text())
                .collect(),
            places: entry.get("places").and_then(|places| places.flag()).unwrap_or(true),
        }
    }
}

impl<'t> StampSymbol<'t> {
    fn collect(entry: Node<'t>) -> Self {
        let labels = entry.get("labels").into_iter().flat_map(|labels| labels.pairs());
        Self {
            name: entry.text_of("name").unwrap_or_default(),
            labels: labels.filter_map(|label| Some((label.key, label.node.text()?))).collect(),
        }
    }
}

fn unknown(code: Code, at: core::ops::Range<usize>, message: String, help: String) -> Diagnostic {
    Diagnostic::new(code, at, message).help(help)
}
