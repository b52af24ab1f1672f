use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use placement::language::{Kind, POLICY, Table};
use placement::nearest::advice;
use placement::node::Node;

use super::Problem;

/// An entry of a policy, by its name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Entry {
    /// An attribute.
    Attribute(String),
    /// A rule of an attribute.
    Rule {
        /// The attribute.
        attribute: String,
        /// The rule.
        rule: String,
    },
    /// A stamp.
    Stamp(String),
    /// A pin.
    Pin(String),
    /// A move.
    Move(String),
    /// A fallback.
    Fallback(String),
    /// A guarantee.
    Guarantee(String),
}

impl Entry {
    /// The word of the list in which it stands.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Attribute(_) => "attribute",
            Self::Rule { .. } => "rule",
            Self::Stamp(_) => "stamp",
            Self::Pin(_) => "pin",
            Self::Move(_) => "move",
            Self::Fallback(_) => "fallback",
            Self::Guarantee(_) => "guarantee",
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Rule { rule: name, .. }
            | Self::Attribute(name)
            | Self::Stamp(name)
            | Self::Pin(name)
            | Self::Move(name)
            | Self::Fallback(name)
            | Self::Guarantee(name) => name,
        }
    }

    /// The table in whose list it stands, if the policy has that.
    pub(super) fn parent<'t>(&self, root: Node<'t>) -> Option<Node<'t>> {
        match self {
            Self::Rule { attribute, .. } => named(root, "attribute", attribute),
            _ => Some(root),
        }
    }

    /// The entry in a policy's text.
    pub(super) fn find<'t>(&self, root: Node<'t>) -> Result<Node<'t>, Problem> {
        let parent = self.parent(root);
        let found = parent.and_then(|parent| named(parent, self.kind(), self.name()));
        found.ok_or_else(|| {
            let entries = parent.into_iter().flat_map(|parent| parent.entries(self.kind()));
            let known: Vec<&str> = entries.filter_map(|entry| entry.text_of("name")).collect();
            Problem::Unknown { what: self.kind(), name: self.name().into(), advice: advice(self.name(), known) }
        })
    }

    /// The words that it may have, in the order in which an author would write them.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> + use<> {
        let list = match self {
            Self::Rule { .. } => entries(&POLICY, "attribute").and_then(|attribute| entries(attribute, "rule")),
            _ => entries(&POLICY, self.kind()),
        };
        list.into_iter().flat_map(|table| table.words).map(|word| word.name)
    }
}

fn entries(table: &Table, word: &str) -> Option<&'static Table> {
    match table.word(word)?.kind {
        Kind::Entries(entries) => Some(entries),
        _ => None,
    }
}

fn named<'t>(parent: Node<'t>, kind: &str, name: &str) -> Option<Node<'t>> {
    parent.entries(kind).find(|entry| entry.text_of("name") == Some(name))
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind(), self.name())?;
        match self {
            Self::Rule { attribute, .. } => write!(f, " of `{attribute}`"),
            _ => Ok(()),
        }
    }
}
