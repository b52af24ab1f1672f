//! What can stand at a place of a JSON document: an initial twin, a payload.

mod candidate;
mod classes;
mod document;
mod question;
mod versions;

pub(crate) use candidate::unmentioned_text;
pub use classes::{Class, Classes};
pub use document::{conflict, document};
pub(crate) use question::Asked;
pub use question::Question;
