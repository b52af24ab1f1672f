use alloc::collections::BTreeMap;
use core::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The lines of a text that is TOML, and which of them are comments and nothing else.
pub(super) struct Layout<'s> {
    text: &'s str,
    /// Where each line of a comment ends, by where it begins.
    comments: BTreeMap<usize, usize>,
}

impl<'s> Layout<'s> {
    pub(super) fn of(text: &'s str) -> Self {
        let mut layout = Self { text, comments: BTreeMap::new() };
        // A line in a text of several lines may look like a comment, so the tokens say what is one.
        for token in Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment) {
            let line = layout.line(token.span().start());
            let before = text.get(line.start..token.span().start()).unwrap_or_default();
            if before.trim().is_empty() {
                layout.comments.insert(line.start, line.end);
            }
        }
        layout
    }

    /// The line that holds a byte, its end included.
    pub(super) fn line(&self, at: usize) -> Range<usize> {
        let (before, after) = self.text.split_at_checked(at).unwrap_or((self.text, ""));
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        start..after.find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// The line of a comment that begins here.
    pub(super) fn comment_at(&self, start: usize) -> Option<Range<usize>> {
        self.comments.get(&start).map(|end| start..*end)
    }

    /// The line of a comment that ends where a line begins.
    pub(super) fn comment_above(&self, start: usize) -> Option<Range<usize>> {
        let (above, end) = self.comments.range(..start).next_back()?;
        (*end == start).then_some(*above..*end)
    }

    /// Whether the line that begins here is empty, or there is none.
    pub(super) fn is_empty_at(&self, start: usize) -> bool {
        self.text.get(self.line(start)).is_none_or(|line| line.trim().is_empty())
    }

    /// Where the lines end that begin here and are empty.
    pub(super) fn after_empty(&self, start: usize) -> usize {
        let mut at = start;
        while at < self.text.len() && self.is_empty_at(at) {
            at = self.line(at).end;
        }
        at
    }
}
