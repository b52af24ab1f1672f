//! Taking an entry out.

use alloc::string::String;
use alloc::vec;
use core::ops::Range;

use placement::node::Node;

use super::extent::{self, Form, form};
use super::lines::Layout;
use super::splice::Splice;
use super::{Entry, PolicyText, Problem};

impl PolicyText {
    /// The policy without an entry, nor the comments that belong to it: those directly above its header, in it, and
    /// directly below its last line where no header comes next.
    ///
    /// # Errors
    /// There is no such entry, or the policy would be no valid one.
    pub fn without(&self, entry: &Entry) -> Result<Self, Problem> {
        let tree = self.tree()?;
        let node = entry.find(tree.root())?;
        let replaced = match form(&self.text, node) {
            Form::Header => self.with_empty_lines(extent::lines(&Layout::of(&self.text), node)),
            _ => with_comma(&self.text, node),
        };
        self.edited(vec![Splice { replaced, by: String::new() }])
    }

    /// Lines with the empty ones below them; at the end of the text, with those above.
    fn with_empty_lines(&self, lines: Range<usize>) -> Range<usize> {
        let end = Layout::of(&self.text).after_empty(lines.end);
        let before = self.text.get(..lines.start).unwrap_or_default();
        let kept = before.trim_end().len();
        match before.get(kept..).and_then(|empty| empty.find('\n')) {
            Some(line_end) if end == self.text.len() => kept + line_end + 1..end,
            _ => lines.start..end,
        }
    }
}

/// An item of a list with the comma that parts it from the next, or from the one before.
fn with_comma(text: &str, node: Node<'_>) -> Range<usize> {
    let Range { start, end } = node.span();
    let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    let blank = |text: &str| text.len() - text.trim_start().len();
    match after.trim_start().strip_prefix(',') {
        Some(rest) => start..text.len() - rest.len() + blank(rest),
        None if before.trim_end().ends_with(',') => before.trim_end().len() - 1..end,
        None => start..end,
    }
}
