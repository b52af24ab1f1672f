use alloc::string::String;

use thiserror::Error;

use super::MOST;
use crate::fleet::unreadable::shown;

/// What keeps a sketch from being written as the description of a fleet.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Problem {
    /// The number of devices is out of range.
    #[error("a fleet of {devices} devices cannot be made: ask for 1 to 1000000000")]
    Devices {
        /// How many were asked for.
        devices: u64,
    },
    /// The seed is empty.
    #[error("the seed is empty: give it any text")]
    Seed,
    /// More devices are on hubs than there are.
    #[error("{on_hubs} of 100 devices cannot be on hubs: ask for 0 to 100")]
    OnHubs {
        /// How many of 100 were asked for.
        on_hubs: u32,
    },
    /// A name is no field, or one that no shares are given of.
    #[error("the field {}: {wrong}: {help}", shown(field))]
    Field {
        /// The name.
        field: String,
        /// What is wrong with it.
        wrong: String,
        /// What to write instead.
        help: String,
    },
    /// A field is there twice, or one is inside the other.
    #[error("the field {} has no room beside {}: leave one of them out", shown(field), shown(other))]
    Twice {
        /// The name.
        field: String,
        /// The name of the field before it.
        other: String,
    },
    /// A field cannot have a value.
    #[error("the field {} cannot have the value {}: {wrong}: {help}", shown(field), shown(value))]
    Value {
        /// The field.
        field: String,
        /// The value.
        value: String,
        /// What is wrong with it.
        wrong: String,
        /// What to write instead.
        help: String,
    },
    /// A share is out of range.
    #[error("{} of the field {} cannot have a share of {share}: give it 0 to {MOST}", shown(value), shown(field))]
    Share {
        /// The field.
        field: String,
        /// The value.
        value: String,
        /// Its share.
        share: u32,
    },
    /// The fields that are dealt by groups have too many combinations.
    #[error(
        "the field {} makes {groups} groups of devices, and {most} is the most: leave out some of its values",
        shown(field)
    )]
    Groups {
        /// The field that is too much.
        field: String,
        /// How many groups there would be up to it.
        groups: usize,
        /// How many there may be.
        most: usize,
    },
}
