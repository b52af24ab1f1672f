//! What keeps a fleet from its goal.

use alloc::string::String;
use alloc::vec::Vec;

use placement::StampId;

use super::attempt::Attempt;
use super::goal::Goal;
use super::outcome::{Left, Reason, Rebalanced};
use super::plan::Plan;
use super::survey::{Held, HeldDevices, Survey};
use super::verified::Verified;
use crate::edit::PolicyText;

impl Survey<'_> {
    /// Devices that no stamp which takes devices could take.
    pub(crate) fn homeless(&self) -> u64 {
        let alone = self.held.iter().filter(|((_, why), _)| *why == Held::Alone);
        alone.map(|(_, held)| held.devices).sum()
    }

    /// Devices that the goal is about and that have a way.
    pub(crate) fn share(&self) -> u64 {
        self.classes.values().sum()
    }

    fn held_on(&self, stamp: StampId) -> Vec<(Reason, HeldDevices)> {
        let held = self.held.iter().filter(|((on, _), _)| *on == stamp);
        let mut held: Vec<(Reason, HeldDevices)> =
            held.map(|((_, why), devices)| (Reason::from(*why), devices.clone())).collect();
        held.sort_by(|(one, _), (other, _)| one.cmp(other));
        held
    }
}

impl From<Held<'_>> for Reason {
    fn from(held: Held<'_>) -> Self {
        match held {
            Held::Pinned(pin) => Self::Pinned(String::from(pin)),
            Held::Forced => Self::Forced,
            Held::Kept => Self::Kept,
            Held::Circle => Self::Circle,
            Held::Alone => Self::Alone,
            Held::Forbidden => Self::Forbidden,
            Held::Returns => Self::Returns,
        }
    }
}

impl<F: super::Fleet> Attempt<'_, F> {
    /// What comes of a rebalancing that ends here. `last` is what a plan would still say.
    pub(crate) fn outcome(&self, text: PolicyText, verified: Verified, largest: u64, last: &Plan) -> Rebalanced {
        let reached = self.is_reached(&verified, largest);
        let left = if reached { Vec::new() } else { self.left(&verified, largest, last) };
        Rebalanced {
            text,
            reached,
            devices: self.survey.devices,
            unreadable: self.survey.unreadable,
            examples: self.survey.examples.clone(),
            bounds: self.first.bounds.clone(),
            anyway: verified.anyway,
            least: self.least(),
            left,
            closing: None,
            troubles: self.survey.troubles.clone(),
            before: verified.before,
            after: verified.after,
            flows: verified.flows,
        }
    }

    /// The fewest devices that have to move; of a stamp that is to be filled, all that the hash deals to it.
    fn least(&self) -> u64 {
        self.first.wanted.iter().map(|wanted| wanted.devices).sum()
    }

    /// For each stamp, the devices that the goal does not allow there.
    fn left(&self, verified: &Verified, largest: u64, last: &Plan) -> Vec<Left> {
        let stamps = self.old.policy().stamp_ids().map(|stamp| {
            let of = |counts: &[u64]| counts.get(stamp.index()).copied().unwrap_or(0);
            let (after, bound) = (of(&verified.after), of(&self.first.bounds));
            let devices = match &self.task.goal {
                Goal::Under(_) => after.saturating_sub(bound),
                Goal::Equal if after > bound + largest => after - bound,
                Goal::Empty(old) if *old == stamp => after,
                Goal::Fill(new) if *new == stamp => self.survey.share().saturating_sub(verified.flows.values().sum()),
                Goal::FromFallback(_) => self.survey.put_up(stamp),
                Goal::Equal | Goal::Empty(_) | Goal::Fill(_) => 0,
            };
            let unmet = last.unmet.iter().find(|unmet| unmet.stamp == stamp);
            let full = unmet.map(|unmet| unmet.full.clone()).unwrap_or_default();
            Left { stamp, devices, held: self.survey.held_on(stamp), full }
        });
        stamps.filter(|left| left.devices > 0).collect()
    }
}

impl Survey<'_> {
    /// Devices on a stamp that have a first tier to go to, and are not in it.
    fn put_up(&self, stamp: StampId) -> u64 {
        let classes = self.classes.iter().filter(|(class, _)| class.source.stamp == stamp).map(|(_, devices)| devices);
        let held =
            self.held.iter().filter(|((on, why), _)| *on == stamp && matches!(why, Held::Forbidden | Held::Returns));
        classes.sum::<u64>() + held.map(|(_, held)| held.devices).sum::<u64>()
    }
}
