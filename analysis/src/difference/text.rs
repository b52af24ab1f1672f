//! Values of a policy's text, written so that they can stand in another text.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::node::Node;

/// A value on the right of a `=`: as it stands in the source where it can, what has headers as inline tables.
pub(crate) fn value(node: Node<'_>, source: &str) -> String {
    match source.get(node.span()) {
        Some(text) if is_inline(node, source) => text.into(),
        _ if node.table().is_some() => {
            let pairs = node.pairs().map(|pair| format!("{} = {}", key(pair.key), value(pair.node, source)));
            table(pairs)
        }
        _ => list(node.items().map(|item| value(item, source))),
    }
}

/// Whether the value stands in one piece behind its key.
fn is_inline(node: Node<'_>, source: &str) -> bool {
    let begins = |with: char| source.get(node.span()).is_some_and(|text| text.starts_with(with));
    if node.table().is_some() {
        begins('{')
    } else {
        node.items().all(|item| item.table().is_none() || is_inline(item, source))
    }
}

/// A key, quoted where it must be: TOML's quoted keys are JSON's texts but for one character.
pub(crate) fn key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    match !key.is_empty() && key.chars().all(bare) {
        true => key.into(),
        false => quoted(key),
    }
}

/// A text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("{}", serde_json::Value::from(text)).replace('\u{7f}', "\\u007f")
}

/// An inline table.
pub(crate) fn table(pairs: impl Iterator<Item = String>) -> String {
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}

/// A list. Its items may end in comments.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}\n]", items.collect::<Vec<_>>().join(",\n"))
}

/// A text of these keys and values.
pub(super) fn document(pairs: impl Iterator<Item = (String, String)>) -> String {
    pairs.map(|(name, value)| format!("{} = {value}\n", key(&name))).collect()
}

/// Whether two values mean the same, however they are written.
pub(super) fn same(one: Node<'_>, other: Node<'_>) -> bool {
    match (one.table(), other.table()) {
        (Some(_), Some(_)) => {
            let (mut pairs, mut others) = (one.pairs(), other.pairs());
            one.pairs().count() == other.pairs().count()
                && pairs
                    .by_ref()
                    .zip(others.by_ref())
                    .all(|(one, other)| one.key == other.key && same(one.node, other.node))
        }
        (None, None) => scalar(one) == scalar(other) && items_are_same(one, other),
        _ => false,
    }
}

fn items_are_same(one: Node<'_>, other: Node<'_>) -> bool {
    one.items().count() == other.items().count() && one.items().zip(other.items()).all(|(one, other)| same(one, other))
}

/// What a value that is made of no others means.
fn scalar(node: Node<'_>) -> (Option<&str>, Option<bool>, Option<i64>, Option<&str>, bool) {
    let number = if node.whole().is_some() { None } else { node.number() };
    let is_list = node.is_list();
    (node.text(), node.flag(), node.whole(), number, is_list)
}

/// A value in a few words, for people.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}
