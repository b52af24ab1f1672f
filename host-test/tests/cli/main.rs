//! The tool as its users run it: arguments in, exit code and both streams out.
//!
//! One binary, so that it is linked once.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod client;
mod run;
mod serving;
mod simulate;
mod watching;
mod webhook;

mod build;
mod check;
mod command_line;
mod completions;
mod diff;
mod edit;
mod explain;
mod fleet;
mod fmt;
mod man;
mod new;
mod plan;
mod playground;
mod rebalance;
mod rebalance_unreached;
mod replay;
mod report;
mod schema;
mod serve;
mod table;
mod test;
