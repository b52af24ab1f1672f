//! HTTP/1.1 on a socket, in front of a [`Host`](crate::host::Host) or of anything else that answers, with limits that Spin lacks.
//!
//! What is beyond a limit is answered 503 at once, never queued: DPS asks again in a second.

mod limits;
mod listener;
mod requests;
mod signals;

pub use limits::ServerLimits;
pub use listener::{Server, Stopped};
pub use requests::{Answers, Current, Requests};
pub use signals::Signals;
