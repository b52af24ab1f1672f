//! Hosting the component: what Spin does for it, offered by wasmtime.
//!
//! An [`Engine`] compiles the component once into a [`Guest`]. A [`Host`] is a guest with an [`Offer`]: the files and
//! variables that it may see. Hosts are cheap, so that thousands of policies can be tried on one guest.
//!
//! ```no_run
//! use std::collections::BTreeMap;
//! use host_test::host::{Application, Engine, Guest, Host, Limits, Log};
//!
//! # async fn ask() -> anyhow::Result<()> {
//! let guest = Guest::compile(&Engine::new()?, host_test::built_in::COMPONENT)?;
//! let application = Application::parse(host_test::built_in::MANIFEST)?;
//! let keys = BTreeMap::from([("webhook_keys".to_owned(), "0123456789abcdef".to_owned())]);
//! let offer = application.offer(&keys, |_file| Ok(host_test::built_in::POLICY.as_bytes().to_vec()))?;
//! let host = Host::new(&guest, offer, Limits::default(), Log::discard())?;
//! let response = host.request(http::Request::get("/healthz").body(bytes::Bytes::new())?).await;
//! assert_eq!(response.status(), 200);
//! # Ok(())
//! # }
//! ```
//!
//! What Spin offers and this does not: anything that `spin.toml` would have to ask for by a word that
//! [`Application::parse`] does not know, which is then an error.

mod application;
mod building;
mod engine;
mod failure;
mod guest;
#[expect(clippy::module_inception, reason = "each type has the file of its name")]
mod host;
mod limits;
mod log;
mod manifest;
mod offer;
mod outbound;
mod state;
mod template;
mod variables;
mod worker;

pub use application::Application;
pub use building::build_in;
pub use engine::Engine;
pub use failure::Failure;
pub use guest::Guest;
pub use host::Host;
pub use limits::Limits;
pub use log::Log;
pub use manifest::ManifestError;
pub use offer::{Offer, Variable};
