//! Texts that DPS attests: registration IDs and the names of enrollment groups.

mod question;

pub use question::{Domain, Question};
