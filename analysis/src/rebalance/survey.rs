//! The first pass over a fleet: where devices are, and where they could be.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use hashbrown::HashMap;
use placement::{How, Reach, Rest, StampId, StampSet, Stop};
use rustc_hash::FxBuildHasher;

use super::Pass;
use super::look::{Between, Hit, Look, Source};
use crate::fleet::{self, Member, Unreadable, keep_first};

/// Devices of a source that the same stamps could take.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Class {
    pub(crate) source: Source,
    pub(crate) ways: StampSet,
}

/// Why a device cannot leave its stamp by a move, as it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Held<'p> {
    /// A pin, by its name: pins go before moves.
    Pinned(&'p str),
    /// DPS takes no other hub for it.
    Forced,
    /// Nothing is found for it, and it keeps its stamp for now.
    Kept,
    /// The policy's moves send it round a circle already.
    Circle,
    /// No stamp that may take devices now may take it.
    Alone,
    /// A guarantee forbids the stamps that would.
    Forbidden,
    /// The policy's own orders take it back from the stamps that would.
    Returns,
}

/// Devices that cannot leave.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct HeldDevices {
    /// How many.
    pub devices: u64,
    /// The first of them, by their lines.
    pub first: BTreeSet<(u64, String)>,
}

/// How many of them are shown.
const SHOWN: usize = 3;

/// Why a move from a source to a stamp is not proposed: devices that it would name besides.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// Devices that it would send round a circle.
    pub circling: u64,
    /// Devices that a guarantee would have to hold back.
    pub barred: u64,
    /// Devices that the goal is not about.
    pub unnamed: u64,
}

impl Trouble {
    /// Whether there are any.
    pub(crate) fn is_any(self) -> bool {
        self != Self::default()
    }
}

/// What the first pass counts.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Survey<'p> {
    pub(crate) devices: u64,
    pub(crate) unreadable: u64,
    pub(crate) examples: BTreeSet<Unreadable>,
    /// The devices on each stamp, under the policy as it has been edited so far.
    pub(crate) on: Vec<u64>,
    pub(crate) classes: HashMap<Class, u64, FxBuildHasher>,
    pub(crate) troubles: BTreeMap<(Source, StampId), Trouble>,
    pub(crate) held: HashMap<(StampId, Held<'p>), HeldDevices, FxBuildHasher>,
}

/// The first pass over a part of a fleet.
pub struct SurveyPass<'p> {
    look: Look<'p>,
    survey: Survey<'p>,
}

impl<'p> SurveyPass<'p> {
    pub(crate) fn new(between: Between<'p>) -> Self {
        let survey = Survey {
            devices: 0,
            unreadable: 0,
            examples: BTreeSet::new(),
            on: vec![0; between.base.stamps().len()],
            classes: HashMap::default(),
            troubles: BTreeMap::new(),
            held: HashMap::default(),
        };
        Self { look: Look::new(between), survey }
    }

    pub(crate) fn into_survey(self) -> Survey<'p> {
        self.survey
    }

    /// The ways of a device of a source, and the trouble that moves to stamps without a way would make.
    fn ways(&mut self, member: &Member, rest: &Rest<'_>, hit: Hit) -> (StampSet, Trouble) {
        let mut all = Trouble::default();
        let takers = &self.look.between.task.takers;
        let wanted = self.look.wanted(rest);
        let (targets, barred) = (rest.targets.and(takers), rest.barred.and(takers));
        let mut ways = Vec::new();
        let mut note = |to: StampId, trouble: Trouble| {
            let noted = self.survey.troubles.entry((hit.source, to)).or_default();
            *noted = noted.plus(trouble);
            all = all.plus(trouble);
        };
        barred.iter().for_each(|to| note(to, Trouble { barred: member.weight, ..Trouble::default() }));
        for to in targets.iter() {
            match self.look.stop(&member.request, rest, to) {
                _ if !hit.named => note(to, Trouble { unnamed: member.weight, ..Trouble::default() }),
                Stop::Nowhere => note(to, Trouble { circling: member.weight, ..Trouble::default() }),
                Stop::On(stop) if stop == hit.source.stamp => {
                    note(to, Trouble { circling: member.weight, ..Trouble::default() });
                }
                Stop::On(stop) if stop == to && wanted.contains(to) => ways.push(to),
                Stop::On(_) => {}
            }
        }
        (ways.into_iter().collect(), all)
    }

    fn hold(&mut self, member: &Member, stamp: StampId, why: Held<'p>) {
        let held = self.survey.held.entry((stamp, why)).or_default();
        held.devices += member.weight;
        let is_shown = held.first.len() < SHOWN || held.first.last().is_some_and(|last| member.line < last.0);
        if is_shown {
            keep_first(&mut held.first, (member.line, member.request.registration_id.as_str().into()), SHOWN);
        }
    }
}

impl Pass for SurveyPass<'_> {
    fn add(&mut self, member: &Member) {
        let reach = self.look.see(&member.request);
        self.survey.devices += member.weight;
        let Some(stamp) = reach.placing.stamp else { return };
        self.survey.on.get_mut(stamp.index()).into_iter().for_each(|on| *on += member.weight);
        let Some(rest) = &reach.rest else {
            self.hold(member, stamp, held(&reach));
            return;
        };
        for hit in self.look.hits(&member.request, &reach) {
            let (ways, trouble) = self.ways(member, rest, hit);
            if !ways.is_empty() {
                *self.survey.classes.entry(Class { source: hit.source, ways }).or_default() += member.weight;
            } else if hit.named {
                let why = match trouble {
                    Trouble { circling: 1.., .. } => Held::Returns,
                    Trouble { barred: 1.., .. } => Held::Forbidden,
                    _ => Held::Alone,
                };
                self.hold(member, stamp, why);
            }
        }
    }

    fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.survey.unreadable += 1;
        keep_first(&mut self.survey.examples, unreadable, fleet::SHOWN);
    }

    fn merge(&mut self, other: Self) {
        let (mine, other) = (&mut self.survey, other.survey);
        mine.devices += other.devices;
        mine.unreadable += other.unreadable;
        other.examples.into_iter().for_each(|example| keep_first(&mut mine.examples, example, fleet::SHOWN));
        mine.on.iter_mut().zip(&other.on).for_each(|(mine, other)| *mine += other);
        other.classes.into_iter().for_each(|(class, devices)| *mine.classes.entry(class).or_default() += devices);
        for (at, trouble) in other.troubles {
            let noted = mine.troubles.entry(at).or_default();
            *noted = noted.plus(trouble);
        }
        for (at, devices) in other.held {
            let held = mine.held.entry(at).or_default();
            held.devices += devices.devices;
            devices.first.into_iter().for_each(|first| keep_first(&mut held.first, first, SHOWN));
        }
    }
}

impl Trouble {
    fn plus(self, other: Self) -> Self {
        Self {
            circling: self.circling + other.circling,
            barred: self.barred + other.barred,
            unnamed: self.unnamed + other.unnamed,
        }
    }
}

/// Why no move takes a device from its stamp.
fn held<'p>(reach: &Reach<'p>) -> Held<'p> {
    match (&reach.placing.outcome, reach.placing.pin) {
        _ if reach.placing.circle => Held::Circle,
        (_, Some(pin)) => Held::Pinned(pin),
        (Ok(How::Forced), _) => Held::Forced,
        // What is left is kept, now or by its next registration.
        _ => Held::Kept,
    }
}
