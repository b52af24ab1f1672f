//! Which edit moves a device.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use placement::Placer;

use super::comparison::{Comparison, Version};
use super::part::Question;
use super::places::Place;

/// The edit that decides where a device goes: of the edits that are made one after the other, the first after which the
/// device goes where the new policy puts it, for the rest of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cause {
    /// Its number among the steps.
    pub step: usize,
    /// The latest earlier step without which it does not, where the old policy with this step alone does not put the
    /// device there.
    pub with: Option<usize>,
}

/// What finds causes.
pub(super) struct Causes<'c> {
    comparison: &'c Comparison<'c>,
    after: Vec<Placer<'c>>,
    alone: BTreeMap<usize, Placer<'c>>,
    without: BTreeMap<(usize, usize), Placer<'c>>,
}

impl<'c> Causes<'c> {
    pub(super) fn new(comparison: &'c Comparison<'_>) -> Self {
        let after = (0..comparison.steps.len()).map(|step| comparison.after(step).policy().placer()).collect();
        Self { comparison, after, alone: BTreeMap::new(), without: BTreeMap::new() }
    }

    /// The cause that a device goes where the old policy does not want it.
    pub(super) fn of(&mut self, question: Question<'_>, goes: Place) -> Option<Cause> {
        let steps = self.after.len();
        cause(&mut Asking { causes: self, question }, steps, &goes)
    }

    fn after(&mut self, question: Question<'_>, step: usize) -> Option<Place> {
        let comparison = self.comparison;
        Some(question.put(comparison.after(step), self.after.get_mut(step)?).1)
    }

    fn alone(&mut self, question: Question<'_>, step: usize) -> Option<Place> {
        let version = self.comparison.alone(step)?;
        Some(put(question, version, self.alone.entry(step)))
    }

    fn without(&mut self, question: Question<'_>, step: usize, earlier: usize) -> Option<Place> {
        let version = self.comparison.without(step, earlier)?;
        Some(put(question, version, self.without.entry((step, earlier))))
    }
}

/// Asks the policies on the way.
struct Asking<'a, 'c, 'q> {
    causes: &'a mut Causes<'c>,
    question: Question<'q>,
}

impl OnTheWay for Asking<'_, '_, '_> {
    type Answer = Place;

    fn after(&mut self, step: usize) -> Option<Place> {
        self.causes.after(self.question, step)
    }

    fn alone(&mut self, step: usize) -> Option<Place> {
        self.causes.alone(self.question, step)
    }

    fn without(&mut self, step: usize, earlier: usize) -> Option<Place> {
        self.causes.without(self.question, step, earlier)
    }
}

/// Policies on the way from an old one to a new one. One that is not valid gives no answer.
pub(crate) trait OnTheWay {
    /// What they are asked for.
    type Answer: PartialEq;

    /// What the policy after a step says.
    fn after(&mut self, step: usize) -> Option<Self::Answer>;

    /// What the old policy with a step alone says.
    fn alone(&mut self, step: usize) -> Option<Self::Answer>;

    /// What the policy after a step says, without an earlier one.
    fn without(&mut self, step: usize, earlier: usize) -> Option<Self::Answer>;
}

/// The cause that the new policy says this and the old one does not.
pub(crate) fn cause<W: OnTheWay>(way: &mut W, steps: usize, said: &W::Answer) -> Option<Cause> {
    let last = steps.checked_sub(1)?;
    let is = |answer: Option<W::Answer>| answer.as_ref() == Some(said);
    let mut step = last;
    while let Some(before) = step.checked_sub(1) {
        if !is(way.after(before)) {
            break;
        }
        step = before;
    }
    if step == 0 || is(way.alone(step)) {
        return Some(Cause { step, with: None });
    }
    let with = (0..step).rev().find(|earlier| !is(way.without(step, *earlier)));
    Some(Cause { step, with })
}

fn put<'c, K: Ord>(
    question: Question<'_>,
    version: &'c Version<'_>,
    placer: alloc::collections::btree_map::Entry<'_, K, Placer<'c>>,
) -> Place {
    question.put(version, placer.or_insert_with(|| version.policy().placer())).1
}
