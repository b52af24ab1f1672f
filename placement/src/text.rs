//! Tests of texts that DPS attests: registration IDs and the names of enrollment groups.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::glob::Glob;
use crate::short::{FEW, begins, contains, ends, same};

/// What a text must meet: all of the tests.
#[derive(Clone, Debug)]
pub struct TextTest(pub(crate) Vec<TextPattern>);

impl TextTest {
    /// The tests, all of which it must meet.
    pub fn patterns(&self) -> &[TextPattern] {
        &self.0
    }

    /// Whether a text, folded to lower case, meets all tests.
    pub fn matches(&self, text: &str) -> bool {
        self.0.iter().all(|pattern| pattern.matches(text))
    }
}

/// One way to match a text: one of several patterns of a kind, all folded to lower case.
#[derive(Clone, Debug)]
pub enum TextPattern {
    /// The text is in one of the lists.
    Lists(Vec<TextList>),
    /// The text begins with one of these.
    Prefix(Vec<Box<str>>),
    /// The text ends with one of these.
    Suffix(Vec<Box<str>>),
    /// The text contains one of these.
    Contains(Vec<Box<str>>),
    /// The whole text fits one of these.
    Glob(Vec<Glob>),
}

impl TextPattern {
    /// Whether a text, folded to lower case, fits one of the patterns.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Lists(lists) => lists.iter().any(|list| list.contains(text)),
            Self::Prefix(prefixes) => prefixes.iter().any(|prefix| begins(text, prefix)),
            Self::Suffix(suffixes) => suffixes.iter().any(|suffix| ends(text, suffix)),
            Self::Contains(parts) => parts.iter().any(|part| contains(text, part)),
            Self::Glob(globs) => globs.iter().any(|glob| glob.matches(text)),
        }
    }
}

/// Whole texts, folded and sorted. Cheap to share: a list may hold a hundred thousand.
#[derive(Clone, Debug)]
pub struct TextList(Arc<[Box<str>]>);

impl TextList {
    /// The texts, sorted; no two are the same.
    pub fn texts(&self) -> &[Box<str>] {
        &self.0
    }

    fn contains(&self, text: &str) -> bool {
        match &*self.0 {
            few if few.len() <= FEW => few.iter().any(|listed| same(listed, text)),
            many => many.binary_search_by(|listed| (**listed).cmp(text)).is_ok(),
        }
    }
}

impl<'t> FromIterator<&'t str> for TextList {
    fn from_iter<I: IntoIterator<Item = &'t str>>(texts: I) -> Self {
        let mut texts: Vec<Box<str>> = texts.into_iter().map(fold).map(String::into_boxed_str).collect();
        texts.sort_unstable();
        texts.dedup();
        Self(texts.into())
    }
}

/// A text in lower case (ASCII), as registration IDs are compared.
pub(crate) fn fold(text: &str) -> String {
    text.to_ascii_lowercase()
}
