//! What a decision exercises.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use placement::{Entry, Guarantee, Out, PinPassed, Policy, Round, Trace, TracedOutcome};

use super::point::What;
use crate::part::{Part, parts};

pub(crate) fn by(policy: &Policy, trace: &Trace<'_>) -> Vec<What> {
    let mut exercised: Vec<What> = parts(trace).into_iter().map(part).collect();
    exercised.extend(conditions(trace));
    exercised.extend(guarantees(policy, trace));
    let answered = match &trace.outcome {
        TracedOutcome::Answered { stamp, .. } => *stamp,
        TracedOutcome::Refused { .. } => None,
    };
    let stamps = answered.into_iter().chain(trace.device.current_stamp);
    exercised.extend(stamps.map(|name| What::Stamp { name: name.to_owned() }));
    exercised
}

fn part(part: Part<'_>) -> What {
    match part {
        Part::Rule { attribute, name } => What::Rule { attribute: attribute.to_owned(), name: name.to_owned() },
        Part::Pin(name) => What::Pin { name: name.to_owned() },
        Part::Fallback(name) => What::Fallback { name: name.to_owned() },
        Part::Move(name) => What::Move { name: name.to_owned() },
    }
}

fn conditions(trace: &Trace<'_>) -> impl Iterator<Item = What> {
    let asked = trace.guarantees.iter().chain(trace.rounds.iter().flat_map(|round| &round.asked));
    let atoms = asked.flat_map(|asked| &asked.atoms);
    atoms.map(|asked| What::Condition { at: asked.atom.place.start, holds: asked.holds })
}

/// The guarantees that applied, and do not allow a stamp that fell out because guarantees forbid it.
fn guarantees(policy: &Policy, trace: &Trace<'_>) -> Vec<What> {
    let forbidden: Vec<&str> = trace.rounds.iter().flat_map(|round| forbidden(policy, round)).collect();
    let applied = trace.guarantees.iter().filter(|asked| asked.holds).filter_map(|asked| match asked.entry {
        Entry::Guarantee(name) => policy.guarantees().iter().find(|guarantee| &*guarantee.name == name),
        _ => None,
    });
    let acted = applied.filter(|guarantee| forbidden.iter().any(|stamp| !allows(policy, guarantee, stamp)));
    acted.map(|guarantee| What::Guarantee { name: guarantee.name.clone().into() }).collect()
}

fn forbidden<'p>(policy: &'p Policy, round: &Round<'p>) -> Vec<&'p str> {
    let out = round.tiers.iter().flat_map(|tier| &tier.out).filter(|out| out.why == Out::Forbidden);
    let pins = round.pins.iter().filter(|passed| passed.why == PinPassed::Forbidden);
    let pinned = pins.filter_map(|passed| policy.pins().iter().find(|pin| &*pin.name == passed.pin));
    let pinned = pinned.filter_map(|pin| Some(policy.stamp(pin.stamp)?.name.as_str()));
    out.map(|out| out.stamp).chain(pinned).collect()
}

fn allows(policy: &Policy, guarantee: &Guarantee, name: &str) -> bool {
    let stamp = policy.stamps().iter().find(|stamp| stamp.name.as_str() == name);
    stamp.and_then(|stamp| policy.stamp_of_hub(stamp.hub.as_str())).is_some_and(|id| guarantee.allowed.contains(id))
}
