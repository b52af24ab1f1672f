//! What is open where a text is read: a table or a list.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::slot::Slot;

/// A table or a list, and how far it has been read.
#[derive(Debug)]
pub(super) struct Frame<'s> {
    /// The table: itself, or the one that the list is in.
    pub(super) table: usize,
    /// The list, if it is one.
    pub(super) list: Option<usize>,
    /// Whether what closes it is there.
    pub(super) closed: bool,
    pub(super) phase: Phase,
    /// The parts of the key so far, and where they begin.
    pub(super) path: Vec<(Cow<'s, str>, usize)>,
    /// Whether a dot stands behind the last of them.
    pub(super) dot: bool,
    /// The table that the value is in: another than `table` below a dotted key.
    pub(super) holder: usize,
    /// The place of the value.
    pub(super) value: Option<Slot<'s>>,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    /// A key.
    Key,
    /// A value.
    Value,
    /// What parts a value from what comes then.
    After,
}

impl<'s> Frame<'s> {
    pub(super) fn table(table: usize, closed: bool) -> Self {
        Self { table, list: None, closed, phase: Phase::Key, path: Vec::new(), dot: false, holder: table, value: None }
    }

    pub(super) fn list(list: usize, closed: bool, holder: usize, value: Option<Slot<'s>>) -> Self {
        Self { list: Some(list), phase: Phase::Value, value, ..Self::table(holder, closed) }
    }

    /// Whether a part of a key could come: at the beginning, or behind a dot.
    pub(super) fn takes_key(&self) -> bool {
        self.phase == Phase::Key && (self.dot || self.path.is_empty())
    }

    /// Another part of the key. What stands before it without a dot is none.
    pub(super) fn push(&mut self, part: Cow<'s, str>, start: usize) {
        if !self.dot {
            self.path.clear();
        }
        self.path.push((part, start));
        self.dot = false;
    }

    /// Goes on with the next pair or item.
    pub(super) fn begin(&mut self) {
        self.phase = if self.list.is_some() { Phase::Value } else { Phase::Key };
        self.path.clear();
        self.dot = false;
    }
}
