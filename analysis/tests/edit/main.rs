//! Edits of a policy's text do what they say, and nothing else.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, its helpers too")]

mod any;
mod moves;
mod refused;
mod shifts;
mod spelled;
mod words;

use analysis::edit::{PolicyText, Problem};
use similar::TextDiff;

/// A policy in one layout, with comments at every place that an edit may meet.
const POLICY: &str = r#"# The policy of this page.

language = 1
hash     = 1
policy   = "edited"
seed     = "edited"

[down]
labels = { region = ["south"] }

[[attribute]]
name   = "release"
values = ["4.1", "4.2"]

  # Raise it slowly.
  [[attribute.rule]]
  name  = "canary"                                       # wave 1
  when  = { cohort = { name = "canary", percent = 5 } }  # 25 in March
  value = "4.2"

  [[attribute.rule]]
  name  = "late"
  when  = { any = [
    { cohort = { name = "late", percent = [12.5, 20] } },  # a slice
    { iot-edge = true, cohort = { name = "canary", percent = 5.0 } },
  ] }
  value = "4.2"

  [[attribute.rule]]
  name  = "everyone else"
  value = "4.1"

[[stamp]]
name     = "a"
hub      = "edited-a.azure-devices.net"
capacity = 1_000  # as built
# Everybody is served.
serves   = { release = "*" }
labels   = { region = "north" }

# Full.
[[stamp]]
name     = "b"
hub      = "edited-b.azure-devices.net"
capacity = 1_000
weight   = 500
state    = "closed"  # since May
serves   = { release = "*" }
labels   = { region = "north" }

[[stamp]]
name     = "c"
hub      = "edited-c.azure-devices.net"
capacity = 1_000
serves   = { release = "*" }
labels   = { region = "south" }
# Nothing more of c.

# What follows is about orders.

# b is full.
[[move]]
name = "relieve b"
from = "b"
to   = "a"
when = { cohort = { name = "relief", percent = 10 } }

[answer.twin.tags]
stamp = "{stamp.name}"
"#;

fn policy() -> PolicyText {
    assert_eq!(analysis::format::format(POLICY).unwrap(), POLICY);
    PolicyText::parse(POLICY).unwrap()
}

/// The lines in which two texts differ, with one around them.
fn diff(before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().context_radius(1).to_string()
}

/// What an edit makes of the policy.
fn edited(edit: impl FnOnce(&PolicyText) -> Result<PolicyText, Problem>) -> String {
    let (before, after) = (policy(), edit(&policy()).unwrap());
    assert_eq!(analysis::format::format(after.text()).unwrap(), after.text());
    diff(before.text(), after.text())
}

/// Why an edit is refused.
fn refusal(edit: impl FnOnce(&PolicyText) -> Result<PolicyText, Problem>) -> String {
    edit(&policy()).unwrap_err().to_string()
}
