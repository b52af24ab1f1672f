//! One round of the decision: finding a stamp for a device that is taken to be on the stamp `here`.

use crate::asked::Entry;
use crate::description::Description;
use crate::device::Device;
use crate::orders::Deal;
use crate::policy::Policy;
use crate::profile::{Profile, Profiled};
use crate::reach::Rest;
use crate::recorder::{Event, MovePassed, Out, OutOfTier, PinPassed, Recorder, Standing, Target, TargetPassed};
use crate::rendezvous::Contender;
use crate::stamp_set::{StampId, StampSet};
use crate::tiers::{Tier, Tiers};

/// What a round found, and by which entries.
#[derive(Clone, Copy)]
pub(crate) struct Found<'p> {
    pub(crate) stamp: StampId,
    pub(crate) pin: Option<&'p str>,
    /// The move that was taken, if one was.
    pub(crate) by_move: Option<&'p str>,
    /// The fallback whose tier the stamp was found in.
    pub(crate) fallback: Option<&'p str>,
    /// Whether it was found by placing alone, and not by asking where the device is. A round that looks at the device on
    /// the stamp finds it again then: it is open, so pins see nothing new in it; its tier is the one that it was placed
    /// in; and the moves are those that did not apply.
    pub(crate) at_rest: bool,
}

/// Runs one round.
pub(crate) fn round<'p, R: Recorder<'p>>(
    policy: &'p Policy,
    device: &Device<'_>,
    here: Option<StampId>,
    profiled: &mut Profiled<'p>,
    recorder: &mut R,
) -> Option<Found<'p>> {
    recorder.begins();
    recorder.note(|| Event::Round { here: here.map(|here| policy.stamp_name(here)) });
    let found = pinned(policy, device, here, recorder).or_else(|| {
        let Profile { description, tiers } = profiled.on(policy, device, here, recorder);
        note_tiers(policy, device, here, tiers, recorder);
        tiers.retain(device.may_be_on(here));
        let stays = stay(tiers, policy, here, recorder);
        let stamp = stays.or_else(|| place(tiers, policy, device, recorder))?;
        let at = tiers.holding(stamp);
        let moved = moved(policy, device, (here, stamp), description, tiers, recorder);
        let (stamp, by_move, tier) =
            moved.map_or((stamp, None, at), |(stamp, name, tier)| (stamp, Some(name), Some(tier)));
        let fallback = tier.and_then(|tier| tiers.get(tier)).and_then(|tier| tier.fallback);
        if let (true, None, Some(at)) = (R::RESTS, by_move, at) {
            recorder.rests(Rest::new(policy, device, (stamp, at), tiers, description.by_place));
        }
        let at_rest = stays.is_none() && by_move.is_none() && !description.by_place;
        Some(Found { stamp, pin: None, by_move, fallback, at_rest })
    });
    recorder.note(|| Event::Found { stamp: found.map(|found| policy.stamp_name(found.stamp)) });
    found
}

/// Step 1: the first pin that applies.
fn pinned<'p>(
    policy: &'p Policy,
    device: &Device<'_>,
    here: Option<StampId>,
    recorder: &mut impl Recorder<'p>,
) -> Option<Found<'p>> {
    let nothing = Description::default();
    for pin in &policy.pins {
        let state = policy.stamp(pin.stamp)?.state;
        let why = if !pin.when.holds(Entry::Pin(&pin.name), policy, device.view(&nothing), recorder) {
            PinPassed::Condition
        } else if !device.allowed.contains(pin.stamp) {
            PinPassed::Forbidden
        } else if !device.is_linked(pin.stamp, here) {
            PinPassed::NotLinked
        } else if !(state.takes() || here == Some(pin.stamp) && state.keeps()) {
            PinPassed::State
        } else {
            recorder.note(|| Event::Pinned { pin: &pin.name });
            return Some(Found {
                stamp: pin.stamp,
                pin: Some(&pin.name),
                by_move: None,
                fallback: None,
                at_rest: false,
            });
        };
        recorder.note(|| Event::PinPassed { pin: &pin.name, why });
    }
    None
}

fn note_tiers<'p>(
    policy: &'p Policy,
    device: &Device<'_>,
    here: Option<StampId>,
    tiers: &Tiers<'p>,
    recorder: &mut impl Recorder<'p>,
) {
    for tier in tiers.iter() {
        let out = |stamp: &StampId| match device.allowed.contains(*stamp) {
            false => Some(Out::Forbidden),
            true => (!device.is_linked(*stamp, here)).then_some(Out::NotLinked),
        };
        let name = |stamp| policy.stamp_name(stamp);
        recorder.note(|| Event::Tier {
            fallback: tier.fallback,
            stamps: tier.serving.iter().filter(|stamp| out(stamp).is_none()).map(name).collect(),
            out: tier
                .serving
                .iter()
                .filter_map(|stamp| Some(OutOfTier { stamp: name(stamp), why: out(&stamp)? }))
                .collect(),
        });
    }
}

/// Step 4, staying: `here`, if it is in any tier and keeps its devices.
fn stay<'p>(
    tiers: &Tiers<'p>,
    policy: &'p Policy,
    here: Option<StampId>,
    recorder: &mut impl Recorder<'p>,
) -> Option<StampId> {
    let here = here.filter(|here| policy.stamp(*here).is_some_and(|stamp| stamp.state.keeps()))?;
    let tier = tiers.holding(here)?;
    recorder.note(|| Event::Stayed { tier });
    Some(here)
}

/// Step 4, placing: in the first tier with an open stamp, the one that the hash prefers.
fn place<'p>(
    tiers: &Tiers<'p>,
    policy: &'p Policy,
    device: &Device<'_>,
    recorder: &mut impl Recorder<'p>,
) -> Option<StampId> {
    let open = tiers.stamps.and(&policy.index.open);
    let (tier, open) = tiers.iter().enumerate().find_map(|(index, tier)| {
        let open = tier.serving.and(&open);
        (!open.is_empty()).then_some((index, open))
    })?;
    let contest = Contest { policy, device, deal: &Deal::Own };
    let stamp = contest.winner(&open)?;
    recorder.note(|| Event::Placed { tier, candidates: contest.standings(&open).collect() });
    recorder.dealt(open, stamp);
    Some(stamp)
}

/// Step 5: the first move that applies, its target, and the tier of that. The device was looked at on the stamp `here`,
/// and `found` was found for it.
fn moved<'p>(
    policy: &'p Policy,
    device: &Device<'_>,
    (here, found): (Option<StampId>, StampId),
    description: &Description,
    tiers: &Tiers<'p>,
    recorder: &mut impl Recorder<'p>,
) -> Option<(StampId, &'p str, usize)> {
    let up_to = tiers.holding(found)?;
    for order in &policy.moves {
        let contest = Contest { policy, device, deal: &order.deal };
        let why = if !order.from.contains(found) {
            MovePassed::From
        } else if !order.when.holds(Entry::Move(&order.name), policy, device.view(description), recorder) {
            MovePassed::Condition
        } else {
            let takes = tiers.stamps.and(&order.to).and(&policy.index.taking);
            let targets = |tier: &Tier<'_>| contest.targets(&takes, tier, found);
            let first = tiers.iter().take(up_to + 1).map(targets).enumerate().find(|(_, targets)| !targets.is_empty());
            if let Some((tier, targets)) = first {
                let to = contest.winner(&targets)?;
                recorder.note(|| Event::Moved {
                    name: &order.name,
                    tier,
                    candidates: contest.standings(&targets).collect(),
                    to: policy.stamp_name(to),
                });
                return Some((to, &order.name, tier));
            }
            MovePassed::NoTarget
        };
        recorder.note(|| {
            let targets = order.to.iter().filter(|_| why == MovePassed::NoTarget);
            let targets = targets.map(|target| contest.passed(target, tiers, up_to, (here, found))).collect();
            Event::MovePassed { name: &order.name, why, targets }
        });
    }
    None
}

/// Stamps that contend for a device.
pub(crate) struct Contest<'c, 'p, 'r> {
    pub(crate) policy: &'p Policy,
    pub(crate) device: &'c Device<'r>,
    pub(crate) deal: &'c Deal,
}

impl<'p> Contest<'_, 'p, '_> {
    #[inline]
    fn contender(&self, stamp: StampId) -> Option<Contender<'p>> {
        let with = self.policy.stamp(stamp)?;
        let (hash, weight) = match self.deal {
            Deal::Own | Deal::Preferred => (with.hashes.placement, with.weight),
            Deal::Weighed(weights) => (with.hashes.weighed, *weights.get(&stamp)?),
        };
        Some(Contender::new(self.device.hash, &with.name, hash, weight))
    }

    fn contenders<'s>(&'s self, stamps: &'s StampSet) -> impl Iterator<Item = (StampId, Contender<'p>)> + 's {
        stamps.iter().filter_map(|stamp| Some((stamp, self.contender(stamp)?)))
    }

    /// The stamp that the hash prefers.
    fn winner(&self, stamps: &StampSet) -> Option<StampId> {
        let mut preferred: Option<(StampId, Contender<'_>)> = None;
        for stamp in stamps.iter() {
            let Some(contender) = self.contender(stamp) else { continue };
            if preferred.as_ref().is_none_or(|(_, best)| contender.beats(best)) {
                preferred = Some((stamp, contender));
            }
        }
        preferred.map(|(stamp, _)| stamp)
    }

    /// Whether the hash prefers one stamp to another.
    pub(crate) fn prefers(&self, stamp: StampId, to: StampId) -> bool {
        self.contender(stamp).zip(self.contender(to)).is_some_and(|(stamp, to)| stamp.beats(&to))
    }

    /// Those of the stamps of a tier that take the device to which a move may go from the one that was found.
    fn targets(&self, takes: &StampSet, tier: &Tier<'_>, found: StampId) -> StampSet {
        let targets = tier.serving.and(takes);
        match (self.deal, self.contender(found)) {
            (Deal::Preferred, Some(there)) => {
                self.contenders(&targets).filter(|(_, target)| target.beats(&there)).map(|(stamp, _)| stamp).collect()
            }
            _ => targets,
        }
    }

    fn standings<'s>(&'s self, stamps: &'s StampSet) -> impl Iterator<Item = Standing<'p>> + 's {
        self.contenders(stamps).map(|(_, contender)| standing(contender))
    }

    /// Why a target that is none of [`Contest::targets`] of the tiers up to one does not take the device.
    fn passed(
        &self,
        target: StampId,
        tiers: &Tiers<'p>,
        up_to: usize,
        (here, found): (Option<StampId>, StampId),
    ) -> Target<'p> {
        let takes = self.policy.index.taking.contains(target);
        let why = match (tiers.holding(target), self.contender(target), self.contender(found)) {
            _ if !self.device.allowed.contains(target) => TargetPassed::Forbidden,
            _ if !self.device.is_linked(target, here) => TargetPassed::NotLinked,
            (None, ..) => TargetPassed::NotServed,
            (Some(tier), ..) if tier > up_to => TargetPassed::Later,
            (_, Some(target), Some(found)) if takes => {
                TargetPassed::NotPreferred { standing: standing(target), found: standing(found) }
            }
            _ => TargetPassed::State,
        };
        Target { stamp: self.policy.stamp_name(target), why }
    }
}

fn standing<'p>(contender: Contender<'p>) -> Standing<'p> {
    Standing { stamp: contender.name.as_str(), weight: contender.weight.get(), cost: contender.cost }
}
