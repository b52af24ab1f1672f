//! What a round may do with a device, as sets of inputs.
//!
//! Which of several stamps the hash prefers is taken to be free, and so is the stamp that a device is on, but for what
//! rules read of it. So a set may be larger than the truth, never smaller: what is empty here never happens.

use alloc::vec::Vec;

use placement::{Deal, Move, Policy, StampId, State};

use super::diagram::{Diagrams, Set};
use super::model::{Model, TierModel};
use crate::input::TooLarge;

/// What may happen in a round, all hubs being linked.
pub(crate) struct Rounds {
    /// For each pin, where a device is pinned by it that is not on its stamp already.
    pub(crate) pins: Vec<Set>,
    /// For each stamp, where a device that is on it is held there by a pin although it is closed.
    pub(crate) held: Vec<Set>,
    /// Where no pin is taken that brings a device anywhere.
    pub(crate) unpinned: Set,
    /// For each stamp, where a device on it stays, before any move.
    pub(crate) stays: Vec<Set>,
    /// For each tier and stamp, where a device may be placed there, before any move.
    pub(crate) places: Vec<Vec<Set>>,
    /// Where a device can be placed nowhere.
    pub(crate) nowhere: Set,
    /// What moves may do; each somewhere, and only where a device may be found on the stamp that it leaves.
    pub(crate) moved: Vec<Moved>,
}

/// What a move may do with devices found on one stamp.
#[derive(Clone, Copy)]
pub(crate) struct Moved {
    /// The move, by its place in the policy.
    pub(crate) order: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) when: Set,
}

impl Rounds {
    /// The rounds of a policy, with its guarantees or as if it had none. The model may be of the same policy with its
    /// stamps in other states: it does not know these.
    pub(crate) fn of(policy: &Policy, model: &Model, diagrams: &mut Diagrams, guarded: bool) -> Result<Self, TooLarge> {
        let allowed = |stamp: usize| match guarded {
            true => model.allowed.get(stamp).copied().unwrap_or(Set::NOTHING),
            false => model.valid,
        };
        let maker = Maker { policy, model, diagrams };
        maker.rounds(&allowed)
    }
}

struct Maker<'m> {
    policy: &'m Policy,
    model: &'m Model,
    diagrams: &'m mut Diagrams,
}

/// For each tier, for each stamp.
type ByTier = Vec<Vec<Set>>;

/// What pins do.
struct Pinned {
    pins: Vec<Set>,
    held: Vec<Set>,
    unpinned: Set,
}

impl Maker<'_> {
    fn rounds(mut self, allowed: &dyn Fn(usize) -> Set) -> Result<Rounds, TooLarge> {
        let Pinned { pins, held, unpinned } = self.pins(allowed)?;
        let within = self.within(unpinned, allowed)?;
        let stays = self.stays(&within)?;
        let (places, placed) = self.places(&within)?;
        let nowhere = self.diagrams.minus(unpinned, placed)?;
        let moved = self.moves(&within)?;
        Ok(Rounds { pins, held, unpinned, stays, places, nowhere, moved })
    }

    fn pins(&mut self, allowed: &dyn Fn(usize) -> Set) -> Result<Pinned, TooLarge> {
        let mut unpinned = self.model.valid;
        let mut pins = Vec::new();
        let mut held: Vec<Set> = self.policy.stamps().iter().map(|_| Set::NOTHING).collect();
        for (pin, when) in self.policy.pins().iter().zip(&self.model.pins) {
            let state = self.policy.stamp(pin.stamp).map_or(State::Down, |stamp| stamp.state);
            let meant = self.diagrams.and(unpinned, *when)?;
            let may = self.diagrams.and(meant, allowed(pin.stamp.index()))?;
            let taken = if state.takes() { may } else { Set::NOTHING };
            if let Some(held) = held.get_mut(pin.stamp.index()).filter(|_| state.keeps() && !state.takes()) {
                *held = self.diagrams.or(*held, may)?;
            }
            unpinned = self.diagrams.minus(unpinned, taken)?;
            pins.push(taken);
        }
        Ok(Pinned { pins, held, unpinned })
    }

    /// What is left of the tiers where no pin is taken and without the stamps that are forbidden.
    fn within(&mut self, unpinned: Set, allowed: &dyn Fn(usize) -> Set) -> Result<ByTier, TooLarge> {
        let mut within = Vec::new();
        for tier in &self.model.tiers {
            let TierModel { stamps, .. } = tier;
            let mut left = Vec::new();
            for (stamp, serves) in stamps.iter().enumerate() {
                let serves = self.diagrams.and(*serves, unpinned)?;
                left.push(self.diagrams.and(serves, allowed(stamp))?);
            }
            within.push(left);
        }
        Ok(within)
    }

    fn stays(&mut self, within: &ByTier) -> Result<Vec<Set>, TooLarge> {
        let mut stays = Vec::new();
        for (number, stamp) in self.policy.stamps().iter().enumerate() {
            let tiers = within.iter().filter_map(|tier| tier.get(number).copied());
            let anywhere = self.diagrams.any(tiers)?;
            stays.push(if stamp.state.keeps() { anywhere } else { Set::NOTHING });
        }
        Ok(stays)
    }

    /// Where a device may be placed, by tier and stamp, and where at all.
    fn places(&mut self, within: &ByTier) -> Result<(ByTier, Set), TooLarge> {
        let mut placed = Set::NOTHING;
        let mut places = Vec::new();
        for tier in within {
            let mut here = Vec::new();
            for (stamp, serves) in self.policy.stamps().iter().zip(tier) {
                let takes = if stamp.state.places() { *serves } else { Set::NOTHING };
                here.push(self.diagrams.minus(takes, placed)?);
            }
            let any = self.diagrams.any(here.iter().copied())?;
            placed = self.diagrams.or(placed, any)?;
            places.push(here);
        }
        Ok((places, placed))
    }

    fn moves(&mut self, within: &ByTier) -> Result<Vec<Moved>, TooLarge> {
        let mut moved = Vec::new();
        let left = |from: &StampId| self.policy.moves().iter().any(|order| order.from.contains(*from));
        // Nobody is found on a stamp that is down.
        let keeps = |from: &StampId| self.policy.stamp(*from).is_some_and(|stamp| stamp.state.keeps());
        for from in self.policy.stamp_ids().filter(left).filter(keeps) {
            let mut not_before = self.diagrams.any(within.iter().filter_map(|tier| tier.get(from.index()).copied()))?;
            for (at, tier) in within.iter().enumerate() {
                let holds = tier.get(from.index()).copied().unwrap_or(Set::NOTHING);
                let first = self.diagrams.and(not_before, holds)?;
                not_before = self.diagrams.minus(not_before, holds)?;
                let up_to = within.get(..=at).unwrap_or_default();
                self.moves_of(from, first, up_to, &mut moved)?;
            }
        }
        Ok(moved)
    }

    /// The moves of devices found on a stamp that the last of these tiers is the first to hold.
    fn moves_of(
        &mut self,
        from: StampId,
        found: Set,
        tiers: &[Vec<Set>],
        moved: &mut Vec<Moved>,
    ) -> Result<(), TooLarge> {
        let mut left = found;
        let policy = self.policy;
        for (number, (order, when)) in policy.moves().iter().zip(&self.model.moves).enumerate() {
            if !order.from.contains(from) || left.is_empty() {
                continue;
            }
            let applies = self.diagrams.and(left, *when)?;
            let mut open = applies;
            for stamps in tiers {
                let to = self.targets(order, open, stamps)?;
                let any = self.diagrams.any(to.iter().map(|(_, when)| *when))?;
                let from = from.index();
                moved.extend(to.into_iter().map(|(to, when)| Moved { order: number, from, to, when }));
                // The hash may prefer none of these to where the device is.
                if !matches!(order.deal, Deal::Preferred) {
                    open = self.diagrams.minus(open, any)?;
                    left = self.diagrams.minus(left, any)?;
                }
            }
        }
        Ok(())
    }

    /// The targets of a move among the stamps of a tier.
    fn targets(&mut self, order: &Move, within: Set, tier: &[Set]) -> Result<Vec<(usize, Set)>, TooLarge> {
        let mut targets = Vec::new();
        for to in order.to.iter() {
            let takes = self.policy.stamp(to).is_some_and(|stamp| stamp.state.takes());
            let Some(serves) = tier.get(to.index()).filter(|_| takes) else { continue };
            let when = self.diagrams.and(within, *serves)?;
            if !when.is_empty() {
                targets.push((to.index(), when));
            }
        }
        Ok(targets)
    }
}
