//! What a text is made of, white space and comments included.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::mem;

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

/// The parts of a text that is TOML, in its order.
pub(super) struct Events<'s> {
    source: &'s str,
    events: vec::IntoIter<Event>,
    /// Comments between a key and its value. TOML knows none there, but the reader lets them pass in tables within lines.
    amid: Vec<&'s str>,
}

impl<'s> Events<'s> {
    pub(super) fn of(source: &'s str) -> Self {
        let mut events: Vec<Event> = Vec::new();
        // Errors have been looked for before, by the reader.
        parse_document(&Source::new(source).lex().into_vec(), &mut events, &mut ());
        Self { source, events: events.into_iter(), amid: Vec::new() }
    }

    /// The next part, and how it is spelled.
    pub(super) fn next(&mut self) -> Option<(EventKind, &'s str)> {
        let event = self.events.next()?;
        let span = event.span();
        Some((event.kind(), self.source.get(span.start()..span.end()).unwrap_or_default()))
    }

    /// The parts of a key whose first part has been seen, up to what ends it.
    pub(super) fn key(&mut self, first: Option<&'s str>) -> Vec<&'s str> {
        let mut parts: Vec<&str> = first.into_iter().collect();
        while let Some((kind, text)) = self.next() {
            match kind {
                EventKind::SimpleKey => parts.push(text),
                EventKind::KeyValSep | EventKind::StdTableClose | EventKind::ArrayTableClose => break,
                EventKind::Comment => self.pass(text),
                _ => {}
            }
        }
        parts
    }

    /// Remembers a comment between a key and its value.
    pub(super) fn pass(&mut self, text: &'s str) {
        self.amid.push(comment(text));
    }

    /// The comments that were passed since the last time.
    pub(super) fn passed(&mut self) -> Vec<&'s str> {
        mem::take(&mut self.amid)
    }

    /// How lines end: as the first does that no text holds.
    pub(super) fn line_end(&self) -> &'static str {
        let mut ends = self.events.as_slice().iter().filter(|event| event.kind() == EventKind::Newline);
        match ends.next() {
            Some(end) if end.span().len() == 2 => "\r\n",
            _ => "\n",
        }
    }
}

/// A key as it is written.
pub(super) fn dotted(parts: &[&str]) -> String {
    parts.join(".")
}

/// A comment without the white space behind it.
pub(super) fn comment(text: &str) -> &str {
    text.trim_end_matches([' ', '\t'])
}

/// How wide a text is.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}
