use alloc::string::String;

use serde::Serialize;

/// Something that could stand at a place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Proposal {
    /// What is to be inserted, with its quotes or brackets; behind a key stands ` = ` if none does yet.
    pub text: String,
    /// What a list shows: without quotes, brackets and ` = `.
    pub label: String,
    /// What it is.
    pub kind: Proposed,
    /// What a key takes, or more of what it is, in a few words.
    pub detail: String,
    /// What the language says of the word, or the policy of the stamp; of a value, what it says of the word that takes it.
    pub doc: String,
}

/// What a proposal is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proposed {
    /// A key of the language.
    Key,
    /// A header with its brackets.
    Header,
    /// A word of the language that is a value, such as `"open"` or `true`.
    Word,
    /// A value of an attribute.
    Value,
    /// An attribute.
    Attribute,
    /// A stamp.
    Stamp,
    /// A list of `[lists]`.
    List,
    /// A label.
    Label,
    /// A value of a label.
    LabelValue,
    /// A place in a twin or payload that the policy looks at elsewhere.
    Pointer,
    /// A value that the policy expects elsewhere at the same place of a twin or payload.
    Field,
    /// An enrollment group that the policy mentions elsewhere.
    Group,
    /// A cohort that the policy has elsewhere.
    Cohort,
    /// A kind of finding of the analysis.
    Finding,
    /// An entry, by its name.
    Entry,
    /// A placeholder of the answer.
    Placeholder,
}
