//! Which bytes of a text belong to what.

use core::ops::Range;

use placement::node::Node;

use super::lines::Layout;

/// How an entry or a table is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// Below a header, each of its pairs on a line.
    Header,
    /// Between braces.
    Inline,
    /// By dotted keys.
    Dotted,
}

/// How a table is written.
pub(super) fn form(text: &str, table: Node<'_>) -> Form {
    match text.get(table.span()).and_then(|text| text.chars().next()) {
        Some('[') => Form::Header,
        Some('{') => Form::Inline,
        _ => Form::Dotted,
    }
}

/// Where a value ends, with all that belongs to it wherever it stands.
fn end(node: Node<'_>) -> usize {
    let pairs = node.pairs().map(|pair| end(pair.node));
    pairs.chain(node.items().map(end)).max().unwrap_or_default().max(node.span().end)
}

/// The whole lines of an entry that has a header, with the comments that belong to it: those directly above its header,
/// and those directly below its last line where no header comes next.
pub(super) fn lines(layout: &Layout<'_>, entry: Node<'_>) -> Range<usize> {
    let mut start = layout.line(entry.span().start).start;
    while let Some(above) = layout.comment_above(start) {
        start = above.start;
    }
    let end = layout.line(end(entry)).end;
    let mut below = end;
    while let Some(comment) = layout.comment_at(below) {
        below = comment.end;
    }
    start..if layout.is_empty_at(below) { below } else { end }
}
