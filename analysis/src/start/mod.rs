//! The beginning of a policy: a policy that works, and its tests, from the hubs that there are.

mod asked;
mod azure;
mod plan;
mod policy;
mod problem;
mod test_file;

use alloc::string::String;

pub use asked::{Asked, Geography};
pub use azure::LinkedHub;
pub use problem::Problem;

use plan::Plan;

/// What a policy is begun from.
#[derive(Clone, Debug)]
pub struct Start<'a> {
    /// The policy's name.
    pub name: &'a str,
    /// What makes its seed one of its own.
    pub random: &'a str,
    /// The number of devices that a hub's stamp is built for where nothing says another.
    pub capacity: Option<u32>,
    /// Hubs that take devices of every geography.
    pub hubs: &'a [Asked],
    /// Geographies, the one for devices of which nothing is known first.
    pub geographies: &'a [Geography],
    /// The hubs that are linked to a DPS, and what it says of them.
    pub linked: &'a [LinkedHub],
}

/// The texts of a policy and of its test file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Texts {
    /// The policy.
    pub policy: String,
    /// Its test file.
    pub tests: String,
}

impl Start<'_> {
    /// A policy without problems, its tests, which it passes, both laid out as [`crate::format::format`] does it.
    ///
    /// # Errors
    /// What keeps these hubs and geographies from being a policy.
    pub fn texts(&self) -> Result<Texts, Problem> {
        let plan = Plan::of(self)?;
        Ok(Texts { policy: laid_out(policy::write(&plan)), tests: laid_out(test_file::write(&plan)) })
    }
}

fn laid_out(text: String) -> String {
    crate::format::format(&text).unwrap_or(text)
}
