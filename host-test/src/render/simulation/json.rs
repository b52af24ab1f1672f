//! What a policy does with a fleet, for scripts.

use serde_json::Value;

use super::Simulated;

impl Simulated<'_> {
    /// For scripts.
    pub(crate) fn for_scripts(&self) -> Value {
        let mut value = self.outcome().json();
        if let Some(object) = value.as_object_mut() {
            object.insert("fleet".into(), self.fleet.into());
        }
        value
    }
}
