//! A plan on a fleet in memory, and the same walk by whole decisions.

use analysis::edit::{PolicyText, Problem};
use analysis::fleet::Member;
use analysis::plan::{Plan, Settings, plan};
use dps::AllocationRequest;
use placement::{Outcome, Policy};

/// A plan for devices, by so many parts.
pub(crate) fn planned(old: &str, new: &str, members: &[Member], settings: &Settings) -> Plan {
    let [old, new] = [old, new].map(|text| PolicyText::parse(text).unwrap());
    plan::<Problem>(&old, &new, settings, |walk| {
        let mut parts = [walk.part(), walk.part(), walk.part()];
        for (number, member) in members.iter().enumerate() {
            parts[number % 3].add(member);
        }
        let mut whole = walk.part();
        parts.into_iter().rev().for_each(|part| whole.merge(part));
        Ok(whole.into_counts())
    })
    .unwrap()
}

/// Where a device is, by the name of its stamp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum At {
    Stamp(String),
    OtherHub,
    Nowhere,
}

/// What a policy decides about a device on a hub, and the hub that it has then.
pub(crate) fn decide(policy: &Policy, request: &AllocationRequest, hub: Option<String>) -> (At, Option<String>) {
    let asked = AllocationRequest { current_hub: hub.clone(), ..request.clone() };
    match policy.decide(&asked).outcome {
        Outcome::Refused(_) => (At::Nowhere, hub),
        Outcome::Answered { stamp, answer, .. } => {
            let at = stamp.map_or(At::OtherHub, |name| At::Stamp(name.to_owned()));
            (at, Some(answer.hub))
        }
    }
}

/// A device's way along a plan, by whole decisions.
pub(crate) struct Walked {
    /// Where it stands before the first step.
    pub(crate) stands: At,
    /// Where the old policy wants it.
    pub(crate) wanted: At,
    /// Where it is after each step, and the hub that it has then.
    pub(crate) after: Vec<(At, Option<String>)>,
}

impl At {
    /// It for a device that stands here: where it is forced to stay on a hub that is no stamp's, it is where it stands.
    pub(crate) fn for_one_on(self, stands: &Self) -> Self {
        if self == Self::OtherHub { stands.clone() } else { self }
    }
}

impl Walked {
    pub(crate) fn of(old: &Policy, new: &Policy, steps: &[Policy], request: &AllocationRequest) -> Self {
        let (wanted, hub) = decide(old, request, request.current_hub.clone());
        let of_hub = |hub: &String| {
            let named = |policy: &Policy| Some(policy.stamp(policy.stamp_of_hub(hub)?)?.name.to_string());
            named(old).or_else(|| named(new)).map_or(At::OtherHub, At::Stamp)
        };
        let stands = request.current_hub.as_ref().map_or(wanted.clone(), of_hub);
        let wanted = wanted.for_one_on(&stands);
        let hub = request.current_hub.clone().or(hub);
        let mut at = (stands.clone(), hub);
        let mut after = Vec::new();
        for step in steps {
            let (goes, hub) = decide(step, request, at.1.clone());
            at = if goes == At::Nowhere { at } else { (goes.for_one_on(&at.0), hub) };
            after.push(at.clone());
        }
        Self { stands, wanted, after }
    }

    /// Where a way back has to put it.
    pub(crate) fn home(&self) -> &At {
        if self.wanted == At::Nowhere { &self.stands } else { &self.wanted }
    }

    /// Whether the first step takes it where the old policy would have.
    pub(crate) fn moves_anyway(&self) -> bool {
        self.after.first().is_some_and(|(at, _)| *at != self.stands && *at == self.wanted && self.stands != At::Nowhere)
    }

    /// The steps that move it, those aside that the old policy would have done.
    pub(crate) fn moves(&self) -> Vec<usize> {
        let before = [&self.stands].into_iter().chain(self.after.iter().map(|(at, _)| at));
        let steps = before.zip(&self.after).enumerate();
        let moved = steps.filter(|(number, (before, (after, _)))| {
            *before != after && **before != At::Nowhere && !(*number == 0 && *after == self.wanted)
        });
        moved.map(|(number, _)| number).collect()
    }
}
