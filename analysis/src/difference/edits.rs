//! The edits between two policies, and the policies on the way from one to the other.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use placement::Policy;
use placement::diagnostic::Sink;
use placement::node::Tree;

use super::delta::{Delta, EditId, Finder, Side};
use super::edit::Edit;
use crate::lines::Lines;

/// A policy and the text that it was read from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// Its text.
    pub text: &'p str,
}

/// The edits between two policies, each of which can be taken or left.
pub struct Edits {
    edits: Vec<Edit>,
    delta: Delta,
}

/// Edits that are valid together alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Their numbers among the edits, in the order of the new text. The first names the step.
    pub edits: Vec<usize>,
}

impl Edits {
    /// Finds the edits between two texts that are policies, in the order of the new one. What nothing looks at is no edit:
    /// comments, layout, descriptions, exceptions, the order of stamps and of guarantees.
    pub fn between(old: &str, new: &str) -> Self {
        let mut sink = Sink::default();
        let (Some(before), Some(after)) = (Tree::parse(old, &mut sink), Tree::parse(new, &mut sink)) else {
            return Self { edits: Vec::new(), delta: Delta::Table(Vec::new()) };
        };
        let side = |source| Side { source, lines: Lines::of(source) };
        let mut finder = Finder { old: side(old), new: side(new), edits: Vec::new() };
        let delta = finder.texts(before.root(), after.root());
        let edits = finder.edits;
        let mut order: Vec<EditId> = (0..edits.len()).collect();
        order.sort_by_key(|id| edits.get(*id).map(|edit| edit.at));
        let mut places = vec![0; edits.len()];
        for (place, id) in order.iter().enumerate() {
            places.get_mut(*id).into_iter().for_each(|at| *at = place);
        }
        let sorted = order.iter().filter_map(|id| edits.get(*id).cloned()).collect();
        Self { edits: sorted, delta: delta.renumbered(&places) }
    }

    /// All of them, in the order of the new text.
    pub fn all(&self) -> &[Edit] {
        &self.edits
    }

    /// The old text with these edits: what it means, not how it looks.
    pub fn text(&self, chosen: &BTreeSet<usize>) -> String {
        self.delta.document(&|edit| chosen.contains(&edit))
    }

    /// The policy that the old text becomes by these edits, if they are valid without the others.
    pub fn policy(&self, chosen: &BTreeSet<usize>) -> Option<Policy> {
        Policy::parse(&self.text(chosen)).ok().map(|checked| checked.policy)
    }

    /// The edits one after the other: those that are valid only together as one, where the first of them stands.
    pub fn steps(&self) -> Vec<Step> {
        let mut left: BTreeSet<usize> = (0..self.edits.len()).collect();
        let mut taken = BTreeSet::new();
        let mut steps = Vec::new();
        while let Some(first) = left.first().copied() {
            let step = self.next(first, &taken, &left);
            taken.extend(&step);
            left.retain(|edit| !step.contains(edit));
            steps.push(Step { edits: step.into_iter().collect() });
        }
        steps
    }

    /// The fewest edits with which the first of those left is valid, as far as taking out one after the other finds them.
    fn next(&self, first: usize, taken: &BTreeSet<usize>, left: &BTreeSet<usize>) -> BTreeSet<usize> {
        let is_valid = |with: &BTreeSet<usize>| self.policy(&taken.union(with).copied().collect()).is_some();
        let alone = BTreeSet::from([first]);
        if left.len() == 1 || is_valid(&alone) {
            return alone;
        }
        let pairs = left.iter().skip(1).map(|other| BTreeSet::from([first, *other]));
        if let Some(pair) = pairs.into_iter().find(is_valid) {
            return pair;
        }
        // With all that are left it is the new policy.
        let mut together = left.clone();
        for other in left.iter().rev().filter(|other| **other != first) {
            together.remove(other);
            if !is_valid(&together) {
                together.insert(*other);
            }
        }
        together
    }
}
