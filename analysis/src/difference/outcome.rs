use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::{Caused, Comparison, Counts, Fill, Flow, Place, named};

/// What came of a comparison on a fleet.
#[derive(Clone, Copy)]
pub struct Outcome<'d> {
    /// The policies that were compared.
    pub comparison: &'d Comparison<'d>,
    /// What was counted.
    pub counts: &'d Counts,
}

impl<'d> Outcome<'d> {
    /// The flows of devices that are elsewhere afterwards by the edits.
    pub fn changes(&self) -> Vec<Flow> {
        let mut flows: BTreeMap<(Place, Place), u64> = BTreeMap::new();
        for flow in self.counts.causes().iter().flat_map(|caused| &caused.flows).filter(|flow| flow.from != flow.to) {
            *flows.entry((flow.from, flow.to)).or_default() += flow.devices;
        }
        flows.into_iter().map(|((from, to), devices)| Flow { from, to, devices }).collect()
    }

    /// The moves that the old policy wants as well, the largest first.
    pub fn anyway(&self) -> Vec<Flow> {
        let mut flows: Vec<Flow> = self.counts.anyway().into_iter().filter(Flow::is_move).collect();
        flows.sort_by_key(|flow| Reverse(flow.devices));
        flows
    }

    /// The edits, in words, that take nobody of this fleet elsewhere. `causes` are those of the counts.
    pub fn idle(&self, causes: &[Caused]) -> Vec<String> {
        let comparison = self.comparison;
        let acts =
            |step: &usize| causes.iter().any(|caused| caused.cause.step == *step || caused.cause.with == Some(*step));
        let idle = (0..comparison.steps().len()).filter(|step| !acts(step));
        idle.map(|step| format!("{}, {}", named::step(comparison, step), named::line(comparison, step))).collect()
    }

    /// The devices on each stamp, before and after.
    pub fn fill(&self) -> Vec<Fill<'d>> {
        let new = self.comparison.new_policy();
        let stamps = self.comparison.stamps().iter().zip(self.counts.on_stamps(self.comparison));
        let fills = stamps.map(|(placed, (before, after))| {
            let stamp = placed.new.and_then(|id| new.stamp(id));
            let capacity = stamp.map(|stamp| u64::from(stamp.capacity));
            Fill { stamp: &placed.name, state: stamp.map(|stamp| stamp.state), capacity, before, after }
        });
        fills.collect()
    }
}
