use alloc::string::String;
use alloc::vec::Vec;

use placement::Diagnostic;
use serde::Serialize;
use serde_json::Value;

use super::Code;

/// Something that was found out about a policy.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// What, and where.
    pub diagnostic: Diagnostic<Code>,
    /// The name of the entry that it is about, by which exceptions refer to it.
    pub entry: String,
    /// A device that shows it.
    pub example: Option<Example>,
}

/// A device that shows what was found. The decision itself was asked about it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Example {
    /// The body of its request, as DPS sends it.
    pub request: Value,
    /// Stamps that have to be down for it, besides those that are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub down: Vec<String>,
    /// What the policy decides about it, and why, in one line.
    pub shows: String,
}

impl Finding {
    /// A finding about the entry of this name.
    pub(crate) fn new(diagnostic: Diagnostic<Code>, entry: impl Into<String>) -> Self {
        Self { diagnostic, entry: entry.into(), example: None }
    }

    /// The same with a device that shows it.
    #[must_use]
    pub(crate) fn example(mut self, example: Option<Example>) -> Self {
        self.example = example;
        self
    }
}
