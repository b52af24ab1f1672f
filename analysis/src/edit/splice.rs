use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// A change of a text: some bytes of it, and what comes in their place.
#[derive(Clone, Debug)]
pub(super) struct Splice {
    pub(super) replaced: Range<usize>,
    pub(super) by: String,
}

impl Splice {
    /// A text that is put in.
    pub(super) fn insert(at: usize, by: String) -> Self {
        Self { replaced: at..at, by }
    }
}

/// The text with these changes, none of which touches what another does.
pub(super) fn apply(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| splice.replaced.start);
    let mut applied = String::with_capacity(text.len());
    let mut from = 0;
    for splice in &splices {
        applied.push_str(text.get(from..splice.replaced.start).unwrap_or_default());
        applied.push_str(&splice.by);
        from = splice.replaced.end;
    }
    applied.push_str(text.get(from..).unwrap_or_default());
    applied
}
