//! The last pass over a fleet: what the edited policy does with every device.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use dps::AllocationRequest;
use placement::{Placer, Placing, Policy, StampId};

use super::Pass;
use super::goal::{Goal, Task};
use crate::fleet::Member;

/// What the edited policy does with a fleet, beside what the policy as it is does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Verified {
    /// The devices on each stamp in the end, under the policy as it is.
    pub(crate) before: Vec<u64>,
    /// The same under the edited one.
    pub(crate) after: Vec<u64>,
    /// The devices that end on another stamp.
    pub(crate) flows: BTreeMap<(StampId, StampId), u64>,
    /// Those of them that are not on their stamp yet: they change hub anyway, or are new.
    pub(crate) anyway: u64,
    /// Devices that a fallback still puts up, and that the goal is about.
    pub(crate) put_up: u64,
    /// For each new move and stamp, the devices that it brings there.
    pub(crate) by: BTreeMap<(String, StampId), u64>,
    /// For each new move, the devices for which it must not be.
    pub(crate) wrong: BTreeMap<String, u64>,
    /// Devices that moved and that the goal is not about.
    pub(crate) astray: u64,
    /// Devices that have no stamp any more.
    pub(crate) refused: u64,
}

/// The policies of the last pass, and what the new one has in addition.
pub(crate) struct Edited<'p> {
    pub(crate) task: &'p Task,
    pub(crate) old: &'p Policy,
    pub(crate) new: &'p Policy,
    /// The names of the new moves.
    pub(crate) moves: &'p [String],
    /// The stamps that they take devices from.
    pub(crate) from: &'p [StampId],
    /// Both without their guarantees, if they have any.
    pub(crate) unguarded: Option<(Policy, Policy)>,
}

/// The last pass over a part of a fleet.
pub struct VerifyPass<'p> {
    edited: &'p Edited<'p>,
    old: Placer<'p>,
    new: Placer<'p>,
    unguarded: Option<(Placer<'p>, Placer<'p>)>,
    verified: Verified,
}

impl<'p> Edited<'p> {
    pub(crate) fn new(
        task: &'p Task,
        (old, new): (&'p Policy, &'p Policy),
        moves: &'p [String],
        from: &'p [StampId],
    ) -> Self {
        let has = !old.guarantees().is_empty();
        let unguarded = has.then(|| (old.without_guarantees(), new.without_guarantees()));
        Self { task, old, new, moves, from, unguarded }
    }

    pub(crate) fn pass(&'p self) -> VerifyPass<'p> {
        let none = || vec![0; self.old.stamps().len()];
        let verified = Verified {
            before: none(),
            after: none(),
            flows: BTreeMap::new(),
            anyway: 0,
            put_up: 0,
            by: BTreeMap::new(),
            wrong: BTreeMap::new(),
            astray: 0,
            refused: 0,
        };
        VerifyPass {
            edited: self,
            old: self.old.placer(),
            new: self.new.placer(),
            unguarded: self.unguarded.as_ref().map(|(old, new)| (old.placer(), new.placer())),
            verified,
        }
    }

    /// Whether the goal is about a device, as the policy as it is has it.
    fn names(&self, before: &Placing<'_>) -> bool {
        match &self.task.goal {
            Goal::FromFallback(name) => {
                before.fallback.is_some_and(|fallback| name.as_deref().is_none_or(|name| name == fallback))
            }
            _ => before.stamp.is_some_and(|stamp| self.from.contains(&stamp)),
        }
    }
}

impl VerifyPass<'_> {
    pub(crate) fn into_verified(self) -> Verified {
        self.verified
    }

    /// The new move that took a device last, if one did.
    fn taken(&self, placing: &Placing<'_>) -> Option<String> {
        placing
            .moves
            .iter()
            .rev()
            .find(|name| self.edited.moves.iter().any(|new| new == *name))
            .map(|name| (*name).into())
    }

    fn note_moved(&mut self, member: &Member, before: &Placing<'_>, after: &Placing<'_>) {
        let weight = member.weight;
        if let (Some(from), Some(to)) = (before.stamp, after.stamp) {
            *self.verified.flows.entry((from, to)).or_default() += weight;
            self.verified.anyway += if before.current == before.stamp { 0 } else { weight };
        }
        if after.stamp.is_none() {
            self.verified.refused += weight;
        } else if !self.edited.names(before) {
            self.verified.astray += weight;
        }
        if let Some((name, to)) = self.taken(after).zip(after.stamp) {
            *self.verified.by.entry((name, to)).or_default() += weight;
        }
    }

    /// Whether a guarantee has to hold a device back that it had not to hold before. Only the new moves, and what leaves
    /// their stamps, can make it.
    fn is_newly_guarded(&mut self, request: &AllocationRequest, on: Option<&str>, now: &Placing<'_>) -> Option<String> {
        let (old, new) = self.unguarded.as_mut()?;
        let free = new.place_from(request, on);
        if free.stamp == now.stamp || old.place_from(request, on).stamp != self.old.place_from(request, on).stamp {
            return None;
        }
        self.taken(&free)
    }
}

impl Pass for VerifyPass<'_> {
    fn add(&mut self, member: &Member) {
        let (request, weight) = (&member.request, member.weight);
        let before = self.old.place(request);
        let on = request.current_hub.as_deref().or_else(|| before.hub(self.edited.old, None));
        let after = self.new.place_from(request, on);
        let add = |counts: &mut Vec<u64>, stamp: Option<StampId>| {
            stamp.and_then(|stamp| counts.get_mut(stamp.index())).into_iter().for_each(|count| *count += weight);
        };
        add(&mut self.verified.before, before.stamp);
        add(&mut self.verified.after, after.stamp);
        if before.stamp != after.stamp {
            self.note_moved(member, &before, &after);
        }
        if matches!(self.edited.task.goal, Goal::FromFallback(_)) && self.edited.names(&after) {
            self.verified.put_up += weight;
        }
        let is_asked = before.stamp.is_some_and(|stamp| self.edited.from.contains(&stamp));
        let wrong = match after.circle && !before.circle {
            true => self.taken(&after).or_else(|| self.edited.moves.first().cloned()),
            false if is_asked => self.is_newly_guarded(request, on, &after),
            false => None,
        };
        if let Some(name) = wrong {
            *self.verified.wrong.entry(name).or_default() += weight;
        }
    }

    fn merge(&mut self, other: Self) {
        let (mine, other) = (&mut self.verified, other.verified);
        mine.before.iter_mut().zip(&other.before).for_each(|(mine, other)| *mine += other);
        mine.after.iter_mut().zip(&other.after).for_each(|(mine, other)| *mine += other);
        other.flows.into_iter().for_each(|(at, devices)| *mine.flows.entry(at).or_default() += devices);
        other.by.into_iter().for_each(|(at, devices)| *mine.by.entry(at).or_default() += devices);
        other.wrong.into_iter().for_each(|(at, devices)| *mine.wrong.entry(at).or_default() += devices);
        mine.anyway += other.anyway;
        mine.put_up += other.put_up;
        mine.astray += other.astray;
        mine.refused += other.refused;
    }
}
