//! What can be said about a policy beyond one decision.
//!
//! - [`test_file`] reads files of tests: requests, and what must come of them.
//! - [`Native`] decides about a request as the component does, and [`judge()`] holds an answer against an expectation.
//! - [`explanation`] says of a decision why it came out so, and what would have to change for another.
//! - [`coverage`] folds traces into what of a policy its tests exercise.
//! - [`edit`] changes a policy's text, and keeps its comments and its layout.
//! - [`fleet`] reads and makes the devices to try a policy on, millions of them, and proposes such for a policy.
//! - [`population`] holds what is decided about a whole fleet against an expectation.
//! - [`simulation`] counts what is decided about a whole fleet, and what would be if stamps were down.
//! - [`difference`] compares two policies on a fleet: who moves, by which edit, and how many would have to.
//! - [`picture`] lays out the picture of who goes where.
//! - [`plan`] finds the way from one policy to another in steps, and the way back from each.
//! - [`replay`] decides about recorded requests, also by two policies to compare.
//! - [`mutation`] changes policies in small ways, to see whether tests notice.
//! - [`check`] says what a policy does that its author may not have meant, for every device that there can be, and
//!   [`table`] each case that it tells apart.
//! - [`input`] partitions what a policy looks at into classes that it cannot tell apart, for proofs.
//! - [`mod@format`] lays policies and test files out in the one way.
//! - [`completion`] proposes what could stand at a place of a policy that is being typed.
//! - [`start`] begins a policy and its tests, from the hubs that there are.
//! - [`mod@schema`] and [`mod@reference`] write down the policy language, for editors and for people, from the one table of
//!   its words that the reader uses too.
//!
//! ```
//! let policy = placement::Policy::parse(r#"
//!     language = 1
//!     hash     = 1
//!     policy   = "smallest"
//!     seed     = "smallest"
//!
//!     [[stamp]]
//!     name     = "home"
//!     hub      = "example-hub.azure-devices.net"
//!     capacity = 1000
//! "#).map_err(|diagnostics| diagnostics[0].message.clone())?.policy;
//!
//! let draft = analysis::test_file::Draft::parse(r#"
//!     [[test]]
//!     name    = "a press goes home"
//!     request = { registration-id = "press-0042" }
//!     expect  = { stamp = "home", how = "placed" }
//! "#).map_err(|diagnostics| diagnostics[0].message.clone())?;
//! let tests = draft.against(&policy).map_err(|diagnostics| diagnostics[0].message.clone())?;
//!
//! let analysis::test_file::Request::Body(body) = &tests[0].request else { panic!("a table was given") };
//! let native = analysis::Native::decide(&policy, body);
//! assert_eq!(analysis::judge(&policy, &tests[0].expect, &native.reply, &native), []);
//! # Ok::<(), String>(())
//! ```
//!
//! It is pure: it reads no file and asks no webhook. Whoever calls it does.
#![no_std]

extern crate alloc;

mod because;
mod body;
pub mod check;
pub mod clause;
pub mod completion;
pub mod coverage;
pub mod difference;
pub mod edit;
pub mod explanation;
mod failed;
pub mod fleet;
pub mod format;
pub mod input;
mod judge;
mod lines;
pub mod mutation;
mod native;
mod part;
pub mod picture;
mod place;
pub mod plan;
pub mod population;
mod proof;
pub mod rebalance;
pub mod reference;
pub mod replay;
mod reply;
pub mod schema;
pub mod simulation;
pub mod start;
pub mod table;
pub mod test_file;

pub use because::because;
pub use failed::failed;
pub use judge::{Mismatch, judge};
pub use lines::Lines;
pub use native::Native;
pub use part::{Part, parts, passed_over};
pub use place::Place;
pub use reply::Reply;
