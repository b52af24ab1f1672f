//! The component that ships, and one that tries its host, in the host of the tool.
//!
//! One binary, so that each component is compiled once.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod building;
mod corpus;
mod fleet;
mod fuel;
mod imports;
mod limits;
mod manifest;
mod offer;
mod reproducible;
mod reuse;
mod server;
mod support;
mod webhook;
