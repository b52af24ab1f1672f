//! Those who decide, each in a file of its own.

#[cfg(feature = "cedar")]
pub mod cedar;
pub mod datalogic;
pub mod floor;
pub mod ours;
pub mod rego;
pub mod unleash;
