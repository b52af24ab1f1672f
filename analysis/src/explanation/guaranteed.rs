use alloc::vec::Vec;

use placement::{Entry, Guarantee, Out, Policy, Trace};
use serde::Serialize;

/// A guarantee that applies to a device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Guaranteed<'p> {
    /// The guarantee.
    pub guarantee: &'p str,
    /// The stamps that it forbids, in file order.
    pub forbids: Vec<&'p str>,
    /// Those of them that it took out of a tier: they would have served the device.
    pub took_out: Vec<&'p str>,
}

/// The guarantees that apply, in file order.
pub(super) fn guaranteed<'p>(policy: &'p Policy, trace: &Trace<'p>) -> Vec<Guaranteed<'p>> {
    let applies = |guarantee: &&Guarantee| {
        trace.guarantees.iter().any(|asked| asked.holds && asked.entry == Entry::Guarantee(&guarantee.name))
    };
    let applying = policy.guarantees().iter().filter(applies);
    applying
        .map(|guarantee| {
            let forbids = forbidden(policy, guarantee);
            let took_out = forbids.iter().copied().filter(|stamp| fell_out(trace, stamp)).collect();
            Guaranteed { guarantee: &guarantee.name, forbids, took_out }
        })
        .collect()
}

fn forbidden<'p>(policy: &'p Policy, guarantee: &Guarantee) -> Vec<&'p str> {
    let forbidden = policy.stamps().iter().filter(|stamp| {
        policy.stamp_of_hub(stamp.hub.as_str()).is_some_and(|stamp| !guarantee.allowed.contains(stamp))
    });
    forbidden.map(|stamp| stamp.name.as_str()).collect()
}

fn fell_out(trace: &Trace<'_>, stamp: &str) -> bool {
    let mut out = trace.rounds.iter().flat_map(|round| &round.tiers).flat_map(|tier| &tier.out);
    out.any(|out| out.stamp == stamp && out.why == Out::Forbidden)
}
