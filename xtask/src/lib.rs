//! The build steps that cargo cannot express.
//!
//! There are two: the Wasm component, and the page of `stamp playground` (feature `page`). Several callers need the very
//! same bytes of them, so that what the tests ran is what ships: `host-test`'s build script, which embeds them, `spin
//! build`, and CI. They all come here.
//!
//! ```no_run
//! use std::path::Path;
//!
//! let artifact = xtask::build_component(Path::new("."), xtask::ALLOCATOR, &xtask::Tools::from_environment())?;
//! println!("{}", artifact.display());
//! # Ok::<(), xtask::Error>(())
//! ```
//!
//! Without the feature it has no dependencies, because everything waits for it.

mod component;
mod environment;
mod error;
mod nested;
#[cfg(feature = "page")]
mod page;
mod remap;
mod target;
mod tools;

pub use component::{ALLOCATOR, ARTIFACT, TARGET, build_component, install};
pub use error::Error;
#[cfg(feature = "page")]
pub use page::{build_page, files};
pub use tools::Tools;
