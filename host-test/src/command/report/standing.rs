//! What stamps that fail would do once an edit has had its effect.

use analysis::difference::Comparison;
use analysis::fleet::Member;
use analysis::simulation::{Counts, Part, Simulator};
use dps::LinkedHubs;
use placement::Placer;

/// Simulates the new policy on devices that stand where a comparison takes them to stand.
pub(super) struct Standing<'c> {
    comparison: &'c Comparison<'c>,
    old: Placer<'c>,
    /// The hubs of the new policy.
    linked: LinkedHubs,
    part: Part<'c>,
}

impl<'c> Standing<'c> {
    pub(super) fn new(comparison: &'c Comparison<'_>, simulator: &'c Simulator<'_>) -> Self {
        let linked = comparison.new_policy().stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
        Self { comparison, old: comparison.old().placer(), linked, part: simulator.part() }
    }

    /// Adds a device. One that is on no hub is settled by the old policy first.
    pub(super) fn add(&mut self, member: &Member) {
        let mut member = member.clone();
        let request = &mut member.request;
        if self.comparison.settings().fresh {
            request.current_hub = None;
        } else if request.current_hub.is_none() {
            let placing = self.old.place(request);
            request.current_hub = placing.hub(self.comparison.old(), None).map(str::to_owned);
        }
        if request.linked_hubs.is(self.comparison.linked()) {
            request.linked_hubs = self.linked.clone();
        }
        self.part.add(&member);
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.part.merge(other.part);
    }

    pub(super) fn into_counts(self) -> Counts<'c> {
        self.part.into_counts()
    }
}
