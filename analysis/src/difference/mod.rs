//! Differences: what an edit of a policy does to a fleet, device by device, and which edit does it (`docs/diff.md`).
//!
//! Every figure is "as devices register": DPS asks about a device when it registers, and not before.

mod answers;
mod balance;
mod causes;
pub(crate) mod comparison;
mod counts;
mod delta;
mod edit;
mod edits;
mod entries;
mod fill;
mod json;
pub mod named;
mod outcome;
pub(crate) mod part;
pub(crate) mod places;
mod selection;
pub(crate) mod text;

pub use answers::AnswerChange;
pub use balance::Least;
pub use causes::Cause;
pub(crate) use causes::{OnTheWay, cause};
pub(crate) use comparison::Version;
pub use comparison::{Comparison, Settings};
pub use counts::{Caused, Counts};
pub use edit::{Change, Edit, Subject};
pub use edits::{Edits, Source, Step};
pub use fill::Fill;
pub use outcome::Outcome;
pub use part::{Moved, Part};
pub use places::{Flow, Place, PlacedOn};
pub use selection::Selection;
pub(crate) use text::value;
