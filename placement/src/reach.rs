//! Where a further move could take a device, from where it is placed.

use alloc::vec::Vec;

use dps::AllocationRequest;

use crate::decision::How;
use crate::device::Device;
use crate::orders::Deal;
use crate::placing::{Placer, Placing, conclude};
use crate::policy::Policy;
use crate::profile::Profiled;
use crate::recorder::{Event, Recorder};
use crate::round::Contest;
use crate::stamp_set::{StampId, StampSet};
use crate::tiers::Tiers;

/// Where a device is placed, and where a move behind those of the policy could take it from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach<'p> {
    /// Where it is placed.
    pub placing: Placing<'p>,
    /// What a move could do; nothing of a device that no move takes from its stamp: it is forced, pinned, kept or refused,
    /// or goes round a circle.
    pub rest: Option<Rest<'p>>,
}

/// What the round that finds a stamp again knows of the other stamps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest<'p> {
    /// The stamps that a move could take the device to: in the tiers up to the first that holds its own, and they take
    /// devices.
    pub targets: StampSet,
    /// Those of them that are in the first tier.
    pub first: StampSet,
    /// The stamps that would be among the targets if no guarantee forbade them.
    pub barred: StampSet,
    /// The fallbacks whose condition holds for the device.
    pub fallbacks: Vec<&'p str>,
    /// The targets on which the device stays, whatever it takes to know it: no move leaves them, and the device is
    /// described there as it is here.
    steady: StampSet,
}

/// Where a device comes to rest if a move takes it to a stamp.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stop {
    /// On that stamp, or on another that the policy's own orders take it on to.
    On(StampId),
    /// On none: it goes round a circle, or nothing is found for it any more.
    Nowhere,
}

impl<'p> Rest<'p> {
    /// What can be said where a round has found a stamp, in the tier `at`: by the tiers as they serve the device, and by
    /// what of them is linked and not forbidden.
    pub(crate) fn new(
        policy: &Policy,
        device: &Device<'_>,
        (found, at): (StampId, usize),
        tiers: &Tiers<'p>,
        by_place: bool,
    ) -> Self {
        let taking = &policy.index.taking;
        let serving = |count: usize| {
            let mut stamps = StampSet::default();
            tiers.iter().take(count).for_each(|tier| stamps.unite(&tier.serving));
            stamps.remove(&core::iter::once(found).collect());
            stamps.and(taking)
        };
        let mut barred = serving(at + 1);
        let targets = barred.and(&tiers.stamps);
        barred.retain(device.linked());
        barred.remove(&targets);
        let mut steady = targets.clone();
        if by_place {
            steady = StampSet::default();
        }
        policy.moves.iter().for_each(|order| steady.remove(&order.from));
        Self {
            first: serving(1).and(&tiers.stamps),
            fallbacks: tiers.iter().filter_map(|tier| tier.fallback).collect(),
            targets,
            barred,
            steady,
        }
    }
}

impl<'p> Placer<'p> {
    /// Decides about a request as [`Placer::place_from`] does, and notes where a move could take the device from the stamp
    /// that is answered.
    pub fn reach(&mut self, request: &AllocationRequest, hub: Option<&str>) -> Reach<'p> {
        let mut last = Last(None);
        let (linked, on) = self.known.of(self.policy, &request.linked_hubs, hub);
        let device = Device::new(self.policy, request, linked, on, &mut last);
        let placing = conclude(self.policy, &device, &mut Profiled::to_place(), &mut last);
        let free = matches!(placing.outcome, Ok(How::Stayed | How::Moved | How::Placed)) && !placing.circle;
        Reach { rest: last.0.filter(|_| free), placing }
    }

    /// Where a device comes to rest if a move takes it to one of the targets that it reaches.
    pub fn stop(&mut self, request: &AllocationRequest, rest: &Rest<'_>, target: StampId) -> Stop {
        if rest.steady.contains(target) {
            return Stop::On(target);
        }
        let hub = self.policy.stamp(target).map(|stamp| stamp.hub.as_str());
        let placing = self.place_from(request, hub);
        let found = matches!(placing.outcome, Ok(How::Stayed | How::Moved)) && !placing.circle;
        placing.stamp.filter(|_| found).map_or(Stop::Nowhere, Stop::On)
    }

    /// Whether the hash prefers one stamp to another for a device, by their own weights.
    pub fn prefers(&mut self, request: &AllocationRequest, stamp: StampId, to: StampId) -> bool {
        let (linked, on) = self.known.of(self.policy, &request.linked_hubs, None);
        let device = Device::new(self.policy, request, linked, on, &mut Last(None));
        let contest = Contest { policy: self.policy, device: &device, deal: &Deal::Preferred };
        contest.prefers(stamp, to)
    }
}

/// What is known of the last round, if it found a stamp otherwise than by a pin or a move.
struct Last<'p>(Option<Rest<'p>>);

impl<'p> Recorder<'p> for Last<'p> {
    const ALL: bool = false;
    const RESTS: bool = true;

    fn note(&mut self, _: impl FnOnce() -> Event<'p>) {}

    fn begins(&mut self) {
        self.0 = None;
    }

    fn rests(&mut self, rest: Rest<'p>) {
        self.0 = Some(rest);
    }
}
