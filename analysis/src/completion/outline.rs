//! What a text holds, as far as it can be told while it is typed.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use alloc::collections::BTreeMap;

use super::slot::Slot;

/// The tables, keys and values of a text, each with its place in the language.
#[derive(Debug)]
pub(super) struct Outline<'s> {
    tables: Vec<Opened<'s>>,
    children: BTreeMap<(usize, Cow<'s, str>), usize>,
    /// The names of the headers with dots between them, and where each begins.
    headers: BTreeMap<String, usize>,
    pub(super) pairs: Vec<Pair<'s>>,
    pub(super) scalars: Vec<Scalar<'s>>,
}

/// The number of the whole file among the tables.
pub(super) const FILE: usize = 0;

#[derive(Debug)]
struct Opened<'s> {
    parent: Option<usize>,
    slot: Option<Slot<'s>>,
}

/// A key that is there.
#[derive(Debug)]
pub(super) struct Pair<'s> {
    /// The table that it is in.
    pub(super) table: usize,
    pub(super) key: Cow<'s, str>,
    /// Where it begins.
    pub(super) start: usize,
    /// The place of its value.
    pub(super) slot: Option<Slot<'s>>,
}

/// A value that is neither a table nor a list.
#[derive(Debug)]
pub(super) struct Scalar<'s> {
    /// The table that it is in, itself or in a list.
    pub(super) table: usize,
    /// The list that it is in, if any.
    pub(super) list: Option<usize>,
    pub(super) slot: Slot<'s>,
    /// What it says, without quotes.
    pub(super) said: Cow<'s, str>,
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// Whether it is written in quotes.
    pub(super) quoted: bool,
}

impl<'s> Outline<'s> {
    /// Of an empty text.
    pub(super) fn new() -> Self {
        let file = Opened { parent: None, slot: Some(Slot::root()) };
        Self {
            tables: vec![file],
            children: BTreeMap::new(),
            headers: BTreeMap::new(),
            pairs: Vec::new(),
            scalars: Vec::new(),
        }
    }

    /// Remembers a header as there.
    pub(super) fn header(&mut self, path: &[Cow<'s, str>], start: usize) {
        self.headers.entry(path.join(".")).or_insert(start);
    }

    /// Whether a header is there other than the one that begins at `start`.
    pub(super) fn has_header(&self, path: &str, start: usize) -> bool {
        self.headers.get(path).is_some_and(|begins| *begins != start)
    }

    /// The place of a table.
    pub(super) fn slot(&self, table: usize) -> Option<&Slot<'s>> {
        self.tables.get(table)?.slot.as_ref()
    }

    /// The tables that a table is in, itself first.
    pub(super) fn around(&self, table: usize) -> impl Iterator<Item = usize> {
        core::iter::successors(Some(table), |table| self.tables.get(*table)?.parent)
    }

    /// Another table within `parent`.
    pub(super) fn open(&mut self, parent: usize, slot: Option<Slot<'s>>) -> usize {
        self.tables.push(Opened { parent: Some(parent), slot });
        self.tables.len() - 1
    }

    /// The place below a key of a table, and the key remembered as there.
    pub(super) fn key(&mut self, table: usize, key: Cow<'s, str>, start: usize) -> Option<Slot<'s>> {
        let slot = self.slot(table).and_then(|slot| slot.step(&key));
        self.pairs.push(Pair { table, key, start, slot: slot.clone() });
        slot
    }

    /// The table below a key, which headers and dotted keys open together.
    pub(super) fn child(&mut self, table: usize, key: Cow<'s, str>, start: usize) -> usize {
        let slot = self.key(table, key.clone(), start);
        match self.children.get(&(table, key.clone())) {
            Some(child) => *child,
            None => self.entry(table, key, slot),
        }
    }

    /// Another entry below a key, which headers behind it go on with.
    pub(super) fn entry(&mut self, table: usize, key: Cow<'s, str>, slot: Option<Slot<'s>>) -> usize {
        let child = self.open(table, slot);
        self.children.insert((table, key), child);
        child
    }
}
