//! A difference for scripts.

use serde_json::{Value, json};

use super::Difference;
use crate::command::budget::Verdict;

impl Difference<'_> {
    /// For scripts.
    pub(crate) fn for_scripts(&self) -> Value {
        let mut value = self.outcome().json();
        for (which, file) in ["old", "new"].into_iter().zip(self.names) {
            if let Some(policy) = value.get_mut(which).and_then(Value::as_object_mut) {
                policy.insert("file".into(), file.into());
            }
        }
        if let Some(object) = value.as_object_mut() {
            object.insert("fleet".into(), self.fleet.into());
            object.insert("budget".into(), self.budget.iter().map(verdict).collect());
        }
        value
    }
}

fn verdict(verdict: &Verdict) -> Value {
    json!({ "what": verdict.what, "most": verdict.most, "is": verdict.is, "kept": verdict.kept })
}
