//! A plan for scripts.

use analysis::check::Finding as Found;
use analysis::plan::{Bottleneck, Step, Unit, WayBack};
use placement::Policy;
use serde_json::{Map, Value, json};

use super::{Planned, slowest, told};
use crate::render::Finding;

impl Planned<'_> {
    /// For scripts.
    pub(crate) fn for_scripts(&self) -> Value {
        let ([old, new], [before, after], plan) = (self.names, self.policies, self.plan);
        let first = plan.examples.iter().map(|one| json!({ "line": one.line, "wrong": one.wrong, "help": one.help }));
        let steps = plan.steps.iter().zip(self.files.steps.iter().zip(&self.files.backs));
        json!({
            "old": policy(old, before),
            "new": policy(new, after),
            "fleet": self.fleet,
            "devices": plan.devices,
            "unreadable": { "lines": plan.unreadable, "first": first.collect::<Vec<_>>() },
            "before": self.before(),
            "moved": plan.moved(),
            "moved_after_moving_anyway": plan.moved_after(),
            "twice": plan.twice,
            "seconds": plan.seconds(),
            "steps": steps.map(|(step, (file, back))| self.step(step, file, back)).collect::<Vec<_>>(),
            "written": self.written.map(|folder| folder.display().to_string()),
        })
    }

    fn step(&self, step: &Step, file: &str, back: &str) -> Value {
        let flows = step.flows.iter().map(|flow| {
            let (from, to) = (self.place(flow.from), self.place(flow.to));
            json!({ "from": from, "to": to, "devices": flow.devices, "move": flow.is_move() })
        });
        let refused = step.refused.iter().map(|(refusal, devices)| (refusal.code().to_owned(), (*devices).into()));
        json!({
            "label": step.label(),
            "file": file,
            "units": step.units.iter().map(unit).collect::<Vec<_>>(),
            "end": step.end.map(|end| end.to_string()),
            "together_for": step.together_for,
            "moved": step.moved,
            "moving_anyway": step.anyway,
            "moved_after_moving_anyway": step.moved_after,
            "placed": step.placed,
            "refused": refused.collect::<Map<_, _>>(),
            "circles": step.circles,
            "flows": flows.collect::<Vec<_>>(),
            "stamps": self.on(&step.on_stamps, &step.capacities),
            "over": step.over().map(|(stamp, beyond)| json!({ "stamp": self.stamp(stamp), "devices": beyond })).collect::<Vec<_>>(),
            "seconds": step.pace.seconds,
            "bottleneck": bottleneck(&step.pace.bottleneck),
            "findings": findings(file, &step.text, &step.findings),
            "back": way_back(&step.back, back),
        })
    }

    fn before(&self) -> Vec<Value> {
        let stamps = self.plan.before.iter().enumerate();
        stamps.map(|(stamp, devices)| json!({ "stamp": self.stamp(stamp), "devices": devices })).collect()
    }

    fn on(&self, devices: &[u64], capacities: &[Option<u64>]) -> Vec<Value> {
        let stamps = devices.iter().zip(capacities).enumerate();
        stamps
            .map(|(stamp, (devices, capacity))| {
                json!({ "stamp": self.stamp(stamp), "devices": devices, "capacity": capacity })
            })
            .collect()
    }
}

fn policy(file: &str, policy: &Policy) -> Value {
    json!({ "file": file, "name": policy.name(), "revision": policy.revision(), "digest": policy.digest() })
}

fn unit(unit: &Unit) -> Value {
    match unit {
        Unit::Others(edits) => {
            let edits: Vec<Value> =
                edits.iter().map(|edit| json!({ "words": edit.words(), "line": edit.line })).collect();
            json!({ "what": "everything-else", "edits": edits })
        }
        Unit::Ramp(ramp) => json!({
            "what": "cohort",
            "cohort": ramp.cohort,
            "entries": ramp.entries.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "new": ramp.is_new,
            "from": ramp.from.to_string(),
            "to": ramp.to.to_string(),
        }),
    }
}

fn bottleneck(bottleneck: &Bottleneck) -> Value {
    let words = slowest(bottleneck);
    match bottleneck {
        Bottleneck::Nothing => Value::Null,
        Bottleneck::Dps { registrations, rate } => {
            json!({ "what": "dps", "registrations": registrations, "rate": rate, "words": words })
        }
        Bottleneck::Hub { stamp, operations, rate } => {
            json!({ "what": "hub", "stamp": stamp, "operations": operations, "rate": rate, "words": words })
        }
        Bottleneck::Registering { every } => json!({ "what": "registering", "every": every, "words": words }),
    }
}

fn way_back(back: &WayBack, file: &str) -> Value {
    let stuck = back
        .stuck
        .iter()
        .map(|(obstacle, devices)| json!({ "why": obstacle.code(), "words": obstacle.words(), "devices": devices }));
    json!({
        "file": file,
        "moves": back.moves,
        "returned": back.returned,
        "not_returned": stuck.collect::<Vec<_>>(),
        "touched": back.touched,
        "findings": findings(file, &back.text, &back.findings),
    })
}

fn findings(file: &str, text: &str, findings: &[Found]) -> Vec<Finding> {
    Finding::all(file, text, findings.iter().map(told))
}
