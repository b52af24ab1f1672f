//! Guarantees, checked once more in the plainest way, with no line of the product.

use serde_json::{Value, json};

use crate::choice::Choice;
use crate::policy::stamps;
use crate::request::{GROUPS, IDS};

/// A guarantee, simple enough to be checked here.
pub struct Limit {
    whom: Whom,
    only: bool,
    stamps: Value,
}

enum Whom {
    Everyone,
    Group(&'static str),
    Prefix(&'static str),
}

impl Limit {
    pub(crate) fn by(choice: &mut Choice<'_>, count: usize) -> Self {
        let whom = match choice.below(3) {
            0 => Whom::Group(choice.of(&GROUPS)),
            1 => Whom::Prefix(choice.of(&IDS).get(..5).unwrap_or("p")),
            _ => Whom::Everyone,
        };
        Self { whom, only: choice.once_in(2), stamps: stamps(choice, count) }
    }

    /// As a policy has it.
    pub(crate) fn written(&self, number: usize) -> Value {
        let word = if self.only { "only" } else { "never" };
        let mut guarantee = json!({ "name": format!("guarantee {number}"), (word): self.stamps });
        match self.whom {
            Whom::Everyone => {}
            Whom::Group(group) => guarantee["when"] = json!({ "enrollment-group": group }),
            Whom::Prefix(prefix) => guarantee["when"] = json!({ "registration-id": { "prefix": prefix } }),
        }
        guarantee
    }

    /// Whether a device of this ID and group may be on the stamp of this name and region.
    pub fn allows(&self, id: &str, group: Option<&str>, stamp: &Value) -> bool {
        let meant = match self.whom {
            Whom::Everyone => true,
            Whom::Group(name) => group == Some(&name.to_ascii_lowercase()),
            Whom::Prefix(prefix) => id.starts_with(&prefix.to_ascii_lowercase()),
        };
        let names = match &self.stamps {
            Value::Object(labels) => labels["labels"]["region"] == stamp["labels"]["region"],
            Value::Array(names) => names.contains(&stamp["name"]),
            name => *name == stamp["name"],
        };
        !meant || names == self.only
    }
}
