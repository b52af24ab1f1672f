//! The webhook by plain HTTP values, without a host: statuses, headers, keys, limits, health and log lines.
//!
//! The same through the Wasm component is tested where the component is hosted.

mod allocate;
mod health;
mod keys;
mod limits;
mod log;
mod routes;
mod setting;
