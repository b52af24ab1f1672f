//! Explanations: what they say is true of the decision, and what would have to change is what changes it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, its helpers too")]

mod contests;
mod corpus;
mod edges;
#[path = "../lines/mod.rs"]
mod lines;
mod otherwise;
mod reasons;
mod schema;
