//! The tool `stamp` as a library: what its commands and its tests share.
//!
//! The component is loaded and run as it ships; it is never linked as a library. What the tool does by itself is
//! files, threads, sockets and rendering.

pub mod built_in;
pub mod cli;
pub mod command;
mod exit_status;
mod fleet;
pub mod host;
mod output;
pub mod render;
pub mod server;

pub use exit_status::ExitStatus;
pub use output::{Color, Output};
