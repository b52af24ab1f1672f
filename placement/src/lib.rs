//! The policy language, its validation, and the decision: which stamp a device belongs to, and why.
//!
//! ```
//! let policy = placement::Policy::parse(r#"
//!     language = 1
//!     hash     = 1
//!     policy   = "smallest"
//!     seed     = "smallest"
//!
//!     [[stamp]]
//!     name     = "only"
//!     hub      = "contoso-only.azure-devices.net"
//!     capacity = 1000
//! "#).map_err(|diagnostics| diagnostics[0].message.clone())?.policy;
//!
//! let request = dps::AllocationRequest::parse(br#"{
//!     "enrollmentGroup": {},
//!     "deviceRuntimeContext": { "registrationId": "press-0042" },
//!     "linkedHubs": ["contoso-only.azure-devices.net"]
//! }"#).map_err(|error| error.to_string())?;
//!
//! let decision = policy.decide(&request);
//! assert_eq!(decision.stamp(), Some("only"));
//! # Ok::<(), String>(())
//! ```
//!
//! A policy is a text that [`Policy::parse`] refuses whole, with everything that is wrong with it, or makes into a
//! [`Policy`]. A policy decides about every request: [`Policy::decide`] cannot fail, and [`Policy::explain`] is the
//! same walk with a recorder. A [`Placer`] walks it for many devices, without the answers.
//!
//! The crate is pure. It reads no file, clock or environment, prints nothing and keeps no state. It does not say
//! anything about a policy or a fleet as a whole: that is `analysis`.
#![no_std]

extern crate alloc;

mod answer;
mod asked;
mod attribute;
mod condition;
mod deciding;
mod decision;
mod describe;
mod description;
mod device;
pub mod diagnostic;
mod dictionary;
mod digest;
mod field;
mod glob;
pub mod hash;
mod hubs;
mod json;
mod key;
pub mod language;
mod linked;
pub mod logarithm;
mod name;
pub mod nearest;
pub mod node;
mod orders;
mod percent;
mod placing;
mod pointer;
mod policy;
mod profile;
mod reach;
mod read;
mod recorder;
mod refusal;
pub mod rendezvous;
mod round;
mod settle;
mod short;
mod shortlist;
mod stamp;
mod stamp_set;
mod state;
mod template;
mod text;
mod tiers;
mod trace;
mod variant;
mod version;

pub use asked::{Asked, AskedAtom, Entry, Seen};
pub use attribute::{Attribute, AttributeId, Cut, Gives, Rule, Source, ValueId, ValueSet};
pub use condition::{Asks, Atom, Cohort, Condition};
pub use decision::{Decision, Described, How, Outcome};
pub use diagnostic::{Code, Diagnostic, Severity};
pub use dictionary::Dictionary;
pub use field::{Field, FieldTest, Scalar};
pub use glob::Glob;
pub use name::{Name, NameError};
pub use orders::{Deal, Fallback, Guarantee, Move, Pin};
pub use percent::{Percent, PercentError, Slice};
pub use placing::{Dealt, Placer, Placing};
pub use pointer::{Pointer, PointerError};
pub use policy::{Checked, Policy};
pub use reach::{Reach, Rest, Stop};
pub use recorder::{MovePassed, Out, OutOfTier, PinPassed, RulePassed, Standing, Target, TargetPassed};
pub use refusal::Refusal;
pub use stamp::{Served, Stamp};
pub use stamp_set::{StampId, StampSet};
pub use state::State;
pub use text::{TextList, TextPattern, TextTest};
pub use trace::{
    By, PassedMove, PassedPin, PassedRule, Round, TakenMove, Trace, TracedAttribute, TracedDevice, TracedOutcome,
    TracedTier,
};
pub use variant::Change;
pub use version::Version;
