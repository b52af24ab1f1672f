//! Entries that are dropped, and neighbours that are swapped.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use placement::node::Node;

use super::edit::Edit;

/// An entry that has a header of its own, with all that belongs to it.
struct Entry<'t> {
    kind: &'t str,
    name: &'t str,
    header: Range<usize>,
    whole: Range<usize>,
}

pub(crate) fn edits(root: Node<'_>, source: &str) -> Vec<Edit> {
    let headers = headers(root);
    let lists = lists(root);
    let mut edits = Vec::new();
    for (kind, entries) in &lists {
        let entries: Vec<Entry<'_>> = entries.iter().filter_map(|node| entry(kind, *node, source, &headers)).collect();
        edits.extend(entries.iter().map(dropped));
        // The order of stamps and guarantees decides nothing.
        if !matches!(*kind, "stamp" | "guarantee") {
            edits.extend(entries.windows(2).filter_map(|pair| swapped(pair, source)));
        }
    }
    edits
}

/// The lists of entries, each by what its entries are. The rules of each attribute are a list.
fn lists<'t>(root: Node<'t>) -> Vec<(&'static str, Vec<Node<'t>>)> {
    let of = |kind| (kind, root.entries(kind).collect());
    let rules = root.entries("attribute").map(|attribute| ("rule", attribute.entries("rule").collect()));
    rules.chain(["stamp", "pin", "move", "fallback", "guarantee"].map(of)).collect()
}

/// Where tables begin that belong to no other entry, or are rules: an entry ends there.
fn headers(root: Node<'_>) -> Vec<usize> {
    let tables = root.pairs().filter(|pair| pair.node.table().is_some()).map(|pair| pair.node.span().start);
    let lists = ["attribute", "stamp", "pin", "move", "fallback", "guarantee"];
    let entries = lists.into_iter().flat_map(|kind| root.entries(kind)).map(|entry| entry.span().start);
    let rules = root.entries("attribute").flat_map(|attribute| attribute.entries("rule")).map(|rule| rule.span().start);
    tables.chain(entries).chain(rules).collect()
}

/// None of one that is written as an inline table.
fn entry<'t>(kind: &'t str, node: Node<'t>, source: &str, headers: &[usize]) -> Option<Entry<'t>> {
    let header = node.span();
    source.get(header.start..)?.starts_with('[').then_some(())?;
    let end = headers.iter().copied().filter(|start| *start > header.start).min().unwrap_or(source.len());
    Some(Entry { kind, name: node.text_of("name").unwrap_or_default(), whole: header.start..end, header })
}

fn dropped(entry: &Entry<'_>) -> Edit {
    let what = format!("drop the {} `{}`", entry.kind, entry.name);
    Edit { what, place: entry.header.clone(), replaced: entry.whole.clone(), by: String::new() }
}

fn swapped(pair: &[Entry<'_>], source: &str) -> Option<Edit> {
    let [first, second] = pair else { return None };
    let by = format!("{}\n{}", source.get(second.whole.clone())?, source.get(first.whole.clone())?);
    let what = format!("swap the {}s `{}` and `{}`", first.kind, first.name, second.name);
    let adjacent = first.whole.end == second.whole.start;
    adjacent.then(|| Edit { what, place: first.header.clone(), replaced: first.whole.start..second.whole.end, by })
}
