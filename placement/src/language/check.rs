//! Holds a TOML tree against the language's table: keys, types, ranges, forms. What names refer to comes later.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Key, Kind, Need, Table, Word};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::name::Name;
use crate::nearest::{advice, listing};
use crate::node::{Node, Pair};
use crate::percent::Percent;
use crate::pointer::Pointer;
use crate::version::Version;
use dps::HubName;

/// Checks what `subject` (a key, for messages) holds against what it takes.
pub fn check(kind: &Kind, subject: &str, node: Node<'_>, sink: &mut Sink) {
    if !fits(kind, node) {
        return sink.push(wrong_type(kind, subject, node));
    }
    match kind {
        Kind::Table(table) => check_table(table, node, sink),
        Kind::Entries(table) => node.items().for_each(|item| check(&Kind::Table(table), table.name, item, sink)),
        Kind::Map { key, value, empty } => check_map(*key, value, *empty, subject, node, sink),
        Kind::List(item) | Kind::Many(item) => check_list(item, subject, node, sink),
        Kind::Either(kinds) => check_either(kinds, subject, node, sink),
        Kind::Slice => node.items().for_each(|item| check(&Kind::Percent, subject, item, sink)),
        _ => check_leaf(kind, subject, node, sink),
    }
}

/// Whether a value has the TOML type that a kind takes.
fn fits(kind: &Kind, node: Node<'_>) -> bool {
    let value = node.value;
    match kind {
        Kind::Text | Kind::Name | Kind::Word(_) | Kind::Dotted | Kind::Pointer | Kind::Hub => value.is_str(),
        Kind::Whole { .. } | Kind::Version(_) => value.is_integer(),
        Kind::Flag | Kind::Only(_) => value.is_bool(),
        Kind::Percent => value.is_integer() || value.is_float(),
        Kind::Scalar => value.is_str() || value.is_integer() || value.is_bool(),
        Kind::Object | Kind::Table(_) | Kind::Map { .. } => value.is_table(),
        Kind::Entries(_) => value.is_array() && node.items().all(|item| item.value.is_table()),
        Kind::List(_) => value.is_array(),
        Kind::Slice => node.items().count() == 2,
        Kind::Many(item) => value.is_array() || fits(item, node),
        Kind::Either(kinds) => kinds.iter().any(|kind| fits(kind, node)),
    }
}

/// Whether a value not only has the type, but also the words, by which alternatives of one type are told apart.
fn is_meant(kind: &Kind, node: Node<'_>) -> bool {
    match kind {
        Kind::Word(words) => node.text().is_some_and(|text| words.contains(&text)),
        Kind::Table(table) => {
            node.pairs().any(|pair| pair.node.table().is_some() && table.word(pair.key).is_some())
                || barely(table, node)
        }
        _ => fits(kind, node),
    }
}

/// A table of which some word is there, where nothing else would take a table.
fn barely(table: &Table, node: Node<'_>) -> bool {
    node.pairs().any(|pair| table.word(pair.key).is_some_and(|word| fits(&word.kind, pair.node)))
}

fn check_either(kinds: &[Kind], subject: &str, node: Node<'_>, sink: &mut Sink) {
    let meant = kinds.iter().find(|kind| is_meant(kind, node));
    if let Some(kind) = meant.or_else(|| kinds.iter().rfind(|kind| fits(kind, node))) {
        check(kind, subject, node, sink);
    }
}

fn check_table(table: &Table, node: Node<'_>, sink: &mut Sink) {
    if node.pairs().next().is_none()
        && !table.may_be_empty
        && table.words.iter().all(|word| word.need == Need::Optional)
    {
        let words: Vec<&str> = table.words.iter().map(|word| word.name).collect();
        let empty = Diagnostic::new(Code::Empty, node.span(), format!("the {} is empty", table.name));
        return sink.push(empty.help(format!("write {}, or leave it out", listing(&words))));
    }
    for pair in node.pairs() {
        match table.word(pair.key) {
            Some(word) => check(&word.kind, word.name, pair.node, sink),
            None => sink.push(unknown_key(table, node, pair)),
        }
    }
    for word in table.words {
        if word.need == Need::Required && is_missing(word, node) {
            sink.push(missing_key(table, node, word));
        }
    }
}

/// A list of tables without one is as good as none.
fn is_missing(word: &Word, node: Node<'_>) -> bool {
    let entries = matches!(word.kind, Kind::Entries(_));
    node.get(word.name).is_none_or(|given| entries && given.value.as_array().is_some_and(|list| list.is_empty()))
}

fn missing_key(table: &Table, node: Node<'_>, word: &Word) -> Diagnostic {
    let message = format!("the {} has no `{}`", subject_of(table, node), word.name);
    let at = node.get(word.name).map_or(node.span(), |given| given.span());
    let how = match word.kind {
        Kind::Entries(_) => format!("[[{}]]", word.name),
        Kind::Version(known) => format!("{} = {known}", word.name),
        _ => format!("{} = …", word.name),
    };
    Diagnostic::new(Code::MissingKey, at, message).help(format!("add `{how}`: {}", lower(word.doc)))
}

/// The entry by its name, where it has one.
fn subject_of(table: &Table, node: Node<'_>) -> String {
    match node.text_of("name") {
        Some(name) => format!("{} `{name}`", table.name),
        None => table.name.into(),
    }
}

fn unknown_key(table: &Table, node: Node<'_>, pair: Pair<'_>) -> Diagnostic {
    if let Some(barred) = table.barred.iter().find(|barred| barred.name == pair.key) {
        let message = format!("the {} must not use `{}`", table.name, barred.name);
        return Diagnostic::new(barred.code, pair.key_span(), message).help(barred.why);
    }
    let message = format!("unknown key `{}` in the {}", pair.key, subject_of(table, node));
    let diagnostic = Diagnostic::new(Code::UnknownKey, pair.key_span(), message);
    diagnostic.help(advice(pair.key, table.words.iter().map(|word| word.name)))
}

fn check_map(key: Key, value: &Kind, empty: bool, subject: &str, node: Node<'_>, sink: &mut Sink) {
    if !empty && node.pairs().next().is_none() {
        let diagnostic = Diagnostic::new(Code::Empty, node.span(), format!("`{subject}` is empty"));
        sink.push(diagnostic.help("name at least one"));
    }
    for pair in node.pairs() {
        let wrong = match key {
            Key::Name => Name::parse(pair.key).err().map(|error| (Code::BadName, format!("`{}` {error}", pair.key))),
            Key::Pointer => {
                Pointer::parse(pair.key).err().map(|error| (Code::BadPointer, format!("`{}` {error}", pair.key)))
            }
            Key::Text => None,
        };
        if let Some((code, message)) = wrong {
            sink.push(Diagnostic::new(code, pair.key_span(), message).help(form(code, pair.key)));
        }
        check(value, pair.key, pair.node, sink);
    }
}

fn check_list(item: &Kind, subject: &str, node: Node<'_>, sink: &mut Sink) {
    if node.value.is_array() && node.items().next().is_none() {
        let diagnostic = Diagnostic::new(Code::Empty, node.span(), format!("the list `{subject}` is empty"));
        sink.push(diagnostic.help("name at least one"));
    }
    node.many().for_each(|node| check(item, subject, node, sink));
}

fn check_leaf(kind: &Kind, subject: &str, node: Node<'_>, sink: &mut Sink) {
    if let Some((code, message, help)) = leaf(kind, subject, node) {
        sink.push(Diagnostic::new(code, node.span(), message).help(help));
    }
}

/// What is wrong with a value of the right type: code, message, help.
fn leaf(kind: &Kind, subject: &str, node: Node<'_>) -> Option<(Code, String, String)> {
    let text = node.text().unwrap_or_default();
    let formed =
        |code: Code, wrong: Option<String>| wrong.map(|wrong| (code, format!("`{text}` {wrong}"), form(code, text)));
    match kind {
        Kind::Text if text.is_empty() => {
            Some((Code::Empty, format!("`{subject}` is empty"), "write something between the quotes".into()))
        }
        Kind::Name => formed(Code::BadName, Name::parse(text).err().map(|error| format!("{error}"))),
        Kind::Pointer => formed(Code::BadPointer, Pointer::parse(text).err().map(|error| format!("{error}"))),
        Kind::Hub => formed(Code::BadHub, HubName::parse(text).err().map(|error| format!("{error}"))),
        Kind::Dotted => formed(Code::BadVersion, Version::parse(text).is_none().then(|| "is no version".into())),
        Kind::Word(words) if !words.contains(&text) => {
            Some((Code::UnknownWord, format!("`{subject}` cannot be `{text}`"), advice(text, words.iter().copied())))
        }
        Kind::Whole { least, most } => out_of_range(*least, *most, subject, node),
        Kind::Version(known) if node.whole() != Some(i64::from(*known)) => Some((
            Code::UnknownVersion,
            format!("version {} of `{subject}` is not known to this release", number(node)),
            format!("write `{subject} = {known}`"),
        )),
        Kind::Only(flag) if node.flag() == Some(!flag) => Some((
            Code::UnknownWord,
            format!("`{subject}` cannot be `{}`", !flag),
            format!("write `{subject} = {flag}`, or leave it out"),
        )),
        Kind::Percent => bad_percent(node),
        Kind::Scalar if node.value.is_integer() && node.whole().is_none() => {
            Some((Code::OutOfRange, format!("`{subject}` is out of range"), "write a whole number of 64 bits".into()))
        }
        _ => None,
    }
}

fn out_of_range(least: i64, most: i64, subject: &str, node: Node<'_>) -> Option<(Code, String, String)> {
    let within = node.whole().is_some_and(|number| (least..=most).contains(&number));
    (!within).then(|| {
        let help = format!("write a whole number from {} to {}", grouped(least), grouped(most));
        (Code::OutOfRange, format!("`{subject}` cannot be {}", number(node)), help)
    })
}

fn bad_percent(node: Node<'_>) -> Option<(Code, String, String)> {
    let error = Percent::parse(node.number().unwrap_or_default()).err()?;
    let number = number(node);
    Some((Code::BadPercent, format!("`{number}` {error}"), form(Code::BadPercent, &number)))
}

/// A number as it is written.
fn number(node: Node<'_>) -> String {
    let decimal = node.number().map(String::from);
    decimal.or_else(|| node.whole().map(|number| format!("{number}"))).unwrap_or_else(|| "this number".into())
}

/// How a thing is written of which this code says that it is written wrongly; where `text` is nearly right, as it would
/// be.
fn form(code: Code, text: &str) -> String {
    let mended = match code {
        Code::BadName => Some(text.to_lowercase().replace(' ', "-")).filter(|name| Name::parse(name).is_ok()),
        Code::BadPointer => Some(format!("/{text}")).filter(|pointer| Pointer::parse(pointer).is_ok()),
        _ => None,
    };
    match mended {
        Some(mended) => format!("write `{mended}`"),
        None => rule(code).into(),
    }
}

fn rule(code: Code) -> &'static str {
    match code {
        Code::BadName => {
            "write lower-case letters, digits, `.`, `_` and `-`, at most 64, beginning with a letter or digit"
        }
        Code::BadPointer => "write a JSON pointer such as `/tags/geo`, with `~0` for `~` and `~1` for `/`",
        Code::BadHub => "write the hub's host name, such as `contoso-eu-1.azure-devices.net`",
        Code::BadVersion => "write dotted numbers such as `12.0.2.5`",
        _ => "write a number from 0 to 100 with at most three decimals, such as `12.5`",
    }
}

fn wrong_type(kind: &Kind, subject: &str, node: Node<'_>) -> Diagnostic {
    let found = match node.value.type_str() {
        "string" => "a text",
        "integer" => "a whole number",
        "float" => "a number with a point",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "table" => "a table",
        _ => "a date or time",
    };
    Diagnostic::new(Code::WrongType, node.span(), format!("`{subject}` cannot be {found}"))
        .help(format!("write {}", described(kind)))
}

/// What a kind takes, in words.
fn described(kind: &Kind) -> String {
    match kind {
        Kind::Text => "a text in quotes".into(),
        Kind::Name => "a name in quotes".into(),
        Kind::Whole { least, most } => format!("a whole number from {} to {}", grouped(*least), grouped(*most)),
        Kind::Version(known) => format!("`{known}`"),
        Kind::Flag => "`true` or `false`".into(),
        Kind::Only(flag) => format!("`{flag}`"),
        Kind::Word(words) => listing(
            &words
                .iter()
                .map(|word| format!("\"{word}\""))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
        ),
        Kind::Percent => "a percentage from 0 to 100".into(),
        Kind::Slice => "two percentages such as `[5, 25]`".into(),
        Kind::Dotted => "a version in quotes, such as `\"12.0\"`".into(),
        Kind::Pointer => "a JSON pointer in quotes".into(),
        Kind::Hub => "a host name in quotes".into(),
        Kind::Scalar => "a text, a whole number, `true` or `false`".into(),
        Kind::Object => "a table".into(),
        Kind::Table(table) => {
            format!("a table with {}", listing(&table.words.iter().map(|word| word.name).collect::<Vec<_>>()))
        }
        Kind::Entries(_) => "a list of tables: their headers have two brackets, `[[ ]]`".into(),
        Kind::Map { key, value, .. } => format!("a table of {}, each with {}", keys(*key), described(value)),
        Kind::List(item) => format!("a list of {}", described(item)),
        Kind::Many(item) => format!("{} or a list of these", described(item)),
        Kind::Either(kinds) => kinds.iter().map(described).collect::<Vec<_>>().join(", or "),
    }
}

fn keys(key: Key) -> &'static str {
    match key {
        Key::Name => "names",
        Key::Pointer => "JSON pointers",
        Key::Text => "texts",
    }
}

/// A number with its thousands apart.
fn grouped(number: i64) -> String {
    let digits = format!("{}", number.unsigned_abs());
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// A sentence as the continuation of another.
fn lower(sentence: &str) -> String {
    let mut chars = sentence.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
