//! Lines that stand together, with their comments below each other.

use alloc::string::String;

use super::events::width;

/// What stands between a value and its comment.
const GAP: usize = 2;

/// A line, or several that belong to one value.
pub(super) struct Row<'s> {
    /// Whether an empty line stands before it.
    pub(super) apart: bool,
    /// Whether its comment stands for itself, as a header's does.
    pub(super) alone: bool,
    /// What it says, indented, with the comments that stand alone.
    pub(super) text: String,
    /// The comment behind it.
    pub(super) comment: Option<&'s str>,
}

impl Row<'_> {
    /// A row that says nothing yet.
    pub(super) fn indented(indent: usize) -> Self {
        Self { apart: false, alone: false, text: core::iter::repeat_n(' ', indent).collect(), comment: None }
    }

    /// How wide it is if its comment is to stand below those of others. Where a value of several lines ends says
    /// nothing of its neighbours.
    fn width(&self) -> Option<usize> {
        (self.comment.is_some() && !self.alone && !self.text.contains('\n')).then(|| width(&self.text))
    }
}

/// Writes rows, each with its end.
pub(super) fn write_rows(mut rows: &[Row<'_>], line_end: &str, text: &mut String) {
    while let Some((first, rest)) = rows.split_first() {
        let more = rest.iter().take_while(|row| !row.apart).count();
        let (run, after) = rows.split_at_checked(more + 1).unwrap_or((rows, &[]));
        if first.apart {
            text.push_str(line_end);
        }
        write_run(run, line_end, text);
        rows = after;
    }
}

/// Writes rows that no empty line parts.
fn write_run(run: &[Row<'_>], line_end: &str, text: &mut String) {
    let widest = run.iter().filter_map(Row::width).max().unwrap_or_default();
    for row in run {
        text.push_str(&row.text);
        if let Some(comment) = row.comment {
            let lacks = row.width().map_or(0, |width| widest.saturating_sub(width));
            text.extend(core::iter::repeat_n(' ', lacks + GAP));
            text.push_str(comment);
        }
        text.push_str(line_end);
    }
}
