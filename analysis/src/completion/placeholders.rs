//! The placeholders of the answer's texts.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::cursor::{Quotes, Typed};
use super::known::Known;
use super::proposal::{Proposal, Proposed};
use super::tokens::word;
use crate::edit::quoted;

/// The placeholders that could stand in a text of the answer, and what they take the place of: within quotes the
/// placeholder that the cursor is in.
pub(super) fn placeholders(
    source: &str,
    at: usize,
    known: &Known<'_, '_>,
    typed: &Typed<'_>,
) -> (Range<usize>, Vec<Proposal>) {
    let mut options = all(known);
    let Some((quotes, closed)) = typed.quotes else {
        options.iter_mut().for_each(|option| option.text = quoted(&option.text));
        return (typed.span.clone(), options);
    };
    let opening = if quotes == Quotes::Several { 3 } else { 1 };
    let before = source.get(typed.span.start..at).unwrap_or_default();
    let begins = before.get(opening..).and_then(open_brace).map(|open| typed.span.start + opening + open);
    let replaces = begins.map_or(at..at, |begins| begins..end(source, at));
    let end = if closed { replaces.end } else { replaces.end.max(typed.span.end) };
    if !closed {
        let quote = match quotes {
            Quotes::Basic => "\"",
            Quotes::Literal => "'",
            Quotes::Several => "",
        };
        options.iter_mut().for_each(|option| option.text.push_str(quote));
    }
    (replaces.start..end, options)
}

/// Where the last brace stands that opens a placeholder and is not closed. Two of them are no placeholder.
fn open_brace(text: &str) -> Option<usize> {
    let mut open = None;
    let mut chars = text.char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        match c {
            '{' if open.is_none() && chars.next_if(|(_, next)| *next == '{').is_some() => {}
            '{' => open = Some(index),
            '}' => open = None,
            _ => {}
        }
    }
    open
}

/// Where a placeholder ends whose name goes on at `at`, its closing brace included.
fn end(source: &str, at: usize) -> usize {
    let rest = source.get(at..).unwrap_or_default();
    let name = word(rest);
    let brace = rest.get(name.len()..).is_some_and(|rest| rest.starts_with('}'));
    at + name.len() + usize::from(brace)
}

fn all(known: &Known<'_, '_>) -> Vec<Proposal> {
    let fixed = [
        ("stamp.name", "the stamp's name"),
        ("stamp.application", "the address of the stamp's web application"),
        ("policy.name", "the policy's name"),
        ("policy.revision", "which edition of the policy this is"),
    ];
    let fixed = fixed.into_iter().map(|(name, detail)| (String::from(name), String::from(detail)));
    let labels = known.keys(|slot| slot.is("stamp", "labels")).into_iter();
    let labels = labels.map(|label| (format!("stamp.labels.{label}"), format!("the stamp's label `{label}`")));
    let attributes = known.attributes().into_iter().map(|attribute| attribute.name).filter(|name| !name.is_empty());
    let attributes = attributes.map(|name| (format!("attributes.{name}"), format!("the device's `{name}`")));
    let all = fixed.chain(labels).chain(attributes);
    all.map(|(name, detail)| Proposal {
        text: format!("{{{name}}}"),
        label: format!("{{{name}}}"),
        kind: Proposed::Placeholder,
        detail,
        doc: String::new(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_braces_open_no_placeholder() {
        for (text, open) in
            [("", None), ("{", Some(0)), ("a {b", Some(2)), ("{a}", None), ("{a} {b", Some(4)), ("{{a", None)]
        {
            assert_eq!(open_brace(text), open, "{text}");
        }
    }
}
