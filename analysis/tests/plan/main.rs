//! Plans: the way from one policy to another in steps, and the ways back.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod any;
mod steps;
mod walked;

#[path = "../lines/mod.rs"]
mod lines;
