//! What the fuzz targets share: policies, requests and calls made of the bytes that the fuzzer chooses.
//!
//! Bytes choose among things of a small world: few names, few hubs, few IDs. So what is made is valid more often than not, and its
//! parts meet: a device is on a hub of the policy, a move names its stamp, a payload has the place that a rule reads.

pub mod call;
pub mod change;
pub mod choice;
pub mod condition;
pub mod oracle;
pub mod policy;
pub mod request;
pub mod variables;
