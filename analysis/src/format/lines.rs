//! Where lines stand: how far in, and with how much space before them.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::document::{Document, Holds, Line};
use super::events::{dotted, width};
use super::run::{Row, write_rows};
use super::value::STEP;

/// The text of a document.
pub(super) fn write(mut document: Document<'_>) -> String {
    part(&mut document.lines);
    // No line of a block is parted from the one before it, so a block has one header at most, and before that comments.
    let blocks: Vec<&[Line<'_>]> = document.lines.chunk_by(|_, line| !line.apart).collect();
    let indents = indents(&blocks);
    let rows = blocks.iter().zip(indents).flat_map(|(block, indent)| rows(block, indent, document.line_end));
    let mut text = String::new();
    write_rows(&rows.collect::<Vec<_>>(), document.line_end, &mut text);
    text
}

/// Parts each header, with the comments that belong to it, from what stands before it, and no pair from its header.
fn part(lines: &mut [Line<'_>]) {
    let mut below_header = false;
    for line in lines.iter_mut() {
        line.apart &= !(below_header && matches!(line.holds, Holds::Pair { .. }));
        below_header = line.is_header();
    }
    // The line below, if it is a header or a comment that belongs to one.
    let mut below: Option<&mut Line<'_>> = None;
    for line in lines.iter_mut().rev() {
        let belongs = match below.take() {
            Some(below) if !below.apart && !line.is_comment() => {
                below.apart = true;
                false
            }
            Some(below) => !below.apart,
            None => false,
        };
        below = (belongs || line.is_header()).then_some(line);
    }
}

/// How far in the blocks stand: a header by a step for each list of tables that it is below, pairs as their header, and
/// comments alone as what comes next.
fn indents(blocks: &[&[Line<'_>]]) -> Vec<usize> {
    let mut lists: BTreeSet<&[&str]> = BTreeSet::new();
    let mut here = 0;
    let mut indents = Vec::new();
    for block in blocks {
        for line in *block {
            if let Holds::Header { entry, path } = &line.holds {
                let above = (1..path.len()).filter_map(|length| path.get(..length));
                here = STEP * above.filter(|list| lists.contains(list)).count();
                if *entry {
                    lists.insert(path);
                }
            }
        }
        indents.push((!block.iter().all(Line::is_comment)).then_some(here));
    }
    let mut next = 0;
    for indent in indents.iter_mut().rev() {
        next = *indent.get_or_insert(next);
    }
    indents.into_iter().flatten().collect()
}

fn rows<'s>(block: &[Line<'s>], indent: usize, line_end: &str) -> Vec<Row<'s>> {
    let widest = block.iter().map(|line| width(&line.key())).max().unwrap_or_default();
    block.iter().map(|line| line.row(indent, widest, line_end)).collect()
}

impl<'s> Line<'s> {
    fn is_comment(&self) -> bool {
        matches!(self.holds, Holds::Comment(_))
    }

    fn is_header(&self) -> bool {
        matches!(self.holds, Holds::Header { .. })
    }

    /// The key of a pair.
    fn key(&self) -> String {
        match &self.holds {
            Holds::Pair { key, .. } => dotted(key),
            _ => String::new(),
        }
    }

    fn row(&self, indent: usize, key_width: usize, line_end: &str) -> Row<'s> {
        let mut row = Row::indented(indent);
        row.apart = self.apart;
        row.comment = self.comment;
        match &self.holds {
            Holds::Comment(comment) => row.text.push_str(comment),
            Holds::Header { entry, path } => {
                let (open, close) = if *entry { ("[[", "]]") } else { ("[", "]") };
                row.text.extend([open, &dotted(path), close]);
                row.alone = true;
            }
            Holds::Pair { value, .. } => {
                let key = self.key();
                row.text.push_str(&key);
                row.text.extend(core::iter::repeat_n(' ', key_width.saturating_sub(width(&key))));
                row.text.push_str(" = ");
                value.write(indent, line_end, &mut row.text);
            }
        }
        row
    }
}
