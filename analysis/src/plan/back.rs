//! The way back from a step: the old policy, with moves before its own that return devices which it would leave where
//! the step has put them.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use placement::Slice;

use super::counts::{Bad, StepCounts, Stuck};
use super::unit::{Unit, Units};
use super::way::{Group, Taken};
use crate::check::{Code, check};
use crate::difference::Place;
use crate::difference::comparison::{Held, Version};
use crate::difference::places::Places;
use crate::edit::{At, CohortUse, NewMove, PolicyText, Targets, Whom, quoted};

/// A policy that returns devices.
pub(super) struct Back {
    pub(super) text: PolicyText,
    /// The policy to be asked; none where it is the old one.
    pub(super) version: Option<Version<'static>>,
    pub(super) moves: Vec<BackMove>,
    /// The moves that were tried and taken out again.
    pub(super) dropped: Dropped,
}

/// What a move of a way back is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Purpose {
    /// The group whose devices it returns.
    pub(super) group: usize,
    /// Which of the group's conditions it has.
    pub(super) condition: usize,
    /// Where they are.
    pub(super) from: Place,
}

/// Why a move of a way back was taken out, by what it was for and where it was to lead.
type Dropped = BTreeMap<(Purpose, Place), Fault>;

/// A move of a way back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct BackMove {
    pub(super) name: String,
    pub(super) purpose: Purpose,
    pub(super) to: Vec<Place>,
}

/// What is wrong with a move of a way back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Fault {
    /// It takes others along, or devices to another stamp than theirs.
    Touches,
    /// It goes round a circle with moves of the old policy.
    Circle,
    /// It cannot be written.
    Invalid,
}

/// For whom a move of a way back is.
struct Condition {
    /// The entry that moved them, or everything else.
    of: String,
    /// Its text, in the order in which they are tried; none asks nothing.
    when: Vec<Option<String>>,
}

/// What ways back are made of.
pub(super) struct Workshop<'w> {
    pub(super) units: &'w Units<'w>,
    pub(super) places: &'w Places,
    /// The circles that the old policy has.
    pub(super) circles: BTreeSet<String>,
}

/// The places to which devices are returned.
type Wanted = BTreeMap<Purpose, BTreeSet<Place>>;

impl Back {
    /// The old policy alone.
    pub(super) fn without_moves(old: &PolicyText) -> Self {
        Self { text: old.clone(), version: None, moves: Vec::new(), dropped: Dropped::new() }
    }

    /// The targets that its moves have.
    fn wanted(&self) -> Wanted {
        self.moves.iter().map(|one| (one.purpose, one.to.iter().copied().collect())).collect()
    }

    /// What was wrong with the moves that were to return a group's devices; nothing if one of them is there.
    pub(super) fn fault(&self, group: usize, here: Place, home: Place) -> Option<Fault> {
        let is_for = |purpose: &Purpose| purpose.group == group && purpose.from == here;
        if self.moves.iter().any(|one| is_for(&one.purpose) && one.to.contains(&home)) {
            return None;
        }
        let faults = self.dropped.iter().filter(|((purpose, to), _)| is_for(purpose) && *to == home);
        faults.map(|(_, fault)| *fault).min()
    }
}

/// The circles that the analysis finds in a policy.
pub(super) fn circles(text: &PolicyText) -> BTreeSet<String> {
    let findings = check(text.policy(), text.text(), 0).findings.into_iter();
    let circles = findings.filter(|finding| finding.diagnostic.code == Code::Circle);
    circles.map(|finding| finding.diagnostic.message).collect()
}

impl Workshop<'_> {
    /// Tries to return by moves whom the old policy leaves where they are. Gives whether there are moves to try.
    pub(super) fn begin(&self, groups: &[Group], step: &mut Taken, counts: &StepCounts) -> bool {
        let mut wanted = Wanted::new();
        for stuck in counts.stuck.keys().filter(|stuck| self.can_be_moved(stuck)) {
            let conditions = groups.get(stuck.group).map_or(0, |group| self.conditions(group, step).len());
            for condition in 0..conditions {
                let purpose = Purpose { group: stuck.group, condition, from: stuck.here };
                wanted.entry(purpose).or_default().insert(stuck.home);
            }
        }
        if wanted.is_empty() {
            return false;
        }
        self.make(groups, step, wanted);
        true
    }

    /// Takes out what has done harm. Gives whether there was any.
    pub(super) fn mend(&self, groups: &[Group], step: &mut Taken, bad: &BTreeSet<Bad>) -> bool {
        let mut wanted = step.back.wanted();
        for one in bad {
            if let Some(to) = wanted.get_mut(&one.purpose) {
                to.remove(&one.to);
            }
            let fault = if one.circle { Fault::Circle } else { Fault::Touches };
            step.back.dropped.insert((one.purpose, one.to), fault);
        }
        if !bad.is_empty() {
            self.make(groups, step, wanted);
        }
        !bad.is_empty()
    }

    /// Whether a move of the old policy could return them.
    fn can_be_moved(&self, stuck: &Stuck) -> bool {
        let takes = self.units.old.policy();
        let home = self.old_stamp(stuck.home).and_then(|id| takes.stamp(id));
        let here = self.old_stamp(stuck.here);
        stuck.lands == stuck.here && !stuck.forced && here.is_some() && home.is_some_and(|home| home.state.takes())
    }

    fn old_stamp(&self, place: Place) -> Option<placement::StampId> {
        match place {
            Place::Stamp(stamp) => self.places.0.get(stamp)?.old,
            Place::OtherHub | Place::Nowhere => None,
        }
    }

    fn name(&self, place: Place) -> Option<String> {
        match place {
            Place::Stamp(stamp) => self.places.0.get(stamp).map(|stamp| stamp.name.clone()),
            Place::OtherHub | Place::Nowhere => None,
        }
    }

    /// Makes the way back with these moves, the first of them first, but for those that cannot be or go round circles.
    fn make(&self, groups: &[Group], step: &mut Taken, wanted: Wanted) {
        let old = self.units.old;
        let mut made = Back { dropped: core::mem::take(&mut step.back.dropped), ..Back::without_moves(old) };
        let wanted: Vec<_> = wanted.into_iter().filter(|(_, to)| !to.is_empty()).collect();
        for (purpose, to) in wanted.into_iter().rev() {
            let drop = |dropped: &mut Dropped, fault| dropped.extend(to.iter().map(|to| ((purpose, *to), fault)));
            let group = groups.get(purpose.group);
            let Some((text, name)) = group.and_then(|group| self.with(&made.text, group, step, purpose, &to)) else {
                drop(&mut made.dropped, Fault::Invalid);
                continue;
            };
            if !circles(&text).is_subset(&self.circles) {
                drop(&mut made.dropped, Fault::Circle);
                continue;
            }
            made.text = text;
            made.moves.insert(0, BackMove { name, purpose, to: to.iter().copied().collect() });
        }
        if !made.moves.is_empty() {
            let policy = Box::new(made.text.policy().clone());
            made.version = Some(Version::new(Held::Made(policy), self.places));
        }
        step.back = made;
    }

    /// The policy with one more move, and its name; none if that cannot be written.
    fn with(
        &self,
        text: &PolicyText,
        group: &Group,
        step: &Taken,
        purpose: Purpose,
        to: &BTreeSet<Place>,
    ) -> Option<(PolicyText, String)> {
        let from = self.name(purpose.from)?;
        let to: Vec<String> = to.iter().filter_map(|to| self.name(*to)).collect();
        let taken = |name: &str| text.policy().moves().iter().any(|one| &*one.name == name);
        let condition = self.conditions(group, step).into_iter().nth(purpose.condition)?;
        let of = condition.of.replace('`', "");
        let name = |number: usize| match number {
            1 => format!("back from {from} ({of})"),
            _ => format!("back from {from} ({of}), {number}"),
        };
        let name = (1..).map(name).find(|name| !taken(name))?;
        let order = |when| NewMove {
            name: name.clone(),
            description: None,
            from: vec![from.clone()],
            to: Targets::Stamps(to.clone()),
            whom: Whom::Preferred,
            cohort: None,
            when,
        };
        let made = condition.when.into_iter().find_map(|when| text.with_move(&order(when), &At::First).ok())?;
        Some((made, name))
    }

    /// For whom a group of units has changed something: a condition for each use of a cohort; one that asks nothing where
    /// other edits are among them, as it is not known for whom these are.
    fn conditions(&self, group: &Group, step: &Taken) -> Vec<Condition> {
        let mut conditions: Vec<Condition> = Vec::new();
        for unit in &group.units {
            let (Some(unit), Some(end)) = (self.units.all.get(*unit), step.ends.get(*unit)) else { continue };
            let Unit::Ramp(ramp) = unit else { return vec![Condition { of: unit.words(), when: vec![None] }] };
            let slice = Slice { start: ramp.from.min(*end), end: ramp.from.max(*end) };
            for asked in &ramp.news {
                let condition = Condition { of: format!("{}", asked.entry), when: self.when(asked, slice) };
                if !conditions.iter().any(|known| known.when == condition.when) {
                    conditions.push(condition);
                }
            }
        }
        conditions
    }

    /// What an entry asks, with the part of the cohort that has changed; then that part and nothing else, for where the
    /// old policy does not know what the entry asks.
    fn when(&self, asked: &CohortUse, slice: Slice) -> Vec<Option<String>> {
        let part = format!("[{}, {}]", slice.start, slice.end);
        let alone = format!("{{ cohort = {{ name = {}, percent = {part} }} }}", quoted(&asked.cohort));
        let whole = if asked.negated { None } else { self.units.new.condition(asked, slice) };
        whole.into_iter().chain([alone]).map(Some).collect()
    }
}
