use placement::{Placer, Placing, StampId};

use super::Simulator;
use super::counts::Counts;
use crate::fleet::{Member, Unreadable};

/// A part of a fleet that is simulated. Parts add up, in whatever order, to the same.
pub struct Part<'s> {
    simulator: &'s Simulator<'s>,
    placer: Placer<'s>,
    /// One for each outage.
    without: alloc::vec::Vec<Placer<'s>>,
    counts: Counts<'s>,
}

impl<'s> Part<'s> {
    pub(crate) fn new(simulator: &'s Simulator<'_>) -> Self {
        Self {
            simulator,
            placer: simulator.policy.placer(),
            without: simulator.outages.iter().map(|outage| outage.policy.placer()).collect(),
            counts: Counts::new(simulator.policy, simulator.outages.len()),
        }
    }

    /// Decides about a device.
    pub fn add(&mut self, member: &Member) {
        let (placing, anew) = self.placer.place_and_anew(&member.request);
        let anew = match member.is_tied() {
            true => Some(self.placer.place_among(&member.request, &self.simulator.linked, None)),
            false => anew,
        };
        self.add_outages(member, &placing);
        self.counts.add(self.simulator.policy, member, placing, anew);
    }

    /// Adds a line that is no device.
    pub fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.counts.add_unreadable(unreadable);
    }

    /// Adds what another part has.
    pub fn merge(&mut self, other: Self) {
        self.counts.merge(other.counts);
    }

    /// What has been counted.
    pub fn into_counts(self) -> Counts<'s> {
        self.counts
    }

    /// Decides once more, in each outage, about a device that is where the policy wants it.
    ///
    /// A stamp that is down takes nobody, and keeps nobody. So a device on another stamp finds what it found before: the
    /// pin that holds it there, or none; the same tiers; and no move to a stamp that was no target before. A device whose
    /// moves go round a circle may find another way out of it, and one that was refused is refused still.
    fn add_outages(&mut self, member: &Member, placing: &Placing<'_>) {
        let Some(stamp) = placing.stamp else { return };
        let simulator = self.simulator;
        match simulator.of_stamp.get(stamp.index()) {
            _ if placing.circle => {
                (0..simulator.outages.len()).for_each(|index| self.add_outage(index, member, placing, stamp));
            }
            Some(outages) => outages.iter().for_each(|index| self.add_outage(*index, member, placing, stamp)),
            None => {}
        }
    }

    fn add_outage(&mut self, index: usize, member: &Member, placing: &Placing<'_>, stamp: StampId) {
        let (simulator, request) = (self.simulator, &member.request);
        let hub = placing.hub(simulator.policy, request.current_hub.as_deref());
        let (Some(outage), Some(without)) = (simulator.outages.get(index), self.without.get_mut(index)) else { return };
        let now = without.place_from(request, hub);
        self.counts.add_outage(index, |counts| counts.add(outage, stamp, &now, member.weight));
    }
}
