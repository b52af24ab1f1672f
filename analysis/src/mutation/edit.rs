use alloc::string::String;
use core::ops::Range;

/// A change of a text.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    /// What it does, in words.
    pub(crate) what: String,
    /// Where people look for it.
    pub(crate) place: Range<usize>,
    /// The bytes that it replaces.
    pub(crate) replaced: Range<usize>,
    /// What comes in their place.
    pub(crate) by: String,
}

impl Edit {
    /// An edit whose place is what it replaces.
    pub(crate) fn at(place: Range<usize>, by: String, what: String) -> Self {
        Self { what, replaced: place.clone(), place, by }
    }

    /// The text as it becomes.
    pub(crate) fn apply(&self, source: &str) -> Option<String> {
        let (before, after) = (source.get(..self.replaced.start)?, source.get(self.replaced.end..)?);
        Some([before, &self.by, after].concat())
    }
}
