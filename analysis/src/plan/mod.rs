//! Plans: the way from one policy to another in steps, each of which moves a part of the devices (`docs/plan.md`).
//!
//! An edit that raises or lowers a cohort's end is made as a ramp, everything else at once. No device moves twice on the
//! way, each step can be taken back, and the last one is the new policy to the byte. Every figure is "as devices
//! register": DPS asks about a device when it registers, and not before.
//!
//! ```
//! use analysis::edit::PolicyText;
//! use analysis::plan::{Settings, plan};
//!
//! let old = PolicyText::parse(r#"
//!     language = 1
//!     hash     = 1
//!     policy   = "smallest"
//!     seed     = "smallest"
//!     stamp    = [
//!         { name = "one", hub = "contoso-1.azure-devices.net", capacity = 1000 },
//!         { name = "two", hub = "contoso-2.azure-devices.net", capacity = 1000 },
//!     ]
//!     move     = [{ name = "relief", from = "one", when = { cohort = { name = "relief", percent = 5 } } }]
//! "#)?;
//! let new = PolicyText::parse(old.text().replace("percent = 5", "percent = 25"))?;
//! // A fleet without devices.
//! let plan = plan::<analysis::edit::Problem>(&old, &new, &Settings::default(), |walk| Ok(walk.part().into_counts()))?;
//! let labels: Vec<String> = plan.steps.iter().map(|step| step.label()).collect();
//! assert_eq!(labels.first().map(String::as_str), Some("move `relief` 5.2 %"));
//! assert_eq!(plan.steps.last().map(|step| &*step.text), Some(new.text()));
//! # Ok::<(), analysis::edit::Problem>(())
//! ```

mod back;
mod counts;
mod findings;
mod order;
mod pace;
mod planned;
mod planner;
mod ramp;
mod unit;
mod walk;
mod way;

pub use counts::Counts;
pub use pace::{Bottleneck, Pace, Rates};
pub use planned::{Obstacle, Plan, Step, WayBack};
pub use planner::{Settings, plan};
pub use ramp::Ramp;
pub use unit::{Ramped, Unit};
pub use walk::{Part, Walk};
