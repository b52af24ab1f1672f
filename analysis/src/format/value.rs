//! A value: a scalar, or a list or table with what stands between its brackets.

use alloc::string::String;
use alloc::vec::Vec;

use toml_parser::parser::EventKind;

use super::events::{Events, comment, dotted};
use super::run::{Row, write_rows};

/// How far what stands in brackets of several lines is indented.
pub(super) const STEP: usize = 2;

/// A value as its author spelled it.
pub(super) enum Value<'s> {
    Scalar(&'s str),
    Group(Group<'s>),
}

/// A list or an inline table.
pub(super) struct Group<'s> {
    brackets: Brackets,
    /// Whether the author broke it into lines.
    broken: bool,
    /// The comment behind the opening bracket.
    opening: Option<&'s str>,
    lines: Vec<Line<'s>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Brackets {
    Square,
    Curly,
}

/// A line of a group: items, a comment, or both.
#[derive(Default)]
struct Line<'s> {
    /// Whether an empty line stands before it.
    apart: bool,
    items: Vec<Item<'s>>,
    comment: Option<&'s str>,
}

/// An item of a list, or a pair of an inline table.
struct Item<'s> {
    key: Option<String>,
    value: Value<'s>,
}

impl<'s> Value<'s> {
    /// The value that comes next.
    pub(super) fn read(events: &mut Events<'s>) -> Self {
        while let Some((kind, text)) = events.next() {
            if let Some(value) = Self::begun(kind, text, events) {
                return value;
            }
            if kind == EventKind::Comment {
                events.pass(text);
            }
        }
        Self::Scalar("")
    }

    /// The value that begins with this part, if one does.
    fn begun(kind: EventKind, text: &'s str, events: &mut Events<'s>) -> Option<Self> {
        match kind {
            EventKind::Scalar => Some(Self::Scalar(text)),
            EventKind::ArrayOpen => Some(Self::Group(Group::read(Brackets::Square, events))),
            EventKind::InlineTableOpen => Some(Self::Group(Group::read(Brackets::Curly, events))),
            _ => None,
        }
    }

    /// Writes it behind what stands on a line that is indented by `indent`.
    pub(super) fn write(&self, indent: usize, line_end: &str, text: &mut String) {
        match self {
            Self::Scalar(scalar) => text.push_str(scalar),
            Self::Group(group) if group.has_lines() => group.write_lines(indent, line_end, text),
            Self::Group(group) => group.write_line(indent, line_end, text),
        }
    }
}

impl<'s> Group<'s> {
    /// What stands up to the closing bracket. Commas follow from the items.
    fn read(brackets: Brackets, events: &mut Events<'s>) -> Self {
        let mut group = Self { brackets, broken: false, opening: None, lines: Vec::new() };
        let mut line = Line::default();
        while let Some((kind, text)) = events.next() {
            match kind {
                EventKind::ArrayClose | EventKind::InlineTableClose => break,
                EventKind::Newline => line = group.next_line(line),
                EventKind::Comment if !group.broken && line.items.is_empty() => group.opening = Some(comment(text)),
                EventKind::Comment => line.comment = Some(comment(text)),
                EventKind::SimpleKey => {
                    let key = Some(dotted(&events.key(Some(text))));
                    let before = events.passed();
                    let value = Value::read(events);
                    group.comments(before.into_iter().chain(events.passed()));
                    line.items.push(Item { key, value });
                }
                _ => line.items.extend(Value::begun(kind, text, events).map(|value| Item { key: None, value })),
            }
        }
        if !line.is_empty() {
            group.lines.push(line);
        }
        group
    }

    /// Puts comments on lines of their own, before the line that is being read.
    fn comments(&mut self, comments: impl Iterator<Item = &'s str>) {
        for comment in comments {
            self.broken = true;
            self.lines.push(Line { comment: Some(comment), ..Line::default() });
        }
    }

    /// Ends a line, and begins the next.
    fn next_line(&mut self, line: Line<'s>) -> Line<'s> {
        let first = !self.broken;
        self.broken = true;
        if line.is_empty() {
            return Line { apart: !first && !self.lines.is_empty(), ..Line::default() };
        }
        self.lines.push(line);
        Line::default()
    }

    fn has_lines(&self) -> bool {
        self.broken && (self.opening.is_some() || !self.lines.is_empty())
    }

    fn ends(&self) -> (char, char) {
        match self.brackets {
            Brackets::Square => ('[', ']'),
            Brackets::Curly => ('{', '}'),
        }
    }

    fn write_line(&self, indent: usize, line_end: &str, text: &mut String) {
        let (open, close) = self.ends();
        let items = self.lines.iter().flat_map(|line| &line.items);
        let space = if self.brackets == Brackets::Curly && !self.lines.is_empty() { " " } else { "" };
        text.push(open);
        text.push_str(space);
        write_items(items, indent, line_end, text);
        text.push_str(space);
        text.push(close);
    }

    fn write_lines(&self, indent: usize, line_end: &str, text: &mut String) {
        let (open, close) = self.ends();
        text.push(open);
        if let Some(comment) = self.opening {
            text.push_str("  ");
            text.push_str(comment);
        }
        text.push_str(line_end);
        let rows: Vec<Row<'_>> = self.lines.iter().map(|line| line.row(indent + STEP, line_end)).collect();
        write_rows(&rows, line_end, text);
        text.extend(core::iter::repeat_n(' ', indent));
        text.push(close);
    }
}

impl<'s> Line<'s> {
    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.comment.is_none()
    }

    fn row(&self, indent: usize, line_end: &str) -> Row<'s> {
        let mut row = Row::indented(indent);
        row.apart = self.apart;
        if self.items.is_empty() {
            row.text.push_str(self.comment.unwrap_or_default());
            return row;
        }
        write_items(self.items.iter(), indent, line_end, &mut row.text);
        row.text.push(',');
        row.comment = self.comment;
        row
    }
}

fn write_items<'i, 's: 'i>(
    items: impl Iterator<Item = &'i Item<'s>>,
    indent: usize,
    line_end: &str,
    text: &mut String,
) {
    for (at, item) in items.enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        if let Some(key) = &item.key {
            text.push_str(key);
            text.push_str(" = ");
        }
        item.value.write(indent, line_end, text);
    }
}
