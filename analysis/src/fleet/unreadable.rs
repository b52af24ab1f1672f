use alloc::string::String;
use core::fmt;

/// A line of a fleet that is no device, and why.
///
/// It holds nothing of a line but what stands for a field of a request: exported lists have keys in them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unreadable {
    /// The line that it begins on, counted from 1.
    pub line: u64,
    /// What is wrong, and with which field.
    pub wrong: String,
    /// What to write instead.
    pub help: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.wrong, self.help)
    }
}

/// What is wrong with a record, before its line is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) wrong: String,
    pub(crate) help: String,
}

impl Wrong {
    pub(crate) fn new(wrong: impl Into<String>, help: impl Into<String>) -> Self {
        Self { wrong: wrong.into(), help: help.into() }
    }

    pub(crate) fn at(self, line: u64) -> Unreadable {
        Unreadable { line, wrong: self.wrong, help: self.help }
    }
}

/// The beginning of a text that others wrote, short enough for a message.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => alloc::format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => alloc::format!("`{text}`"),
    }
}
