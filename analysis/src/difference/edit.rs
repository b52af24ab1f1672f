//! One edit between two policies, as a person would name it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

/// What an edit changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// The kind of the entry in the policy language's word, such as `rule` or `stamp`; of what stands in no entry `list`,
    /// `answer` or `policy`.
    pub kind: &'static str,
    /// The attribute that a rule belongs to.
    pub attribute: Option<String>,
    /// The name of the entry or list.
    pub name: Option<String>,
}

/// What happens to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum Change {
    /// The entry, or the word in it, is new.
    Added {
        /// The word, by its keys with dots between; none of a whole entry.
        word: Option<String>,
        /// What it says.
        to: Option<String>,
    },
    /// The entry, or the word in it, is gone.
    Removed {
        /// The word.
        word: Option<String>,
        /// What it said.
        from: Option<String>,
    },
    /// A word says something else.
    Changed {
        /// The word; none of a list.
        word: Option<String>,
        /// What it said.
        from: String,
        /// What it says.
        to: String,
    },
    /// The entry stands elsewhere among its like.
    Moved {
        /// The entry before it; none if it is the first.
        behind: Option<String>,
    },
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// What it is about.
    #[serde(flatten)]
    pub subject: Subject,
    /// What happens to it.
    #[serde(flatten)]
    pub change: Change,
    /// The line on which it is seen, counted from 1: of the new text, or of the old one for what is gone.
    pub line: usize,
    /// Where it comes among the edits: bytes of the new text.
    #[serde(skip)]
    pub(super) at: usize,
}

impl Subject {
    /// As a person would name it: "rule `EU canary` of `release`".
    pub fn words(&self) -> String {
        let name = self.name.as_ref().map(|name| format!(" `{name}`")).unwrap_or_default();
        let of = self.attribute.as_ref().map(|attribute| format!(" of `{attribute}`")).unwrap_or_default();
        format!("{}{name}{of}", self.kind)
    }
}

impl Edit {
    /// What the edit does, in words, without its line: "rule `EU canary` of `release`: `percent` 5 becomes 25".
    pub fn words(&self) -> String {
        let subject = self.subject.words();
        match &self.change {
            Change::Added { word: None, .. } => format!("{subject} is new"),
            Change::Removed { word: None, .. } => format!("{subject} is gone"),
            Change::Added { word: Some(word), to } => {
                format!("{subject}: `{} = {}` is new", short(word), to.as_deref().unwrap_or_default())
            }
            Change::Removed { word: Some(word), from } => {
                format!("{subject}: `{} = {}` is gone", short(word), from.as_deref().unwrap_or_default())
            }
            Change::Changed { word: Some(word), from, to } => {
                format!("{subject}: `{}` {from} becomes {to}", short(word))
            }
            Change::Changed { word: None, from, to } => format!("{subject}: {from} becomes {to}"),
            Change::Moved { behind: Some(behind) } => format!("{subject} stands behind `{behind}` now"),
            Change::Moved { behind: None } => format!("{subject} stands first now"),
        }
    }

    /// Whether what it is about stands in the old text alone.
    pub fn is_gone(&self) -> bool {
        matches!(self.change, Change::Removed { .. })
    }

    /// The changed word by its keys with dots between, if it is one.
    pub fn word(&self) -> Option<&str> {
        match &self.change {
            Change::Added { word, .. } | Change::Removed { word, .. } | Change::Changed { word, .. } => word.as_deref(),
            Change::Moved { .. } => None,
        }
    }
}

/// A word without the keys that everybody knows it stands under.
fn short(word: &str) -> String {
    let known = ["when", "cohort"];
    let keys: Vec<&str> = word.split('.').collect();
    let from = keys.iter().take(keys.len().saturating_sub(1)).take_while(|key| known.contains(key)).count();
    keys.get(from..).unwrap_or_default().join(".")
}
