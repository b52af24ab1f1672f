//! The picture of who goes where: places on two sides, and ribbons between them that are as thick as there are devices.
//!
//! It says what stands where. Who draws it says how.
//!
//! ```
//! use analysis::picture::{Picture, Stream, gather};
//!
//! let streams = [Stream { from: 0, to: 2, devices: 900 }, Stream { from: 1, to: 2, devices: 100 }];
//! let (left, right, streams) = gather(&streams, |_| false);
//! let picture = Picture::new(left.nodes.len(), right.nodes.len(), &streams);
//! assert_eq!((picture.left.len(), picture.right.len()), (2, 1));
//! assert!(picture.ribbons[0].thickness > picture.ribbons[1].thickness);
//! ```

mod gather;
mod layout;

pub use gather::{Shown, Side, Stream, gather};
pub use layout::{BAR, Node, Picture, Ribbon, Span, WIDTH};
