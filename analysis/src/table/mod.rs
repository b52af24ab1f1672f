//! A policy as the decision table that it is: each case that it tells apart, and what becomes of its devices.

mod case;
mod cases;
mod gets;
mod share;

use alloc::string::String;
use alloc::vec::Vec;

use placement::Policy;
use serde::Serialize;

use crate::input::TooLarge;

pub use case::{Candidate, Case, MovedOn, NewDevice, Place, Tier, Value};
pub use gets::{Gets, Way};
pub use share::{Share, Shares};

/// All cases of a policy, all hubs being linked.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Table {
    /// The attributes that stamps serve, in file order.
    pub attributes: Vec<String>,
    /// The cases: pins first, then descriptions in the order of their values.
    pub cases: Vec<Case>,
}

impl Table {
    /// The table of a policy.
    ///
    /// # Errors
    /// There are too many cases.
    pub fn of(policy: &Policy) -> Result<Self, TooLarge> {
        Ok(Self { attributes: attributes(policy), cases: cases::of(policy)? })
    }

    /// The same with cases put together that come to the same and differ in one attribute alone, as long as there are
    /// such.
    ///
    /// # Errors
    /// There are too many cases.
    pub fn merged(policy: &Policy) -> Result<Self, TooLarge> {
        Ok(Self { attributes: attributes(policy), cases: cases::merged(policy)? })
    }
}

fn attributes(policy: &Policy) -> Vec<String> {
    let placing = policy.attributes().iter().filter(|attribute| attribute.places);
    placing.map(|attribute| attribute.name.as_str().into()).collect()
}
