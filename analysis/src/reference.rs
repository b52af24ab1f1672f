//! The reference of the policy language, for people: a table for each table of the language.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::language::{Key, Kind, Need, POLICY, Table, Word};

use crate::clause::grouped;

/// The tables in Markdown, each below its heading of the third level, in the order in which the language mentions them.
pub fn policy_reference() -> String {
    let tables = tables();
    let sections: Vec<String> =
        tables.iter().enumerate().map(|(at, table)| section(table, tables.iter().take(at).copied())).collect();
    sections.join("\n")
}

/// Every table of the language once, each before those that its words lead to.
fn tables() -> Vec<&'static Table> {
    let mut tables = Vec::new();
    collect(&POLICY, &mut tables);
    tables
}

fn collect(table: &'static Table, tables: &mut Vec<&'static Table>) {
    if tables.iter().any(|known| known.name == table.name) {
        return;
    }
    tables.push(table);
    table.words.iter().flat_map(|word| inside(&word.kind)).for_each(|inside| collect(inside, tables));
}

/// The tables that a kind takes.
fn inside(kind: &'static Kind) -> Vec<&'static Table> {
    match kind {
        Kind::Table(table) | Kind::Entries(table) => [*table].into(),
        Kind::Map { value, .. } | Kind::List(value) | Kind::Many(value) => inside(value),
        Kind::Either(kinds) => kinds.iter().flat_map(inside).collect(),
        _ => Vec::new(),
    }
}

fn section<'t>(table: &Table, mut before: impl Iterator<Item = &'t Table>) -> String {
    let body = match before.find(|base| is_part_of(table, base)) {
        Some(base) => less(table, base),
        None => rows(table),
    };
    format!("### {}\n\n{}\n\n{body}", heading(table.name), table.doc)
}

fn heading(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Whether a table has words of another table alone, and bars the rest.
fn is_part_of(table: &Table, base: &Table) -> bool {
    let barred = table.barred.iter().map(|barred| barred.name);
    let words = table.words.iter().map(|word| word.name);
    !table.barred.is_empty() && words.chain(barred).all(|name| base.word(name).is_some())
}

fn less(table: &Table, base: &Table) -> String {
    let rows: String = table.barred.iter().map(|barred| format!("| `{}` | {} |\n", barred.name, barred.why)).collect();
    format!("Every word of {} but these:\n\n| word | why not |\n|---|---|\n{rows}", link(base))
}

fn rows(table: &Table) -> String {
    let rows: String = table.words.iter().map(row).collect();
    format!("| word | takes | required | meaning |\n|---|---|---|---|\n{rows}")
}

fn row(word: &Word) -> String {
    let required = match word.need {
        Need::Required => "yes",
        Need::Optional => "",
    };
    format!("| `{}` | {} | {required} | {} |\n", word.name, cell(&takes(&word.kind, link)), cell(word.doc))
}

/// A text that does not end the cell that it stands in.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn link(table: &Table) -> String {
    format!("[{}](#{})", table.name, table.name.replace(' ', "-"))
}

/// What a kind takes, in words; `table` says how a table is referred to.
pub(crate) fn takes(kind: &Kind, table: fn(&Table) -> String) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Name => "name".into(),
        Kind::Whole { least, most } => format!("whole number, {} to {}", signed(*least), signed(*most)),
        Kind::Version(known) => format!("`{known}`"),
        Kind::Flag => "`true` or `false`".into(),
        Kind::Only(flag) => format!("`{flag}`"),
        Kind::Word(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
            words.join(" or ")
        }
        Kind::Percent => "percentage".into(),
        Kind::Slice => "two percentages".into(),
        Kind::Dotted => "version".into(),
        Kind::Pointer => "JSON pointer".into(),
        Kind::Hub => "host name of a hub".into(),
        Kind::Scalar => "text, whole number or boolean".into(),
        Kind::Object => "table, free".into(),
        Kind::Table(of) => format!("table: {}", table(of)),
        Kind::Entries(of) => format!("list of tables: {}", table(of)),
        Kind::Map { key, value, .. } => format!("table by {}: {}", self::key(*key), takes(value, table)),
        Kind::List(Kind::Table(of)) => format!("list of tables: {}", table(of)),
        Kind::List(item) => format!("list of {}", takes(item, table)),
        Kind::Many(item) => format!("{}, one or many", takes(item, table)),
        Kind::Either(kinds) => kinds.iter().map(|kind| takes(kind, table)).collect::<Vec<_>>().join("; or "),
    }
}

fn key(key: Key) -> &'static str {
    match key {
        Key::Name => "name",
        Key::Pointer => "JSON pointer",
        Key::Text => "text",
    }
}

fn signed(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(number.unsigned_abs()))
}
