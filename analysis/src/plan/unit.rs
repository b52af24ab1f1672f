//! What the way is made of: the cohorts whose ends change, and everything else.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use placement::Percent;

use crate::difference::{Change, Edit, Edits};
use crate::edit::{CohortUse, Entry, PolicyText, Problem};

/// Cohorts whose end changes, at every entry where it does so in the same way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ramped {
    /// The cohort's name.
    pub cohort: String,
    /// The entries that ask for it, in the order of the new text.
    pub entries: Vec<Entry>,
    /// Where the cohort begins.
    pub start: Percent,
    /// Where it ends before. Of new entries it is where it begins: nobody is in it.
    pub from: Percent,
    /// Where it ends after.
    pub to: Percent,
    /// Whether the entries are new.
    pub is_new: bool,
    /// Where it stands in the new text.
    pub(super) news: Vec<CohortUse>,
    /// Where it stands in the old text; nowhere if the entries are new.
    pub(super) olds: Vec<CohortUse>,
}

/// A part of the way that is made at once or as a ramp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Every edit that does not change a cohort's end.
    Others(Vec<Edit>),
    /// A cohort's end.
    Ramp(Ramped),
}

impl Ramped {
    /// The entries, as a person would name them.
    pub fn words(&self) -> String {
        let entries: Vec<String> = self.entries.iter().map(|entry| format!("{entry}")).collect();
        entries.join(" and ")
    }
}

/// The units between two policies.
pub(super) struct Units<'t> {
    pub(super) old: &'t PolicyText,
    pub(super) new: &'t PolicyText,
    /// Everything else first, then the ramps in the order of the new text.
    pub(super) all: Vec<Unit>,
}

impl<'t> Units<'t> {
    pub(super) fn between(old: &'t PolicyText, new: &'t PolicyText) -> Result<Self, Problem> {
        let edits = Edits::between(old.text(), new.text());
        let ramps = ramps(old, new, edits.all());
        let mut units = Self { old, new, all: ramps.into_iter().map(Unit::Ramp).collect() };
        let held: Vec<Percent> = units.all.iter().map(Unit::begins).collect();
        let others = Edits::between(old.text(), units.text(true, &held)?.text());
        let is_other = |edit: &&Edit| !is_revision(edit) && !units.ramps().any(|(_, ramp)| ramp.is_added_by(edit));
        let others: Vec<Edit> = others.all().iter().filter(is_other).cloned().collect();
        // What no decision sees must be made too, in a step of its own if there is no other.
        if !others.is_empty() || units.all.is_empty() && old.text() != new.text() {
            units.all.insert(0, Unit::Others(others));
        }
        Ok(units)
    }

    pub(super) fn ramps(&self) -> impl Iterator<Item = (usize, &Ramped)> {
        self.all.iter().enumerate().filter_map(|(index, unit)| match unit {
            Unit::Ramp(ramp) => Some((index, ramp)),
            Unit::Others(_) => None,
        })
    }

    /// The number of everything else, if there is anything else.
    pub(super) fn others(&self) -> Option<usize> {
        self.all.iter().position(|unit| matches!(unit, Unit::Others(_)))
    }

    /// The policy whose cohorts end at these places, one for each unit, with everything else or without it.
    pub(super) fn text(&self, with_others: bool, ends: &[Percent]) -> Result<PolicyText, Problem> {
        let ends = self.ramps().filter_map(|(index, ramp)| Some((ramp, *ends.get(index)?)));
        let uses = ends.flat_map(|(ramp, end)| {
            let uses = if with_others { &ramp.news } else { &ramp.olds };
            uses.iter().map(move |each| (each, end))
        });
        if with_others { self.new } else { self.old }.with_each_end(uses)
    }
}

impl Unit {
    /// Where the cohort ends before.
    pub(super) fn begins(&self) -> Percent {
        match self {
            Self::Ramp(ramp) => ramp.from,
            Self::Others(_) => Percent::ZERO,
        }
    }

    /// Where the cohort ends after.
    pub(super) fn ends(&self) -> Percent {
        match self {
            Self::Ramp(ramp) => ramp.to,
            Self::Others(_) => Percent::ZERO,
        }
    }
}

impl Ramped {
    fn is_added_by(&self, edit: &Edit) -> bool {
        self.is_new && edit.word().is_none() && is_added(edit) && self.entries.iter().any(|entry| is_of(edit, entry))
    }
}

/// Whether the edit changes the policy's revision, which moves nobody.
fn is_revision(edit: &Edit) -> bool {
    edit.subject.kind == "policy" && edit.word() == Some("revision")
}

fn is_added(edit: &Edit) -> bool {
    matches!(edit.change, Change::Added { word: None, .. })
}

/// Whether an edit is about this entry as a whole.
fn is_of(edit: &Edit, entry: &Entry) -> bool {
    let attribute = match entry {
        Entry::Rule { attribute, .. } => Some(attribute),
        _ => None,
    };
    let subject = &edit.subject;
    subject.kind == entry.kind()
        && subject.name.as_deref() == Some(entry.name())
        && subject.attribute.as_ref() == attribute
}

/// The cohorts of the new text that end elsewhere than in the old one, those that change alike together.
fn ramps(old: &PolicyText, new: &PolicyText, edits: &[Edit]) -> Vec<Ramped> {
    let (olds, news) = (by_entry(old), by_entry(new));
    let mut ramps: Vec<Ramped> = Vec::new();
    let mut changes: Vec<(CohortUse, Option<CohortUse>)> = Vec::new();
    for (entry, uses) in news {
        match olds.get(&entry) {
            Some(olds) => changes.extend(changed(olds, uses)),
            None if is_new(edits, &entry) => changes.extend(begun(uses)),
            None => {}
        }
    }
    changes.sort_by_key(|(new, _)| new.place.start);
    for (new, old) in changes {
        let from = old.as_ref().map_or(new.slice.start, |old| old.slice.end);
        let is_alike = |ramp: &&mut Ramped| {
            (&ramp.cohort, ramp.start, ramp.from, ramp.to, ramp.is_new)
                == (&new.cohort, new.slice.start, from, new.slice.end, old.is_none())
        };
        match ramps.iter_mut().find(is_alike) {
            Some(ramp) => ramp.add(new, old),
            None => ramps.push(Ramped::of(new, old, from)),
        }
    }
    ramps
}

impl Ramped {
    fn of(new: CohortUse, old: Option<CohortUse>, from: Percent) -> Self {
        Self {
            cohort: new.cohort.clone(),
            entries: vec![new.entry.clone()],
            start: new.slice.start,
            from,
            to: new.slice.end,
            is_new: old.is_none(),
            olds: old.into_iter().collect(),
            news: vec![new],
        }
    }

    fn add(&mut self, new: CohortUse, old: Option<CohortUse>) {
        if !self.entries.contains(&new.entry) {
            self.entries.push(new.entry.clone());
        }
        self.news.push(new);
        self.olds.extend(old);
    }
}

fn by_entry(text: &PolicyText) -> BTreeMap<Entry, Vec<CohortUse>> {
    let mut uses: BTreeMap<Entry, Vec<CohortUse>> = BTreeMap::new();
    for each in text.cohorts() {
        uses.entry(each.entry.clone()).or_default().push(each);
    }
    uses
}

/// The uses of an entry that both texts have, and that end elsewhere in the new one. Where other things of its cohorts
/// change, no use corresponds to another.
fn changed(olds: &[CohortUse], news: Vec<CohortUse>) -> Vec<(CohortUse, Option<CohortUse>)> {
    let asks = |each: &CohortUse| (each.cohort.clone(), each.slice.start, each.negated);
    if !olds.iter().map(asks).eq(news.iter().map(asks)) {
        return Vec::new();
    }
    let both = news.into_iter().zip(olds).filter(|(new, old)| new.slice.end != old.slice.end);
    both.map(|(new, old)| (new, Some(old.clone()))).collect()
}

/// The use of a new entry that is for the devices of one cohort; of others it may be for those who are not in them.
fn begun(uses: Vec<CohortUse>) -> Option<(CohortUse, Option<CohortUse>)> {
    let mut within = uses.into_iter().filter(|each| !each.negated);
    let one = within.next().filter(|each| each.slice.end > Percent::ZERO)?;
    within.next().is_none().then_some((one, None))
}

/// Whether the entry is new, and not one that has another name now.
fn is_new(edits: &[Edit], entry: &Entry) -> bool {
    let attribute = match entry {
        Entry::Rule { attribute, .. } => Some(Entry::Attribute(attribute.clone())),
        _ => None,
    };
    let added = |entry: &Entry| edits.iter().any(|edit| is_added(edit) && is_of(edit, entry));
    added(entry) || attribute.as_ref().is_some_and(added)
}
