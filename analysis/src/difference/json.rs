//! What came of a comparison, for scripts.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use placement::Policy;
use serde_json::{Map, Value, json};

use super::{Caused, Edit, Fill, Flow, Outcome, named};

impl Outcome<'_> {
    /// For scripts (`docs/diff.md`): all but the names of files, and what budgets are kept.
    pub fn json(&self) -> Value {
        let (comparison, counts) = (self.comparison, self.counts);
        let first = counts.examples.iter().map(|one| json!({ "line": one.line, "wrong": one.wrong, "help": one.help }));
        let least = counts.least();
        let edits: Vec<Value> = comparison.edits().all().iter().map(edit).collect();
        let refused = counts.refused().map(|(refusal, devices)| (refusal.code().to_owned(), devices.into()));
        let how = counts.how().map(|(how, devices)| (how.word().to_owned(), devices.into()));
        json!({
            "old": policy(comparison.old()),
            "new": policy(comparison.new_policy()),
            "fresh": comparison.settings().fresh,
            "devices": counts.devices,
            "unreadable": { "lines": counts.unreadable, "first": first.collect::<Vec<_>>() },
            "moved": counts.moved(),
            "moving_anyway": counts.moving_anyway(),
            "held_back": counts.held_back(),
            "cut_off": counts.cut_off(),
            "new_devices": counts.new,
            "change_hub": counts.change_hub,
            "circles": counts.circles,
            "how": how.collect::<Map<_, _>>(),
            "refused": refused.collect::<Map<_, _>>(),
            "flows": self.flows(&self.changes()),
            "anyway": self.flows(&counts.anyway()),
            "stamps": self.stamps(),
            "edits": edits,
            "causes": counts.causes().iter().map(|caused| self.caused(caused)).collect::<Vec<_>>(),
            "least": { "devices": least.devices, "exact": least.exact, "excess": counts.moved().saturating_sub(least.devices) },
            "answers": self.answered(),
        })
    }

    fn flows(&self, flows: &[Flow]) -> Vec<Value> {
        let flow = |flow: &Flow| {
            let (from, to) = (named::from(self.comparison, flow.from), named::to(self.comparison, flow.to));
            json!({ "from": from, "to": to, "devices": flow.devices, "move": flow.is_move() })
        };
        flows.iter().map(flow).collect()
    }

    fn stamps(&self) -> Vec<Value> {
        let stamp = |fill: Fill<'_>| {
            json!({
                "stamp": fill.stamp,
                "state": fill.state.map(placement::State::word),
                "before": fill.before,
                "after": fill.after,
                "capacity": fill.capacity,
            })
        };
        self.fill().into_iter().map(stamp).collect()
    }

    fn caused(&self, caused: &Caused) -> Value {
        let edits = |step| named::edits(self.comparison, step).map(edit).collect::<Vec<_>>();
        json!({
            "edits": edits(caused.cause.step),
            "after": caused.cause.with.map(edits),
            "devices": caused.devices(),
            "moves": caused.moves(),
            "flows": self.flows(&caused.flows),
        })
    }

    fn answered(&self) -> Vec<Value> {
        // The values are JSON already.
        let value = |text: Option<String>| text.and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let answers = self.counts.answers(self.comparison).into_iter().map(|answer| {
            json!({ "part": answer.part, "devices": answer.devices, "from": value(answer.from), "to": value(answer.to) })
        });
        answers.collect()
    }
}

fn policy(policy: &Policy) -> Value {
    json!({ "name": policy.name(), "revision": policy.revision(), "digest": policy.digest() })
}

fn edit(edit: &Edit) -> Value {
    let mut value = serde_json::to_value(edit).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("words".into(), edit.words().into());
    }
    value
}
