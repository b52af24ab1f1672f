//! A text as the lines that it is made of.

use alloc::vec::Vec;

use toml_parser::parser::EventKind;

use super::events::{Events, comment};
use super::value::Value;

/// The lines of a text.
pub(super) struct Document<'s> {
    pub(super) lines: Vec<Line<'s>>,
    pub(super) line_end: &'static str,
}

/// A line that is not empty. A pair with a value of several lines is one.
pub(super) struct Line<'s> {
    /// Whether an empty line stands before it.
    pub(super) apart: bool,
    pub(super) holds: Holds<'s>,
    /// The comment behind it.
    pub(super) comment: Option<&'s str>,
}

/// What a line holds.
pub(super) enum Holds<'s> {
    /// A comment alone.
    Comment(&'s str),
    /// A header: of an entry of a list of tables, or of a table.
    Header { entry: bool, path: Vec<&'s str> },
    /// A key with its value.
    Pair { key: Vec<&'s str>, value: Value<'s> },
}

impl<'s> Document<'s> {
    pub(super) fn read(mut events: Events<'s>) -> Self {
        let mut document = Self { lines: Vec::new(), line_end: events.line_end() };
        // What stands on the line so far, and whether an empty line stands before it.
        let (mut holds, mut apart) = (None, false);
        while let Some((kind, text)) = events.next() {
            match kind {
                EventKind::StdTableOpen => holds = Some(Holds::Header { entry: false, path: events.key(None) }),
                EventKind::ArrayTableOpen => holds = Some(Holds::Header { entry: true, path: events.key(None) }),
                EventKind::SimpleKey => {
                    let key = events.key(Some(text));
                    holds = Some(Holds::Pair { key, value: Value::read(&mut events) });
                }
                EventKind::Comment => {
                    let (holds, comment) = match holds.take() {
                        Some(holds) => (holds, Some(comment(text))),
                        None => (Holds::Comment(comment(text)), None),
                    };
                    document.lines.push(Line { apart, holds, comment });
                    // The end of this line is not an empty one.
                    events.next();
                    apart = false;
                }
                EventKind::Newline => match holds.take() {
                    Some(holds) => {
                        document.lines.push(Line { apart, holds, comment: None });
                        apart = false;
                    }
                    None => apart = !document.lines.is_empty(),
                },
                _ => {}
            }
        }
        document.lines.extend(holds.map(|holds| Line { apart, holds, comment: None }));
        document
    }
}
