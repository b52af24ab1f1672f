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
pub use share::Share;

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
        let placing = policy.attributes().iter().filter(|attribute| attribute.places);
        let attributes = placing.map(|attribute| attribute.name.as_str().into()).collect();
        Ok(Self { attributes, cases: cases::of(policy)? })
    }

    /// The same with cases put together that differ in one attribute alone, as long as there are such.
    #[must_use]
    pub fn merged(&self) -> Self {
        let mut cases: Vec<Case> = Vec::new();
        for case in &self.cases {
            cases.push(case.clone());
            while let Some((one, other)) = mergeable(&cases) {
                let absorbed = cases.remove(other);
                if let Some(case) = cases.get_mut(one) {
                    case.absorb(absorbed);
                }
            }
        }
        Self { attributes: self.attributes.clone(), cases }
    }
}

/// Two cases that can be put together, the first of them first.
fn mergeable(cases: &[Case]) -> Option<(usize, usize)> {
    let (last, before) = cases.split_last()?;
    let one = before.iter().rposition(|case| case.merges_with(last))?;
    Some((one, before.len()))
}
