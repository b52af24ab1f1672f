//! Differences between policies, and what they do to a fleet.

mod edits;
mod fleet;
#[path = "../lines/mod.rs"]
mod lines;
