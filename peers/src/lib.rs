//! What the decision costs beside what others would use in its place.
//!
//! [`corpus`] is the work: devices that belong on one of four stamps of their geography and lifecycle. Each of
//! [`decision`] does this work by another library, behind the trait [`peer::Peer`], and [`check`] holds that what it
//! does is the work. [`contest`] lets them take turns. The benchmarks print what comes of it; nothing here prints.

pub mod check;
pub mod contest;
pub mod corpus;
pub mod decision;
pub mod peer;
pub mod stamp;
