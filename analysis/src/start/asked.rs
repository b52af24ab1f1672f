//! Hubs and geographies as they are asked for on a command line.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::str::FromStr;

use placement::rendezvous::Weight;

use super::Problem;

/// A hub, or a region of Azure for all linked hubs in it, with the capacity of its stamp: `HUB` or `HUB:CAPACITY`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// A host name, the part of one before the first dot, or a region.
    pub place: String,
    /// The number of devices that its stamp is built for.
    pub capacity: Option<u32>,
}

/// A geography with its hubs: `NAME=HUB,HUB…`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Geography {
    /// Its name, a value of the attribute `geo`.
    pub name: String,
    /// Its hubs; one at least.
    pub places: Vec<Asked>,
}

impl FromStr for Asked {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        if text.contains("://") {
            return Err(Problem::Url { text: text.trim().into() });
        }
        let Some((place, capacity)) = text.split_once(':') else {
            return Ok(Self { place: text.trim().into(), capacity: None });
        };
        let number = capacity.replace('_', "").parse().ok().filter(|number| (1..=Weight::MOST).contains(number));
        let problem = || Problem::Capacity { capacity: capacity.to_string() };
        Ok(Self { place: place.trim().into(), capacity: Some(number.ok_or_else(problem)?) })
    }
}

impl FromStr for Geography {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let (name, places) = text.split_once('=').ok_or(Problem::Geography)?;
        let places = places.split(',').map(Asked::from_str).collect::<Result<Vec<_>, _>>()?;
        if places.iter().any(|asked| asked.place.is_empty()) {
            return Err(Problem::Geography);
        }
        Ok(Self { name: name.trim().into(), places })
    }
}
