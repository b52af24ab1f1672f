//! Fleets: the devices to try a policy on (`docs/fleets.md`).
//!
//! A fleet may have millions of devices, so nothing here holds one whole. Whoever has the bytes asks for the [`Layout`]
//! of their beginning, cuts them where a record ends ([`Layout::complete`]), and hands each piece to a [`Reader`], of
//! which every thread has its own. The reader shows one device after the other, each in the memory of the one before.
//!
//! - [`generate`] makes the devices of a description.
//! - [`sketch`] proposes a description by what a policy looks at, as shares to move.
//!
//! ```
//! use analysis::fleet::{Defaults, Layout};
//!
//! let bytes = b"registrationId,payload/country\npress-1,DE\npress-2,FR\n-,\n\"";
//! let layout = Layout::detect("presses.csv", bytes, None)?;
//! let (header, rest) = bytes.split_at(layout.header());
//! let (chunk, _unfinished) = rest.split_at(layout.complete(rest));
//!
//! let mut devices = Vec::new();
//! let mut reader = layout.reader(&Defaults::default());
//! reader.read(chunk, layout.first_line(), |read| {
//!     let member = read.map_err(|unreadable| unreadable.line);
//!     devices.push(member.map(|member| member.request.registration_id.to_string()));
//! });
//! assert_eq!(devices, [Ok("press-1".into()), Ok("press-2".into()), Ok("-".into())]);
//! # Ok::<(), analysis::fleet::LayoutError>(())
//! ```

mod csv;
mod document;
mod draft;
mod field;
mod format;
pub mod generate;
mod json;
mod layout;
mod member;
mod reader;
mod records;
pub mod sketch;
mod slot;
mod summary;
mod unreadable;
mod write;

pub use format::Format;
pub use layout::{Layout, LayoutError};
pub use member::{Defaults, Member};
pub use reader::Reader;
pub(crate) use summary::keep_first;
pub use summary::{SHOWN, Summary, VALUES, Values};
pub use unreadable::Unreadable;
pub use write::CSV_HEADER;
