//! Whether two policies decide alike, whatever the request and whatever hubs are linked.

use alloc::vec::Vec;

use placement::{Attribute, Deal, Policy, Stamp};

use super::diagram::{Diagrams, Set};
use super::model::{Model, Models};
use crate::input::TooLarge;

/// Whether it is proved that two policies answer every request alike. Names of entries do not matter, which entry
/// decided does not either.
///
/// Where it is not proved they may be alike all the same.
///
/// # Errors
/// They are too large.
pub(crate) fn alike(one: &Policy, other: &Policy) -> Result<bool, TooLarge> {
    if !comparable(one, other) {
        return Ok(false);
    }
    let Models { mut diagrams, models, .. } = Models::new(&[one, other])?;
    let [a, b] = models.as_slice() else { return Ok(false) };
    let described = |model: &Model| -> Vec<(Vec<Set>, Set)> {
        model.attributes.iter().map(|attribute| (attribute.values.clone(), attribute.none)).collect()
    };
    if described(a) != described(b) || a.allowed != b.allowed {
        return Ok(false);
    }
    if tiers(a, &mut diagrams)? != tiers(b, &mut diagrams)? {
        return Ok(false);
    }
    let (pins, others) = (pins(one, a), pins(other, b));
    if !reordered(&pins, &others, |_, _| true, &mut diagrams)? {
        return Ok(false);
    }
    let (moves, others) = (moves(one, a, &mut diagrams)?, moves(other, b, &mut diagrams)?);
    // A device is found on one stamp only.
    reordered(&moves, &others, |one, other| one.from == other.from, &mut diagrams)
}

/// Whether they differ in rules and orders at most.
fn comparable(one: &Policy, other: &Policy) -> bool {
    let attribute = |attribute: &Attribute| (attribute.name.clone(), attribute.values.clone(), attribute.places);
    let stamp = |stamp: &Stamp| {
        let hubs = (stamp.hub.clone(), stamp.former_hubs.clone());
        (stamp.name.clone(), hubs, stamp.weight, stamp.state, stamp.labels.clone(), stamp.application.clone())
    };
    one.key().bytes() == other.key().bytes()
        && one.attributes().iter().map(attribute).eq(other.attributes().iter().map(attribute))
        && one.stamps().iter().map(stamp).eq(other.stamps().iter().map(stamp))
        && one.has_answer_of(other)
}

/// For each tier and stamp, where it is the first tier that holds the stamp: later ones make no difference to it. Tiers
/// that are none are left out.
fn tiers(model: &Model, diagrams: &mut Diagrams) -> Result<Vec<Vec<Set>>, TooLarge> {
    let mut before: Vec<Set> = model.allowed.iter().map(|_| Set::NOTHING).collect();
    let mut tiers = Vec::new();
    for tier in &model.tiers {
        let mut first = Vec::new();
        for (serves, before) in tier.stamps.iter().zip(&mut before) {
            first.push(diagrams.minus(*serves, *before)?);
            *before = diagrams.or(*before, *serves)?;
        }
        if first.iter().any(|set| !set.is_empty()) {
            tiers.push(first);
        }
    }
    Ok(tiers)
}

/// An order: what it does, and for whom. Orders that are for nobody are left out.
type Order<T> = (T, Set);

fn pins(policy: &Policy, model: &Model) -> Vec<Order<usize>> {
    let pins = policy.pins().iter().zip(&model.pins).map(|(pin, when)| (pin.stamp.index(), *when));
    pins.filter(|(_, when)| !when.is_empty()).collect()
}

/// What a move does with devices found on one stamp: the weights by which it deals its targets; none for their own.
#[derive(Clone, PartialEq, Eq)]
struct Step {
    from: usize,
    preferred: bool,
    /// Each target with where it could be one, and its weight in this move.
    to: Vec<(usize, Set, Option<u32>)>,
}

fn moves(policy: &Policy, model: &Model, diagrams: &mut Diagrams) -> Result<Vec<Order<Step>>, TooLarge> {
    let mut may_be_on = Vec::new();
    for (stamp, allowed) in model.allowed.iter().enumerate() {
        let tiers = model.tiers.iter().filter_map(|tier| tier.stamps.get(stamp).copied());
        let serves = diagrams.any(tiers)?;
        may_be_on.push(diagrams.and(serves, *allowed)?);
    }
    let on = |stamp: usize| may_be_on.get(stamp).copied().unwrap_or(Set::NOTHING);
    let mut steps = Vec::new();
    for (order, when) in policy.moves().iter().zip(&model.moves) {
        for from in order.from.iter() {
            let found = diagrams.and(on(from.index()), *when)?;
            let mut to = Vec::new();
            for target in order.to.iter() {
                let takes = policy.stamp(target).is_some_and(|stamp| stamp.state.takes());
                let set = diagrams.and(found, if takes { on(target.index()) } else { Set::NOTHING })?;
                let weight = match &order.deal {
                    Deal::Weighed(weights) => weights.get(&target).map(|weight| weight.get()),
                    Deal::Own | Deal::Preferred => None,
                };
                to.extend((!set.is_empty()).then_some((target.index(), set, weight)));
            }
            let any = diagrams.any(to.iter().map(|(_, set, _)| *set))?;
            let preferred = matches!(order.deal, Deal::Preferred);
            steps.extend((!any.is_empty()).then_some((Step { from: from.index(), preferred, to }, any)));
        }
    }
    Ok(steps)
}

/// Whether two lists of orders hold the same, in another order at most where that makes no difference: between orders
/// that do the same, that cannot meet, or that no device is subject to at once.
fn reordered<T: PartialEq + Clone>(
    one: &[Order<T>],
    other: &[Order<T>],
    meet: impl Fn(&T, &T) -> bool,
    diagrams: &mut Diagrams,
) -> Result<bool, TooLarge> {
    let mut left = other.to_vec();
    for (does, when) in one {
        let Some(at) = left.iter().position(|(other, set)| other == does && set == when) else { return Ok(false) };
        for (before, set) in left.iter().take(at) {
            if before != does && meet(before, does) && !diagrams.and(*set, *when)?.is_empty() {
                return Ok(false);
            }
        }
        left.remove(at);
    }
    Ok(left.is_empty())
}
