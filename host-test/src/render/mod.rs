//! How what the tool knows is shown: one renderer for each format.

pub mod diagnostic;
pub mod explanation;
mod finding;
mod format;
mod page;
mod place;
mod style;
pub mod tests;

pub use finding::Finding;
pub use format::Format;
pub use place::Place;
