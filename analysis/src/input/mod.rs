//! Exact partitions of what a policy looks at.
//!
//! A policy asks finitely many questions about each of its inputs, so each input falls into finitely many classes: the
//! policy cannot tell the members of a class apart. All classes together are proof material: what holds for one
//! example of each class holds for every input there is.
//!
//! - [`text`] partitions registration IDs and the names of enrollment groups.
//! - [`value`] partitions what can stand at a place of a JSON document, and builds documents from classes.
//!
//! Both are exact: every class has an example, and every input is in a class.

mod answer;
pub mod text;
pub mod value;

use alloc::collections::BTreeMap;

pub use answer::Answer;

/// Texts that are looked up, each with the number that stands for it in [`Answer::Key`]. Keys that lead to the same
/// share a number, and there are fewer classes.
pub type Keys<'p> = BTreeMap<&'p str, u32>;

/// There are more classes than the budget allows to look for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLarge;

impl core::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("too large to prove")
    }
}

impl core::error::Error for TooLarge {}
