//! Texts that DPS attests: registration IDs and the names of enrollment groups.
//!
//! Texts that a policy lists are taken one by one. All others are told apart by patterns and parts alone, each of which
//! is a finite automaton; a walk through the product of these finds every combination of answers, the shortest text of
//! each first.

mod alphabet;
mod budget;
mod classes;
mod determined;
mod domain;
mod examples;
mod globs;
mod machine;
mod part;
mod product;
mod question;
mod template;
mod trie;
mod walks;
mod words;

pub use classes::{Class, Classes};
pub use domain::Domain;
pub use examples::Examples;
pub use question::Question;
