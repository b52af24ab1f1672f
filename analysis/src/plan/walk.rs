//! A fleet that walks along ways: every device is asked by one policy after the other, each time from where the one
//! before has put it.

use alloc::vec::Vec;

use dps::LinkedHubs;
use placement::{How, Placer, Placing};

use super::back::{Back, BackMove};
use super::counts::{Bad, Counts, StepCounts, Stuck, WayCounts};
use super::way::{Taken, Way};
use crate::difference::Place;
use crate::difference::comparison::Version;
use crate::difference::part::Question;
use crate::difference::places::Places;
use crate::fleet::{Member, Unreadable};

/// What is asked of a fleet in one reading.
pub struct Walk<'p> {
    pub(super) old: Version<'p>,
    pub(super) new: Version<'p>,
    pub(super) places: Places,
    pub(super) ways: Vec<Way>,
}

/// A part of a fleet that walks. Parts add up, in whatever order, to the same.
pub struct Part<'w> {
    walk: &'w Walk<'w>,
    old: Placer<'w>,
    /// For each way and step the policy after it, and the one of its way back if that is not the old policy.
    ways: Vec<Vec<(Placer<'w>, Option<Placer<'w>>)>>,
    counts: Counts,
}

impl Walk<'_> {
    /// A part of the fleet, of which nothing is known yet. Each thread has its own.
    pub fn part<'w>(&'w self) -> Part<'w> {
        let placers = |step: &'w Taken| {
            let back = step.back.version.as_ref().map(|back| back.policy().placer());
            (step.version.policy().placer(), back)
        };
        Part {
            walk: self,
            old: self.old.policy().placer(),
            ways: self.ways.iter().map(|way| way.steps.iter().map(placers).collect()).collect(),
            counts: Counts::new(self),
        }
    }

    /// What is linked for devices of which a fleet does not say it. A fleet's defaults must have a clone of this, for each
    /// policy to be asked with its own hubs.
    pub fn linked(&self) -> &LinkedHubs {
        &self.old.linked
    }

    /// Where a device on this hub is.
    fn stands_on(&self, hub: &str) -> Place {
        let on = |version: &Version<'_>| version.places.get(version.policy().stamp_of_hub(hub)?.index()).copied();
        on(&self.old).or_else(|| on(&self.new)).unwrap_or(Place::OtherHub)
    }
}

/// A device before the first step.
struct Device<'m> {
    member: &'m Member,
    /// Whether the fleet gives the hubs that are linked.
    gives_hubs: bool,
    stands: Place,
    /// Where the old policy wants it.
    wanted: Place,
}

/// Where a device has got to.
struct Stand<'h> {
    place: Place,
    hub: Option<&'h str>,
    /// The group of steps that moved it.
    moved: Option<usize>,
    /// Whether it has gone where the old policy wanted it anyway.
    anyway: bool,
    /// Where the old policy takes it from here, if that has been asked.
    old: Option<(Place, bool)>,
}

impl Device<'_> {
    /// Where a way back has to put it: where the old policy wants it, else where it stands.
    fn home(&self) -> Place {
        if self.wanted == Place::Nowhere { self.stands } else { self.wanted }
    }

    fn question<'q>(&'q self, hub: Option<&'q str>) -> Question<'q> {
        Question { member: self.member, gives_hubs: self.gives_hubs, hub }
    }

    /// What a policy decides about it where it has got to, and where it is then.
    fn ask<'p>(&self, from: &Stand<'_>, version: &Version<'_>, placer: &mut Placer<'p>) -> (Placing<'p>, Place) {
        let (placing, goes) = self.question(from.hub).put(version, placer);
        (placing, goes.for_one_on(from.place))
    }

    /// Whether it may be here on the way back, where no step has moved it.
    fn may_be(&self, here: Place, at: Place) -> bool {
        here == at || here == self.home() || here == Place::Nowhere && self.wanted == Place::Nowhere
    }
}

impl Part<'_> {
    /// Asks the policies of every way about a device.
    pub fn add(&mut self, member: &Member) {
        let (walk, request) = (self.walk, &member.request);
        let gives_hubs = !request.linked_hubs.is(&walk.old.linked);
        let on = request.current_hub.as_deref();
        let (before, wanted) = Question { member, gives_hubs, hub: on }.put(&walk.old, &mut self.old);
        // A device that is new is settled by the old policy first.
        let hub = on.or_else(|| before.hub(walk.old.policy(), None));
        let stands = on.map_or(wanted, |hub| walk.stands_on(hub));
        let wanted = wanted.for_one_on(stands);
        let device = Device { member, gives_hubs, stands, wanted };
        self.counts.devices += member.weight;
        self.counts.before.add(stands, stands, member.weight);
        for ((way, placers), counts) in walk.ways.iter().zip(&mut self.ways).zip(&mut self.counts.ways) {
            let mut stand = Stand { place: stands, hub, moved: None, anyway: false, old: None };
            let steps = way.steps.iter().zip(placers).enumerate();
            for (number, (step, (forward, back))) in steps {
                go(&device, &mut stand, (number, step), forward, counts);
                let Some(counts) = counts.steps.get_mut(number) else { continue };
                let asked = match (&step.back.version, back) {
                    (Some(version), Some(placer)) => Asked::WithMoves(version, placer),
                    _ => Asked::Old(&walk.old, &mut self.old),
                };
                come_back(&device, &mut stand, &step.back, asked, counts);
            }
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

/// Asks the policy after a step.
fn go<'s>(
    device: &Device<'s>,
    stand: &mut Stand<'s>,
    (number, step): (usize, &'s Taken),
    placer: &mut Placer<'_>,
    counts: &mut WayCounts,
) {
    let weight = device.member.weight;
    let (placing, goes) = device.ask(stand, &step.version, placer);
    let Some(count) = counts.steps.get_mut(number) else { return };
    count.circles += if placing.circle { weight } else { 0 };
    if let Err(refusal) = placing.outcome {
        // Whoever is refused stays on the hub that it has.
        count.add_refused(refusal, weight);
        count.flows.add(stand.place, stand.place, weight);
        return;
    }
    count.flows.add(stand.place, goes, weight);
    let hub = placing.hub(step.version.policy(), stand.hub).or(stand.hub);
    if goes == stand.place {
        stand.hub = hub;
        return;
    }
    let (mut moved, mut anyway) = (stand.moved, stand.anyway);
    match stand.place {
        Place::Nowhere => count.placed += weight,
        _ if number == 0 && goes == device.wanted => {
            count.anyway += weight;
            anyway = true;
        }
        _ => {
            count.moved += weight;
            count.moved_after += if anyway { weight } else { 0 };
            if let Some(earlier) = moved.replace(step.group) {
                *counts.twice.entry((earlier, step.group)).or_default() += weight;
            }
        }
    }
    *stand = Stand { place: goes, hub, moved, anyway, old: None };
}

/// The policy of a way back.
enum Asked<'a, 'w> {
    /// The old policy alone.
    Old(&'a Version<'w>, &'a mut Placer<'w>),
    /// The old policy with moves before its own.
    WithMoves(&'a Version<'w>, &'a mut Placer<'w>),
}

/// Asks the way back from a step: whoever was moved is to be returned, and everybody else to stay.
fn come_back(device: &Device<'_>, stand: &mut Stand<'_>, back: &Back, asked: Asked<'_, '_>, count: &mut StepCounts) {
    let (home, weight) = (device.home(), device.member.weight);
    let was_moved = stand.place != home && stand.place != device.stands && home != Place::Nowhere;
    let (lands, forced) = match asked {
        Asked::Old(..) if !was_moved => return,
        Asked::Old(version, placer) => {
            let (lands, forced) = stand.old.unwrap_or_else(|| {
                let (placing, lands) = device.ask(stand, version, placer);
                (lands, placing.outcome == Ok(How::Forced))
            });
            stand.old = Some((lands, forced));
            (lands, forced)
        }
        Asked::WithMoves(version, placer) => {
            let (placing, lands) = device.ask(stand, version, placer);
            let is_right = if was_moved { lands == home } else { device.may_be(lands, stand.place) };
            if !is_right || placing.circle {
                blame(back, &placing, lands, count);
            }
            let acts = taken(back, &placing).next().is_some();
            count.touched += if !was_moved && !is_right && acts { weight } else { 0 };
            (lands, placing.outcome == Ok(How::Forced))
        }
    };
    match was_moved {
        true if lands == home => count.returned += weight,
        true => {
            let group = stand.moved.unwrap_or_default();
            let stuck = Stuck { group, here: stand.place, lands, home, forced };
            *count.stuck.entry(stuck).or_default() += weight;
        }
        false => {}
    }
}

/// The moves of a way back that have acted.
fn taken<'b>(back: &'b Back, placing: &Placing<'_>) -> impl Iterator<Item = &'b BackMove> {
    back.moves.iter().filter(|one| placing.moves.contains(&&*one.name))
}

/// Notes the moves of a way back that have taken a device where it does not belong.
fn blame(back: &Back, placing: &Placing<'_>, lands: Place, count: &mut StepCounts) {
    for one in taken(back, placing) {
        let is_at = one.to.contains(&lands);
        let targets = one.to.iter().filter(|to| !is_at || **to == lands);
        let bad = |to: &Place| Bad { purpose: one.purpose, to: *to, circle: placing.circle };
        count.bad.extend(targets.map(bad));
    }
}
