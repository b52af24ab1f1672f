//! What was changed in the policy's own text.

use maud::{Markup, html};
use similar::{ChangeTag, DiffOp, InlineChange, TextDiff};

use super::{Section, Visible, verb};
use crate::render::{grouped, plural};

/// The lines around a change that are shown with it.
const AROUND: usize = 3;
/// The most lines at one place whose words are compared.
const COMPARED: usize = 200;

/// The section about the text of two policies, of which each is named as its file is.
pub(crate) fn section(old: (&str, &str), new: (&str, &str)) -> Section {
    let ((old, old_text), (new, new_text)) = (old, new);
    let diff = TextDiff::from_lines(old_text, new_text);
    let lines = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    let (gone, came) = (lines(ChangeTag::Delete), lines(ChangeTag::Insert));
    let body = html! {
        @if gone + came == 0 {
            p { "Both policies are the same text." }
        } @else {
            p {
                (plural(gone, "line")) " of " code { (Visible(old)) } " " (verb(gone as u64, "goes", "go")) " (marked \u{2212}), "
                (plural(came, "line")) " of " code { (Visible(new)) } " " (verb(came as u64, "comes", "come")) " (marked +)."
            }
            (table(&diff))
        }
    };
    Section::new("policy", "What was changed in the policy", body)
}

/// A row of the table.
enum Row<'d> {
    /// So many lines that are alike and not shown.
    Skipped(usize),
    Line(InlineChange<'d, str>),
}

fn rows<'d>(diff: &'d TextDiff<'_, '_, str>) -> Vec<Row<'d>> {
    let (mut rows, mut shown) = (Vec::new(), 0);
    let mut skip = |rows: &mut Vec<Row<'d>>, to: usize, next: usize| {
        if to > shown {
            rows.push(Row::Skipped(to - shown));
        }
        shown = next;
    };
    for group in diff.grouped_ops(AROUND) {
        let begins = group.first().map_or(0, |op| op.old_range().start);
        skip(&mut rows, begins, group.last().map_or(0, |op| op.old_range().end));
        group.iter().for_each(|op| rows.extend(changes(diff, op).into_iter().map(Row::Line)));
    }
    skip(&mut rows, diff.old_len(), 0);
    rows
}

/// The lines of a place, with the words that differ told apart unless they are very many.
fn changes<'d>(diff: &'d TextDiff<'_, '_, str>, op: &DiffOp) -> Vec<InlineChange<'d, str>> {
    if op.old_range().len().max(op.new_range().len()) > COMPARED {
        return diff.iter_changes(op).map(InlineChange::from).collect();
    }
    // Without a deadline, so that the same texts are always shown alike.
    diff.iter_inline_changes_deadline(op, None).collect()
}

fn table(diff: &TextDiff<'_, '_, str>) -> Markup {
    html! {
        table.diff.mono {
            caption { "Line numbers of the old file, then of the new one" }
            tbody {
                @for row in rows(diff) {
                    @match row {
                        Row::Skipped(lines) => tr.skip { td colspan="4" { (skipped(lines)) } }
                        Row::Line(line) => (line_row(&line))
                    }
                }
            }
        }
    }
}

fn skipped(lines: usize) -> String {
    format!("{} {} alike", grouped(lines), if lines == 1 { "line is" } else { "lines are" })
}

fn line_row(line: &InlineChange<'_, str>) -> Markup {
    let number = |index: Option<usize>| index.map(|index| (index + 1).to_string()).unwrap_or_default();
    let text = html! {
        @for (differs, part) in line.iter_strings_lossy() {
            @let part = shown(&part);
            @if differs { b { (part) } } @else { (part) }
        }
    };
    let (class, sign) = match line.tag() {
        ChangeTag::Equal => ("alike", ""),
        ChangeTag::Delete => ("gone", "\u{2212}"),
        ChangeTag::Insert => ("came", "+"),
    };
    html! {
        tr class=(class) {
            td.at { (number(line.old_index())) }
            td.at { (number(line.new_index())) }
            td.sign { (sign) }
            td.text {
                @match line.tag() {
                    ChangeTag::Equal => (text)
                    ChangeTag::Delete => del { (text) }
                    ChangeTag::Insert => ins { (text) }
                }
            }
        }
    }
}

/// A line as the reader is to see it: without its end, with its tabs, and with nothing hidden.
fn shown(text: &str) -> String {
    let text = text.trim_end_matches(['\r', '\n']);
    text.split('\t').map(|part| Visible(part).to_string()).collect::<Vec<_>>().join("\t")
}
