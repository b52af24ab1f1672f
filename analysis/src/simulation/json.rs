//! What came of a simulation, for scripts.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{Refusal, StampId};
use serde_json::{Map, Value, json};

use super::{Flow, OutageCounts, Outcome};

impl Outcome<'_> {
    /// For scripts (`docs/simulate.md`): all but the name of the fleet.
    pub fn json(&self) -> Value {
        let (policy, counts) = (self.policy(), self.counts);
        let first = counts.examples.iter().map(|one| json!({ "line": one.line, "wrong": one.wrong, "help": one.help }));
        let how = counts.how().map(|(how, devices)| (how.word().to_owned(), devices.into()));
        let headroom = counts.headroom(policy);
        json!({
            "policy": { "name": policy.name(), "revision": policy.revision(), "digest": policy.digest() },
            "devices": counts.devices,
            "unreadable": { "lines": counts.unreadable, "first": first.collect::<Vec<_>>() },
            "stamps": self.stamps_for_scripts(),
            "how": how.collect::<Map<_, _>>(),
            "refused": refused(counts.refused()),
            "fallbacks": counts.fallbacks,
            "circles": counts.circles,
            "moving": counts.flows(policy).iter().filter(|flow| flow.is_move()).map(|flow| flow.devices).sum::<u64>(),
            "change_hub": counts.change_hub,
            "flows": counts.flows(policy).iter().map(|flow| self.flow(flow)).collect::<Vec<_>>(),
            "headroom": headroom.map(|room| json!({ "devices": room.devices, "stamp": self.name(room.stamp) })),
            "outages": self.outages_for_scripts(),
        })
    }

    fn stamps_for_scripts(&self) -> Vec<Value> {
        let dealt = self.counts.dealt(self.policy());
        let stamps = self.policy().stamp_ids().zip(self.policy().stamps()).zip(self.counts.on_stamps(self.policy()));
        let stamps = stamps.map(|((id, stamp), devices)| {
            let dealt = dealt.iter().find(|one| one.stamp == id).map(|one| {
                json!({
                    "among": one.among,
                    "devices": one.devices,
                    "expected": one.expected,
                    "least": one.least,
                    "most": one.most,
                })
            });
            json!({
                "stamp": stamp.name.as_str(),
                "state": stamp.state.word(),
                "devices": devices,
                "capacity": stamp.capacity,
                "dealt": dealt,
            })
        });
        stamps.collect()
    }

    fn flow(&self, flow: &Flow) -> Value {
        let (from, to) = (self.from(flow.from), self.to(flow.to));
        json!({ "from": from, "to": to, "devices": flow.devices, "move": flow.is_move() })
    }

    fn outages_for_scripts(&self) -> Vec<Value> {
        let on = self.counts.on_stamps(self.policy());
        let outages = self.simulator.outages().zip(&self.counts.outages);
        outages.map(|(down, outage)| self.outage_for_scripts(&on, down, outage)).collect()
    }

    fn outage_for_scripts(&self, on: &[u64], down: &[StampId], outage: &OutageCounts) -> Value {
        let to = self.policy().stamp_ids().zip(&outage.arrived).filter(|(_, devices)| **devices > 0);
        let over = outage.over(self.policy(), on);
        json!({
            "down": down.iter().map(|stamp| self.name(*stamp)).collect::<Vec<_>>(),
            "leave": outage.affected(),
            "to": to.map(|(stamp, n)| (self.name(stamp).to_owned(), (*n).into())).collect::<Map<_, _>>(),
            "refused": refused(Refusal::ALL.into_iter().zip(outage.refused)),
            "stranded": outage.stranded,
            "over": over.iter().map(|(stamp, n)| json!({ "stamp": self.name(*stamp), "devices": n })).collect::<Vec<_>>(),
        })
    }
}

/// Refused devices by their reasons.
fn refused(counts: impl Iterator<Item = (Refusal, u64)>) -> Map<String, Value> {
    counts.map(|(refusal, devices)| (refusal.code().to_owned(), devices.into())).collect()
}
