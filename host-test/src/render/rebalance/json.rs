//! The same for scripts.

use analysis::rebalance::{Goal, HeldDevices, Left, Reason};
use placement::StampId;
use serde_json::{Value, json};

use super::{Shown, percent};
use crate::render::text_diff;

impl Shown<'_> {
    /// For scripts.
    pub(crate) fn for_scripts(&self) -> Value {
        let (policy, done) = (self.policy(), self.done);
        let first = done.examples.iter().map(|one| json!({ "line": one.line, "wrong": one.wrong, "help": one.help }));
        let flow = |((from, to), devices): (&(StampId, StampId), &u64)| json!({ "from": self.name(*from), "to": self.name(*to), "devices": devices });
        let is_edited = self.old.text() != done.text.text();
        json!({
            "policy": { "name": policy.name(), "revision": policy.revision(), "digest": policy.digest() },
            "fleet": self.fleet,
            "devices": done.devices,
            "unreadable": { "lines": done.unreadable, "first": first.collect::<Vec<_>>() },
            "goal": self.goal_for_scripts(),
            "reached": done.reached,
            "written": self.written,
            "diff": is_edited.then(|| text_diff::unified(self.file, self.old.text(), done.text.text())),
            "stamps": self.stamps_for_scripts(),
            "moved": done.moved(),
            "least": done.least,
            "anyway": done.anyway,
            "flows": done.flows.iter().map(flow).collect::<Vec<_>>(),
            "left": done.left.iter().map(|left| self.left_for_scripts(left)).collect::<Vec<_>>(),
            "not_proposed": self.not_proposed(),
            "closing": done.closing.as_ref().map(|closing| {
                json!({ "refused": closing.refused, "worse": self.list(&closing.worse) })
            }),
        })
    }

    fn goal_for_scripts(&self) -> Value {
        match &self.task.goal {
            Goal::Under(part) => json!({ "to": format!("{}%", percent(*part)) }),
            Goal::Equal => json!({ "to": "equal" }),
            Goal::Fill(stamp) => json!({ "fill": self.name(*stamp) }),
            Goal::Empty(stamp) => json!({ "empty": self.name(*stamp) }),
            Goal::FromFallback(name) => json!({ "from_fallback": name }),
        }
    }

    fn stamps_for_scripts(&self) -> Vec<Value> {
        let done = self.done;
        let counts = done.before.iter().zip(&done.after).zip(&done.bounds);
        let stamps = self.policy().stamps().iter().zip(counts).map(|(stamp, ((before, after), most))| {
            json!({
                "stamp": stamp.name.as_str(),
                "state": stamp.state.word(),
                "capacity": stamp.capacity,
                "before": before,
                "after": after,
                "most": most,
            })
        });
        stamps.collect()
    }

    fn left_for_scripts(&self, left: &Left) -> Value {
        let held = left.held.iter().map(|(reason, held)| held_for_scripts(reason, held));
        json!({
            "stamp": self.name(left.stamp),
            "devices": left.devices,
            "held": held.collect::<Vec<_>>(),
            "full": self.list(&left.full),
        })
    }

    fn not_proposed(&self) -> Vec<Value> {
        let troubles = self.done.troubles.iter().map(|((source, to), trouble)| {
            json!({
                "from": self.name(source.stamp),
                "to": self.name(*to),
                "circling": trouble.circling,
                "guarded": trouble.barred,
                "unnamed": trouble.unnamed,
            })
        });
        troubles.collect()
    }

    fn list(&self, stamps: &[StampId]) -> Vec<&str> {
        stamps.iter().map(|stamp| self.name(*stamp)).collect()
    }
}

fn held_for_scripts(reason: &Reason, held: &HeldDevices) -> Value {
    let (why, pin) = match reason {
        Reason::Pinned(pin) => ("pinned", Some(pin)),
        Reason::Forced => ("forced", None),
        Reason::Kept => ("kept", None),
        Reason::Circle => ("circle", None),
        Reason::Alone => ("alone", None),
        Reason::Forbidden => ("forbidden", None),
        Reason::Returns => ("returns", None),
    };
    let first: Vec<&str> = held.first.iter().map(|(_, id)| id.as_str()).collect();
    json!({ "why": why, "pin": pin, "devices": held.devices, "first": first })
}
