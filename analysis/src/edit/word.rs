//! Setting a word of an entry.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use placement::node::{Node, Pair};

use super::extent::{Form, form};
use super::lines::Layout;
use super::splice::Splice;
use super::{Entry, PolicyText, Problem, written};

impl PolicyText {
    /// The policy in which a word of an entry has this value, which is TOML. It is put in the place of the word's value;
    /// a word that the entry lacks is added where an author would look for it.
    ///
    /// # Errors
    /// There is no such entry, its word is a table that is not written as one value, or the policy would be no valid one.
    pub fn with_word(&self, entry: &Entry, word: &str, value: &str) -> Result<Self, Problem> {
        let tree = self.tree()?;
        let node = entry.find(tree.root())?;
        let splice = match node.get(word) {
            Some(old) if is_spread(&self.text, old) => {
                return Err(Problem::Spread { entry: entry.clone(), word: word.into(), place: old.span() });
            }
            Some(old) => Splice { replaced: old.span(), by: value.into() },
            None => self.added(entry, node, word, value),
        };
        self.edited(vec![splice])
    }

    fn added(&self, entry: &Entry, node: Node<'_>, word: &str, value: &str) -> Splice {
        let before: Vec<&str> = entry.words().take_while(|known| *known != word).collect();
        let mut pairs: Vec<Pair<'_>> = node.pairs().filter(|pair| before.contains(&pair.key)).collect();
        pairs.sort_by_key(|pair| pair.key_span().start);
        if form(&self.text, node) == Form::Inline {
            let last = pairs.last().map(|pair| pair.node.span().end);
            return match last {
                Some(end) => Splice::insert(end, format!(", {} = {value}", written::key(word))),
                None => Splice::insert(node.span().start + 1, format!(" {} = {value},", written::key(word))),
            };
        }
        self.added_line(&pairs, node, &written::key(word), value)
    }

    /// A line below the last of these pairs that has lines of its own, else below the header.
    fn added_line(&self, pairs: &[Pair<'_>], node: Node<'_>, key: &str, value: &str) -> Splice {
        let layout = Layout::of(&self.text);
        let written = |pair: &&Pair<'_>| !is_spread(&self.text, pair.node);
        let above = pairs.iter().rev().find(written);
        let start = layout.line(above.map_or(node.span().start, |pair| pair.key_span().start)).start;
        let line = layout.line(above.map_or(node.span().end, |pair| pair.node.span().end));
        let first = self.text.get(layout.line(start)).unwrap_or_default();
        let indent: String = first.chars().take_while(|c| c.is_whitespace()).collect();
        let width = above.and(first.find(" =")).map_or(0, |at| at.saturating_sub(indent.len()));
        let begun =
            if self.text.get(..line.end).is_some_and(|text| text.ends_with('\n')) { "" } else { self.line_end() };
        Splice::insert(line.end, format!("{begun}{indent}{key:width$} = {value}{}", self.line_end()))
    }
}

/// Whether a value is a table that stands below a header of its own, or is put together from dotted keys.
fn is_spread(text: &str, value: Node<'_>) -> bool {
    let entries = value.items().any(|item| item.table().is_some() && form(text, item) == Form::Header);
    entries || value.table().is_some() && form(text, value) != Form::Inline
}
