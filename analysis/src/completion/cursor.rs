//! What the cursor is at.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use super::slot::Slot;

/// What is being typed.
#[derive(Debug)]
pub(super) enum Cursor<'s> {
    /// A header, its brackets included.
    Header {
        /// What stands of it.
        span: Range<usize>,
        /// The names in it.
        path: Vec<Cow<'s, str>>,
    },
    /// A key, or a part of a dotted one.
    Key {
        /// The table that it would be in.
        table: usize,
        /// What stands of it.
        span: Range<usize>,
        /// Whether it begins a line, where a header could stand too.
        first: bool,
        /// Whether `=` or a further part stands behind it.
        goes_on: bool,
    },
    /// A value.
    Value(Typed<'s>),
}

/// A value that is being typed.
#[derive(Debug)]
pub(super) struct Typed<'s> {
    /// Its place in the language.
    pub(super) slot: Slot<'s>,
    /// The table that it is in.
    pub(super) table: usize,
    /// The list that it is in, if any.
    pub(super) list: Option<usize>,
    /// What stands of it.
    pub(super) span: Range<usize>,
    /// The quotes that it begins with, if any, and whether they are closed.
    pub(super) quotes: Option<(Quotes, bool)>,
}

/// The quotes of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quotes {
    /// `"`
    Basic,
    /// `'`
    Literal,
    /// Three of them, for several lines.
    Several,
}
