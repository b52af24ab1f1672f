//! `stamp shift`, `stamp set`, and `stamp open`, `reserve`, `close` and `down`.

mod set;
mod shift;
mod state;
mod told;

use crate::run::{Run, stamp};

/// Three stamps that serve everybody, a move off the first, and a rule and a pin that share a cohort.
pub(crate) const POLICY: &str = r#"language = 1
hash     = 1
policy   = "edited"
seed     = "edited"

[[attribute]]
name   = "release"
values = ["4.1", "4.2"]

  [[attribute.rule]]
  name  = "canary"  # slowly
  when  = { cohort = { name = "canary", percent = 5 } }
  value = "4.2"

  [[attribute.rule]]
  name  = "everyone else"
  value = "4.1"

[[stamp]]
name     = "eu-1"
hub      = "edited-eu-1.azure-devices.net"
capacity = 1_000  # as built
serves   = { release = "*" }

[[stamp]]
name     = "eu-2"
hub      = "edited-eu-2.azure-devices.net"
capacity = 1_000
serves   = { release = "*" }

[[stamp]]
name     = "eu-3"
hub      = "edited-eu-3.azure-devices.net"
capacity = 1_000
state    = "closed"
serves   = { release = "*" }

# eu-1 is too full.
[[move]]
name = "relieve eu-1"
from = "eu-1"
to   = "eu-2"
when = { cohort = { name = "relief", percent = [10, 12.5] } }
"#;

/// The tool beside this policy.
pub(crate) fn edit<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    stamp(arguments).file("policy.toml", POLICY)
}
