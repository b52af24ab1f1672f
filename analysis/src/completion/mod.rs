//! What could stand at a place of a policy that is being typed, for editors.
//!
//! The text need not be a policy, nor TOML: a text without its closing quotes, a header without its brackets and a key
//! without a value hide nothing behind them. The words come from the table that the reader uses too; names, values and
//! pointers from what stands in the text.

mod brackets;
mod cursor;
mod frame;
mod headers;
mod keys;
mod known;
mod outline;
mod placeholders;
mod proposal;
mod scan;
mod slot;
mod tokens;
mod values;

use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;

use cursor::Cursor;
use known::Known;

pub use proposal::{Proposal, Proposed};

/// What could stand at a place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Completion {
    /// The bytes that an option takes the place of: what has been typed of it, empty if nothing has.
    pub replaces: Range<usize>,
    /// At least one, each other than the rest. They are not held against what has been typed: that is the editor's.
    pub options: Vec<Proposal>,
}

/// What could stand where the cursor is: `at` is its offset in bytes. `None` where nothing is known, such as in a comment,
/// behind a value or within a number.
///
/// It reads the text once and remembers nothing, so that it can be asked at each key that is pressed.
pub fn complete(source: &str, at: usize) -> Option<Completion> {
    if !source.is_char_boundary(at) {
        return None;
    }
    let (outline, cursor) = scan::scan(source, at);
    let (replaces, options) = match cursor? {
        Cursor::Header { span, path } => {
            let options = headers::headers(&outline, &path, span.start);
            (span, options)
        }
        Cursor::Key { table, span, first, goes_on } => {
            let known = Known::new(&outline, span.start);
            let mut options = keys::keys(&known, table, first, goes_on);
            if first && !goes_on {
                options.extend(headers::headers(&outline, &[], span.start));
            }
            (span, options)
        }
        Cursor::Value(typed) => values::values(source, at, &Known::new(&outline, typed.span.start), &typed),
    };
    (!options.is_empty()).then_some(Completion { replaces, options })
}
