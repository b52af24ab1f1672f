//! The headers that could stand on a line.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::language::{Kind, POLICY, Table, Word};

use super::outline::Outline;
use super::proposal::{Proposal, Proposed};

/// The headers of the language, without tables that have theirs already. Below a condition they are only named where
/// `typed`, the names so far, leads there: conditions hold conditions.
pub(super) fn headers(outline: &Outline<'_>, typed: &[Cow<'_, str>], start: usize) -> Vec<Proposal> {
    let mut headers = Headers { outline, typed, start, path: Vec::new(), in_entry: false, options: Vec::new() };
    headers.below(&POLICY);
    headers.options
}

struct Headers<'a, 's> {
    outline: &'a Outline<'s>,
    typed: &'a [Cow<'s, str>],
    /// Where the header that is being typed begins.
    start: usize,
    path: Vec<&'static str>,
    /// Whether the path goes through a list of tables, of which each has headers of its own.
    in_entry: bool,
    options: Vec<Proposal>,
}

impl Headers<'_, '_> {
    fn below(&mut self, table: &'static Table) {
        for word in table.words {
            self.path.push(word.name);
            self.word(word);
            self.path.pop();
        }
    }

    fn word(&mut self, word: &'static Word) {
        let before = self.in_entry;
        for kind in alternatives(&word.kind) {
            match kind {
                Kind::Entries(table) | Kind::List(Kind::Table(table)) => {
                    self.propose(word, table.name, true);
                    self.in_entry = true;
                    self.further(table);
                }
                Kind::Table(table) => {
                    self.propose(word, table.name, false);
                    self.further(table);
                }
                Kind::Map { .. } | Kind::Object => self.propose(word, "table", false),
                _ => {}
            }
            self.in_entry = before;
        }
    }

    /// Goes on below a table, below a condition only where it is typed.
    fn further(&mut self, table: &'static Table) {
        let is_typed = || self.path.len() <= self.typed.len() && self.path.iter().zip(self.typed).all(|(a, b)| a == b);
        if !table.name.starts_with("condition") || is_typed() {
            self.below(table);
        }
    }

    fn propose(&mut self, word: &'static Word, what: &str, entry: bool) {
        let label = self.path.join(".");
        let is_there = !entry && !self.in_entry && self.outline.has_header(&label, self.start);
        if is_there || self.options.iter().any(|option| option.label == label) {
            return;
        }
        let text = if entry { format!("[[{label}]]") } else { format!("[{label}]") };
        self.options.push(Proposal {
            text,
            label,
            kind: Proposed::Header,
            detail: if entry { format!("another {what}") } else { String::from(what) },
            doc: word.doc.into(),
        });
    }
}

fn alternatives(kind: &'static Kind) -> Vec<&'static Kind> {
    match kind {
        Kind::Either(kinds) => kinds.iter().collect(),
        kind => [kind].into(),
    }
}
