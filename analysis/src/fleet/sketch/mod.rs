//! Fleets in a few shares: what a page shows as sliders.
//!
//! A [`Sketch`] is proposed by what a policy looks at, its shares are moved, and it is written as the description of a
//! fleet, `*.fleet.toml`, which [`generate`](super::generate) makes devices of.
//!
//! ```
//! use analysis::fleet::{generate::Recipe, sketch::Sketch};
//! # let policy = placement::Policy::parse(r#"
//! #     language = 1
//! #     hash     = 1
//! #     policy   = "laundry"
//! #     seed     = "laundry"
//! #
//! #     [[attribute]]
//! #     name   = "geo"
//! #     values = ["eu", "us"]
//! #
//! #       [[attribute.rule]]
//! #       name = "country"
//! #       read = { payload = "/country" }
//! #       map  = { DE = "eu", FR = "eu", US = "us" }
//! #
//! #     [[stamp]]
//! #     name     = "home"
//! #     hub      = "example-hub.azure-devices.net"
//! #     capacity = 1000
//! #     serves   = { geo = "*" }
//! # "#).map_err(|diagnostics| diagnostics[0].message.clone())?.policy;
//!
//! // A map of DE, FR and US is all that this policy looks at.
//! let mut sketch = Sketch::of(&policy);
//! assert_eq!(sketch.fields[0].field, "payload/country");
//! let values = sketch.fields[0].values.iter().map(|value| (value.value.as_str(), value.share));
//! assert_eq!(values.collect::<Vec<_>>(), [("DE", 23), ("FR", 23), ("US", 23), ("", 30)]);
//!
//! sketch.devices = 1000;
//! sketch.fields[0].values[2].share = 100;
//! let text = sketch.description(&policy)?;
//! assert!(text.contains(r#"payload.country = { shares = { DE = 23, FR = 23, US = 100, "" = 30 } }"#), "{text}");
//! assert_eq!(Recipe::parse(&text).map(|recipe| recipe.devices()).ok(), Some(1000));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Each field is dealt by itself. A field whose values the description can deal by shares, a text, becomes one line of
//! it. Registration IDs, flags and what is no text in a document become groups: one for each combination of them.
//!
//! A sketch does not hold what is no share of a fleet: registration IDs that a policy names whole, and what a policy finds
//! out by itself, cohorts and the stamp that a device is on.

mod asked;
mod dealt;
mod names;
mod of;
mod places;
mod plan;
mod problem;
mod shares;
mod write;

use alloc::string::String;
use alloc::vec::Vec;

use placement::Policy;
use serde::{Deserialize, Serialize};

pub use problem::Problem;

/// The greatest share of a value.
pub const MOST: u32 = 1_000;

/// A fleet in a few shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sketch {
    /// How many devices there are, 1 to 1,000,000,000.
    pub devices: u64,
    /// What deals the values out: any text, but not none. With another seed other devices have them.
    pub seed: String,
    /// How many of 100 devices are on a hub already, dealt over the stamps by their capacities, whatever their states and
    /// whatever else the device has. The others are new.
    #[serde(default)]
    pub on_hubs: u32,
    /// What devices have, each field dealt by itself.
    #[serde(default)]
    pub fields: Vec<SketchField>,
}

/// A field of devices, and what they have in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SketchField {
    /// Its name, as a column of a fleet has it: `payload/country`, `twin/tags/pilot:json`, `enrollmentGroupId`,
    /// `individualEnrollment`, `attestation`, `iotEdge`, `neverReprovision`, `registrationId`.
    pub field: String,
    /// What people call it.
    pub title: String,
    /// The values with their shares. Where no share is above 0, no device has anything in the field.
    pub values: Vec<SketchValue>,
}

/// A value, and its share of the devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SketchValue {
    /// The value, as the column has it. Of `registrationId` it is a pattern of IDs, such as `press-{n:06}`.
    ///
    /// An empty one is none: nothing is at the place, the enrollment says nothing of it (and the group is `test`), the
    /// registration ID is one that no rule looks for.
    pub value: String,
    /// Its share, to that of the others: 0 to [`MOST`].
    pub share: u32,
}

impl Sketch {
    /// What a policy looks at, with values that it tells apart, in 100,000 devices that are all new.
    ///
    /// At most 12 fields with at most 12 values each: first what attributes that stamps serve are read from, then what
    /// pins, moves, fallbacks and guarantees ask for, then all else. Values by which devices come to be placed share most
    /// of the devices equally, those that make an exception, such as test benches and pins, get 2 of 100 each, the rest has
    /// none.
    pub fn of(policy: &Policy) -> Self {
        of::sketch(policy)
    }

    /// The sketch as the description of a fleet, `*.fleet.toml`: what [`Recipe::parse`](super::generate::Recipe::parse)
    /// takes, laid out as [`format()`](crate::format::format) does it.
    ///
    /// The policy gives the hubs, and registration IDs that none of its rules looks for. Enrollment groups are dealt among
    /// the devices that have no enrollment of their own.
    ///
    /// # Errors
    /// The first thing that cannot be written, and of which field.
    pub fn description(&self, policy: &Policy) -> Result<String, Problem> {
        write::description(self, policy)
    }
}
