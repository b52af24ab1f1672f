use alloc::vec::Vec;

use placement::{Placer, Placing};

use super::causes::{Cause, Causes};
use super::comparison::{Comparison, Version};
use super::counts::{Counts, Seen};
use super::places::{Place, put};
use crate::fleet::{Member, Unreadable};

/// A part of a fleet on which two policies are compared. Parts add up, in whatever order, to the same.
pub struct Part<'c> {
    comparison: &'c Comparison<'c>,
    old: Placer<'c>,
    new: Placer<'c>,
    within: Option<Placer<'c>>,
    causes: Causes<'c>,
    counts: Counts,
}

/// What becomes of one device that is not where it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moved {
    /// Where it stood.
    pub from: Place,
    /// Where it goes.
    pub to: Place,
    /// The edit that does it; none where the old policy would do it too.
    pub cause: Option<Cause>,
}

/// A device that is asked about, as every policy is asked about it.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q> {
    pub(crate) member: &'q Member,
    /// Whether the fleet gives the hubs that are linked.
    pub(crate) gives_hubs: bool,
    /// The hub that it stands on.
    pub(crate) hub: Option<&'q str>,
}

impl Question<'_> {
    /// Whether it is asked among the hubs that the fleet gives. One that is tied to its hub is not, as a new device.
    fn gives_hubs(&self) -> bool {
        self.gives_hubs && (self.hub.is_some() || !self.member.is_tied())
    }

    /// What a policy decides.
    pub(crate) fn put<'p>(&self, version: &Version<'_>, placer: &mut Placer<'p>) -> (Placing<'p>, Place) {
        let request = &self.member.request;
        let linked = if self.gives_hubs() { &request.linked_hubs } else { &version.linked };
        let placing = placer.place_among(request, linked, self.hub);
        let place = put(&version.places, &placing);
        (placing, place)
    }

    /// What a policy describes it as, if it is on this hub.
    pub(crate) fn describe(
        &self,
        version: &Version<'_>,
        placer: &mut Placer<'_>,
        hub: Option<&str>,
    ) -> Vec<Option<usize>> {
        let request = &self.member.request;
        let linked = if self.gives_hubs() { &request.linked_hubs } else { &version.linked };
        placer.describe(request, linked, hub).map(|value| value.map(placement::ValueId::index)).collect()
    }
}

impl<'c> Part<'c> {
    pub(super) fn new(comparison: &'c Comparison<'_>) -> Self {
        Self {
            comparison,
            old: comparison.old.policy().placer(),
            new: comparison.new.policy().placer(),
            within: comparison.settings.within.as_ref().map(|within| within.policy().placer()),
            causes: Causes::new(comparison),
            counts: Counts::new(comparison),
        }
    }

    /// Asks both policies about a device. Gives what becomes of it, if it is not where it was.
    pub fn add(&mut self, member: &Member) -> Option<Moved> {
        let (comparison, request) = (self.comparison, &member.request);
        let fresh = comparison.settings.fresh;
        let gives_hubs = !request.linked_hubs.is(&comparison.old.linked);
        let on = request.current_hub.as_deref().filter(|_| !fresh);
        let (before, wanted) = Question { member, gives_hubs, hub: on }.put(&comparison.old, &mut self.old);
        // A device that is new to both is settled by the old policy first.
        let settled = if on.is_none() { before.hub(comparison.old.policy(), None) } else { on };
        let stands = on.map_or(wanted, |hub| self.stands_on(hub));
        let question = Question { member, gives_hubs, hub: settled.filter(|_| !fresh) };
        let (after, goes) = question.put(&comparison.new, &mut self.new);
        let at = |place: Place| place.for_one_on(stands);
        let cause = (at(goes) != at(wanted)).then(|| self.causes.of(question, goes)).flatten();
        let (wanted, goes) = (at(wanted), at(goes));
        let seen = Seen { member, is_new: on.is_none(), stands, wanted, goes, cause, after: &after };
        self.count(question, settled, &seen);
        (goes != stands).then_some(Moved { from: stands, to: goes, cause })
    }

    /// Where a device on this hub is.
    fn stands_on(&self, hub: &str) -> Place {
        let on = |version: &Version<'_>| version.places.get(version.policy().stamp_of_hub(hub)?.index()).copied();
        on(&self.comparison.old).or_else(|| on(&self.comparison.new)).unwrap_or(Place::OtherHub)
    }

    fn count(&mut self, question: Question<'_>, settled: Option<&str>, seen: &Seen<'_, '_>) {
        let comparison = self.comparison;
        self.counts.add(comparison.places.0.len(), seen);
        let new = comparison.new.policy();
        let then = seen.after.hub(new, question.hub).or(question.hub);
        if seen.goes != seen.stands && seen.goes != seen.wanted {
            let description = question.describe(&comparison.new, &mut self.new, then);
            self.counts.add_to_balance(description, seen);
            if let (Some(within), Some(placer)) = (&comparison.settings.within, &mut self.within) {
                let is_within = question
                    .describe(&comparison.new, placer, then)
                    .get(within.attribute())
                    .is_some_and(Option::is_some);
                self.counts.add_outside(seen, is_within);
            }
        }
        let stays = matches!(seen.goes, Place::Stamp(_)) && seen.goes == seen.stands;
        if stays
            && let (Some(then), Some(settled)) = (then, settled)
            && !then.eq_ignore_ascii_case(settled)
        {
            self.counts.add_change_of_hub(seen.member.weight);
        }
        if stays && comparison.answers.may_differ() {
            let old = comparison.answers.of_old(question.describe(&comparison.old, &mut self.old, settled));
            let new = comparison.answers.of_new(question.describe(&comparison.new, &mut self.new, then));
            self.counts.add_answer((seen.goes, old, new), seen.member.weight);
        }
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
    pub fn into_counts(self) -> Counts {
        self.counts
    }
}
