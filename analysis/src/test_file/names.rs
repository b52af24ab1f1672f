//! What a test may refer to: the stamps, attributes and entries of its policy.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use placement::diagnostic::Sink;
use placement::nearest::advice;
use placement::node::Node;
use placement::{Attribute, Code, Diagnostic, Policy, Stamp};

/// The names of a policy.
pub(crate) struct Names<'p> {
    policy: &'p Policy,
    /// The entries that can take part in a decision.
    entries: Vec<&'p str>,
}

impl<'p> Names<'p> {
    pub(crate) fn new(policy: &'p Policy) -> Self {
        let rules = policy.attributes().iter().flat_map(|attribute| &attribute.rules).map(|rule| &*rule.name);
        let pins = policy.pins().iter().map(|pin| &*pin.name);
        let moves = policy.moves().iter().map(|order| &*order.name);
        let fallbacks = policy.fallbacks().iter().map(|fallback| &*fallback.name);
        Self { policy, entries: rules.chain(pins).chain(moves).chain(fallbacks).collect() }
    }

    pub(crate) fn stamps(&self) -> &'p [Stamp] {
        self.policy.stamps()
    }

    /// The stamp of the name that stands at a node.
    pub(crate) fn stamp(&self, node: Node<'_>, sink: &mut Sink) -> Option<&'p Stamp> {
        let name = node.text()?;
        let found = self.stamps().iter().find(|stamp| stamp.name.as_str() == name);
        if found.is_none() {
            let known = self.stamps().iter().map(|stamp| stamp.name.as_str());
            unknown(Code::UnknownStamp, node.span(), format!("no stamp is named `{name}`"), advice(name, known), sink);
        }
        found
    }

    /// The attribute of this name.
    pub(crate) fn attribute(&self, name: &str, at: Range<usize>, sink: &mut Sink) -> Option<&'p Attribute> {
        let attributes = self.policy.attributes();
        let found = attributes.iter().find(|attribute| attribute.name.as_str() == name);
        if found.is_none() {
            let known = attributes.iter().map(|attribute| attribute.name.as_str());
            unknown(Code::UnknownAttribute, at, format!("no attribute is named `{name}`"), advice(name, known), sink);
        }
        found
    }

    /// The value of the name that stands at a node.
    pub(crate) fn value(&self, attribute: &'p Attribute, node: Node<'_>, sink: &mut Sink) -> Option<&'p str> {
        let text = node.text()?;
        let found = attribute.values.iter().map(|value| value.as_str()).find(|value| *value == text);
        if found.is_none() {
            let known = attribute.values.iter().map(|value| value.as_str());
            let message = format!("`{}` has no value `{text}`", attribute.name);
            unknown(Code::UnknownValue, node.span(), message, advice(text, known), sink);
        }
        found
    }

    /// The name of an entry that can take part, at a node.
    pub(crate) fn entry(&self, node: Node<'_>, sink: &mut Sink) -> Option<&'p str> {
        let name = node.text()?;
        let found = self.entries.iter().copied().find(|entry| *entry == name);
        if found.is_none() {
            let is_guarantee = self.policy.guarantees().iter().any(|guarantee| &*guarantee.name == name);
            let (message, help) = if is_guarantee {
                (format!("the guarantee `{name}` does not choose"), "test it by `refusal = \"forbidden\"`".into())
            } else {
                let message = format!("no rule, pin, move or fallback is named `{name}`");
                (message, advice(name, self.entries.iter().copied()))
            };
            unknown(Code::UnknownWord, node.span(), message, help, sink);
        }
        found
    }
}

fn unknown(code: Code, at: Range<usize>, message: String, help: String, sink: &mut Sink) {
    sink.push(Diagnostic::new(code, at, message).help(help));
}
