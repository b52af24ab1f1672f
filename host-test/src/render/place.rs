use serde::Serialize;

/// Where something stands in a text. Lines and columns are counted from 1, columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Place {
    /// The line on which it begins.
    pub(crate) line: usize,
    /// The column of its first character.
    pub(crate) column: usize,
    /// The line on which it ends.
    pub(crate) end_line: usize,
    /// The column behind its last character.
    pub(crate) end_column: usize,
}
