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
        let last = self.after.len().checked_sub(1)?;
        let mut step = last;
        while let Some(before) = step.checked_sub(1) {
            if self.after(question, before) != Some(goes) {
                break;
            }
            step = before;
        }
        let alone = step == 0 || self.alone(question, step) == Some(goes);
        let with = if alone {
            None
        } else {
            (0..step).rev().find(|earlier| self.without(question, step, *earlier) != Some(goes))
        };
        Some(Cause { step, with })
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

fn put<'c, K: Ord>(
    question: Question<'_>,
    version: &'c Version<'_>,
    placer: alloc::collections::btree_map::Entry<'_, K, Placer<'c>>,
) -> Place {
    question.put(version, placer.or_insert_with(|| version.policy().placer())).1
}
