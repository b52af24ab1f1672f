//! The words of the policy language: one table that drives the reader, and with it the schema and the reference.

mod check;
mod conditions;
mod unique;
mod words;

pub use check::check;
pub use conditions::CONDITION;
pub use unique::report_duplicates;
pub use words::POLICY;

use crate::diagnostic::Code;

/// The version of the language that this crate reads: a policy states it as `language`.
pub const VERSION: u32 = 1;

/// The words that a table may hold.
#[derive(Debug)]
pub struct Table {
    /// What the table is, such as `stamp`: the heading of its reference and its name in the schema.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its words, in the order in which an author would write them.
    pub words: &'static [Word],
    /// Words that stand in other tables like it but must not stand here.
    pub barred: &'static [Barred],
    /// Whether it may hold none of its words.
    pub may_be_empty: bool,
}

impl Table {
    /// The word of this name.
    pub fn word(&self, name: &str) -> Option<&'static Word> {
        self.words.iter().find(|word| word.name == name)
    }
}

/// One word of the language.
#[derive(Debug)]
pub struct Word {
    /// The key as it is written.
    pub name: &'static str,
    /// Whether it must be there.
    pub need: Need,
    /// What it takes.
    pub kind: Kind,
    /// What it means, for the reference page and for editors.
    pub doc: &'static str,
}

/// Whether a word must be there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// It must.
    Required,
    /// It may be left out.
    Optional,
}

/// A word that is known elsewhere and must not stand in a table.
#[derive(Debug)]
pub struct Barred {
    /// The word.
    pub name: &'static str,
    /// The code of the diagnostic.
    pub code: Code,
    /// Why it must not stand here, as a message.
    pub why: &'static str,
}

/// What a key takes.
#[derive(Debug)]
pub enum Kind {
    /// A text that is not empty.
    Text,
    /// A name ([`crate::Name`]).
    Name,
    /// A whole number within bounds, both included.
    Whole {
        /// The least.
        least: i64,
        /// The greatest.
        most: i64,
    },
    /// The version number of something: the one that is known.
    Version(u32),
    /// `true` or `false`.
    Flag,
    /// This boolean, where the other would mean nothing.
    Only(bool),
    /// One of some words.
    Word(&'static [&'static str]),
    /// A percentage from 0 to 100 with at most three decimals.
    Percent,
    /// Two percentages, the first below the second.
    Slice,
    /// A device's version: dotted numbers.
    Dotted,
    /// A JSON pointer.
    Pointer,
    /// The host name of an IoT Hub.
    Hub,
    /// A text, a whole number, or `true` or `false`.
    Scalar,
    /// A table of anything that JSON has, whose texts may hold placeholders.
    Object,
    /// A table with words of the language.
    Table(&'static Table),
    /// A list of such tables, written `[[…]]`.
    Entries(&'static Table),
    /// A table whose keys the author chooses.
    Map {
        /// What the keys are.
        key: Key,
        /// What they take.
        value: &'static Kind,
        /// Whether it may be empty.
        empty: bool,
    },
    /// A list of at least one.
    List(&'static Kind),
    /// One, or a list of at least one.
    Many(&'static Kind),
    /// One of several kinds, told apart by their type or their words.
    Either(&'static [Kind]),
}

/// What the keys of a table are that an author chooses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// Names ([`crate::Name`]).
    Name,
    /// JSON pointers.
    Pointer,
    /// Any text.
    Text,
}
