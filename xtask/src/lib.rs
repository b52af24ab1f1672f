//! The build steps that cargo cannot express.
//!
//! There is one: the Wasm component. Three callers need the very same bytes of it, so that what the tests ran is what
//! ships: `host-test`'s build script, which embeds them, `spin build`, and CI. They all come here.
//!
//! ```no_run
//! use std::path::Path;
//!
//! let artifact = xtask::build_component(Path::new("."), xtask::ALLOCATOR, &xtask::Tools::from_environment())?;
//! println!("{}", artifact.display());
//! # Ok::<(), xtask::Error>(())
//! ```
//!
//! It has no dependencies, because everything waits for it.

mod component;
mod environment;
mod error;
mod remap;
mod target;
mod tools;

pub use component::{ALLOCATOR, ARTIFACT, build_component, install};
pub use error::Error;
pub use target::TARGET;
pub use tools::Tools;
