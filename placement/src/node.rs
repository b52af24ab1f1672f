//! A value of the TOML tree with its place, and ways to look into it that never fail: what has another shape than is
//! asked for is nothing, because the check against the language's table has already reported it.

use alloc::borrow::Cow;
use alloc::format;
use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{BYTE_ORDER_MARK, Code, Diagnostic, Sink};

/// A text as TOML takes it apart.
pub struct Tree<'t>(Spanned<DeValue<'t>>);

impl<'t> Tree<'t> {
    /// Takes a text apart. Of one that is not TOML all syntax errors are reported; of one that is JSON, that it is.
    pub fn parse(source: &'t str, sink: &mut Sink) -> Option<Self> {
        if let Some(at) = beginning_of_json(source) {
            sink.push(
                Diagnostic::new(Code::Syntax, at, "not TOML: this begins as JSON does".into())
                    .help("write it as TOML: `key = value` on a line of its own, without the braces around all"),
            );
            return None;
        }
        let (table, errors) = DeTable::parse_recoverable(source);
        for error in &errors {
            sink.push(match error.span() {
                Some(span) => Diagnostic::new(Code::Syntax, span, format!("not TOML: {}", error.message())),
                None => too_many_parts(source),
            });
        }
        let span = table.span();
        errors.is_empty().then(|| Self(Spanned::new(span, DeValue::Table(table.into_inner()))))
    }

    /// The table that the whole text is.
    pub fn root(&self) -> Node<'_> {
        Node::new(&self.0)
    }
}

/// Where a text begins as JSON's objects and lists of objects do, and TOML never does. A syntax error for each of its
/// lines would hide what is wrong with it.
fn beginning_of_json(source: &str) -> Option<Range<usize>> {
    let text = source.trim_start_matches(|c: char| c.is_whitespace() || c == BYTE_ORDER_MARK);
    let start = source.len() - text.len();
    let list = text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'));
    (text.starts_with('{') || list).then_some(start..start + 1)
}

/// The most parts that a dotted key may have.
const MOST_PARTS: usize = 79;

/// The one error to which the TOML reader gives no place.
fn too_many_parts(source: &str) -> Diagnostic {
    let lines = source.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((*end - line.len(), line))
    });
    let (start, line) = lines
        .map(|(start, line)| (start, line.split('#').next().unwrap_or_default()))
        .find(|(_, line)| line.matches('.').count() >= MOST_PARTS)
        .unwrap_or_default();
    let key = line.trim();
    let start = start + (line.len() - line.trim_start().len());
    Diagnostic::new(
        Code::Syntax,
        start..start + key.len(),
        "not TOML that can be read: a key of very many parts".into(),
    )
    .help(format!("write at most {MOST_PARTS} parts with dots between"))
}

/// A value with its place.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(crate) value: &'t DeValue<'t>,
    start: usize,
    end: usize,
}

/// A key of a table with its place, and its value.
#[derive(Clone, Copy)]
pub struct Pair<'t> {
    /// The key.
    pub key: &'t str,
    start: usize,
    end: usize,
    /// The value.
    pub node: Node<'t>,
}

impl Pair<'_> {
    /// The place of the key: bytes of the text.
    pub fn key_span(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl<'t> Node<'t> {
    pub(crate) fn new(spanned: &'t Spanned<DeValue<'t>>) -> Self {
        let Range { start, end } = spanned.span();
        Self { value: spanned.get_ref(), start, end }
    }

    /// The place of the value: bytes of the text.
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The table that this is.
    pub fn table(&self) -> Option<&'t DeTable<'t>> {
        self.value.as_table()
    }

    /// The pairs of a table, in the order of their keys.
    pub fn pairs(&self) -> impl Iterator<Item = Pair<'t>> + use<'t> {
        self.table().into_iter().flat_map(|table| {
            table.iter().map(|(key, value)| {
                let Range { start, end } = key.span();
                let text: &'t Cow<'t, str> = key.get_ref();
                Pair { key: text, start, end, node: Node::new(value) }
            })
        })
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Self> {
        self.pair(key).map(|pair| pair.node)
    }

    /// The key itself with its value.
    pub fn pair(&self, key: &str) -> Option<Pair<'t>> {
        let (spanned, value) = self.table()?.get_key_value(key)?;
        let Range { start, end } = spanned.span();
        Some(Pair { key: spanned.get_ref(), start, end, node: Node::new(value) })
    }

    /// The items of a list.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'t> {
        self.value.as_array().into_iter().flat_map(|array| array.iter().map(Node::new))
    }

    /// Whether this is a list.
    pub fn is_list(&self) -> bool {
        self.value.is_array()
    }

    /// The items of a list, or the value itself.
    pub fn many(&self) -> impl Iterator<Item = Self> + use<'t> {
        let itself = (!self.value.is_array()).then_some(*self);
        itself.into_iter().chain(self.items())
    }

    /// The entries of a list of tables under a key.
    pub fn entries(&self, key: &str) -> impl Iterator<Item = Self> + use<'t> {
        self.get(key).into_iter().flat_map(|list| list.items())
    }

    /// The text that this is.
    pub fn text(&self) -> Option<&'t str> {
        self.value.as_str()
    }

    /// The text under a key.
    pub fn text_of(&self, key: &str) -> Option<&'t str> {
        self.get(key)?.text()
    }

    /// The boolean that this is.
    pub fn flag(&self) -> Option<bool> {
        self.value.as_bool()
    }

    /// The whole number that this is, if it fits into 64 bits.
    pub fn whole(&self) -> Option<i64> {
        let integer = self.value.as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    /// A number as it is written, if it is written in decimal.
    pub fn number(&self) -> Option<&'t str> {
        match self.value {
            DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str()),
            DeValue::Float(float) => Some(float.as_str()),
            _ => None,
        }
    }
}
