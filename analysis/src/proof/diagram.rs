//! Sets of inputs as decision diagrams.
//!
//! An input is a class for each of several variables. A set of inputs is a multi-valued decision diagram (Srinivasan,
//! Kam, Malik, Brayton: "Algorithms for discrete function manipulation", ICCAD 1990), reduced, ordered and shared: two
//! sets are the same if and only if they have the same number, so that emptiness and equality cost nothing.

use alloc::vec::Vec;
use core::hash::BuildHasher as _;

use hashbrown::{HashMap, HashTable};
use rustc_hash::FxBuildHasher;

use crate::input::TooLarge;

/// A set of inputs of one [`Diagrams`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Set(u32);

impl Set {
    /// No input.
    pub(crate) const NOTHING: Self = Self(0);
    /// Every input.
    pub(crate) const EVERYTHING: Self = Self(1);

    /// Whether there is no input in it.
    pub(crate) fn is_empty(self) -> bool {
        self == Self::NOTHING
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Op {
    And,
    Or,
    Minus,
}

/// A node asks for the class of one variable. Its children lie together, one for each class.
#[derive(Clone, Copy)]
struct Node {
    level: usize,
    first: usize,
}

/// Sets over the same variables, and what may still be spent on making more.
pub(crate) struct Diagrams {
    /// The number of classes of each variable, first to last.
    sizes: Vec<usize>,
    nodes: Vec<Node>,
    children: Vec<Set>,
    unique: HashTable<Set>,
    memo: HashMap<(Op, Set, Set), Set, FxBuildHasher>,
    /// Children of nodes that are being made.
    stack: Vec<Set>,
    /// How many children nodes may have in all.
    memory: usize,
    /// How many children may still be visited.
    work: usize,
}

impl Diagrams {
    /// Diagrams over variables of these numbers of classes, whose nodes may have `memory` children in all. No work is
    /// granted yet.
    pub(crate) fn new(sizes: Vec<usize>, memory: usize) -> Self {
        Self {
            sizes,
            nodes: Vec::new(),
            children: Vec::new(),
            unique: HashTable::new(),
            memo: HashMap::default(),
            stack: Vec::new(),
            memory,
            work: 0,
        }
    }

    /// Allows so much work from here on: visits to children of nodes.
    pub(crate) fn grant(&mut self, work: usize) {
        self.work = work;
    }

    /// The inputs whose class of one variable is one of these.
    pub(crate) fn of_classes(&mut self, level: usize, holds: impl Fn(usize) -> bool) -> Result<Set, TooLarge> {
        let base = self.stack.len();
        for class in 0..self.size(level) {
            self.stack.push(if holds(class) { Set::EVERYTHING } else { Set::NOTHING });
        }
        self.node(level, base)
    }

    /// What is in both.
    pub(crate) fn and(&mut self, one: Set, other: Set) -> Result<Set, TooLarge> {
        self.apply(Op::And, one, other)
    }

    /// What is in one of the two.
    pub(crate) fn or(&mut self, one: Set, other: Set) -> Result<Set, TooLarge> {
        self.apply(Op::Or, one, other)
    }

    /// What is in the one and not in the other.
    pub(crate) fn minus(&mut self, one: Set, other: Set) -> Result<Set, TooLarge> {
        self.apply(Op::Minus, one, other)
    }

    /// What is not in it.
    pub(crate) fn not(&mut self, set: Set) -> Result<Set, TooLarge> {
        self.apply(Op::Minus, Set::EVERYTHING, set)
    }

    /// What is in any of them.
    pub(crate) fn any(&mut self, sets: impl IntoIterator<Item = Set>) -> Result<Set, TooLarge> {
        sets.into_iter().try_fold(Set::NOTHING, |any, set| self.or(any, set))
    }

    /// The inputs that would be in the set if their class of one variable were this.
    pub(crate) fn restrict(&mut self, set: Set, level: usize, class: usize) -> Result<Set, TooLarge> {
        let mut memo = HashMap::default();
        self.restricted(set, level, class, &mut memo)
    }

    /// The variable that the set asks for first and what is left for each of its classes; none of nothing and of
    /// everything.
    pub(crate) fn branches(&self, set: Set) -> Option<(usize, &[Set])> {
        let node = self.nodes.get(usize::try_from(set.0).ok()?.checked_sub(2)?)?;
        Some((node.level, self.children.get(node.first..node.first + self.size(node.level))?))
    }

    /// The number of variables.
    pub(crate) fn variables(&self) -> usize {
        self.sizes.len()
    }

    fn size(&self, level: usize) -> usize {
        self.sizes.get(level).copied().unwrap_or(0)
    }

    /// Behind all variables for nothing and everything.
    fn level(&self, set: Set) -> usize {
        self.branches(set).map_or(self.sizes.len(), |(level, _)| level)
    }

    fn child(&self, set: Set, level: usize, class: usize) -> Set {
        match self.branches(set) {
            Some((own, branches)) if own == level => branches.get(class).copied().unwrap_or(Set::NOTHING),
            _ => set,
        }
    }

    fn spend(&mut self, work: usize) -> Result<(), TooLarge> {
        self.work = self.work.checked_sub(work).ok_or(TooLarge)?;
        Ok(())
    }

    fn apply(&mut self, op: Op, one: Set, other: Set) -> Result<Set, TooLarge> {
        if let Some(known) = at_once(op, one, other) {
            return Ok(known);
        }
        let key = if op != Op::Minus && other < one { (op, other, one) } else { (op, one, other) };
        if let Some(known) = self.memo.get(&key) {
            return Ok(*known);
        }
        let level = self.level(one).min(self.level(other));
        self.spend(self.size(level))?;
        let base = self.stack.len();
        for class in 0..self.size(level) {
            let (one, other) = (self.child(one, level, class), self.child(other, level, class));
            let child = self.apply(op, one, other)?;
            self.stack.push(child);
        }
        let set = self.node(level, base)?;
        self.memo.insert(key, set);
        Ok(set)
    }

    fn restricted(
        &mut self,
        set: Set,
        level: usize,
        class: usize,
        memo: &mut HashMap<Set, Set, FxBuildHasher>,
    ) -> Result<Set, TooLarge> {
        let own = self.level(set);
        if own >= level {
            return Ok(self.child(set, level, class));
        }
        if let Some(known) = memo.get(&set) {
            return Ok(*known);
        }
        self.spend(self.size(own))?;
        let base = self.stack.len();
        for branch in 0..self.size(own) {
            let child = self.restricted(self.child(set, own, branch), level, class, memo)?;
            self.stack.push(child);
        }
        let restricted = self.node(own, base)?;
        memo.insert(set, restricted);
        Ok(restricted)
    }

    /// The node whose children stand on the stack from `base` on, or their one child if they are all the same.
    fn node(&mut self, level: usize, base: usize) -> Result<Set, TooLarge> {
        let Self { nodes, children, unique, stack, memory, sizes, .. } = self;
        let made = stack.get(base..).unwrap_or_default();
        let first = made.first().copied().unwrap_or(Set::NOTHING);
        if made.iter().all(|child| *child == first) {
            stack.truncate(base);
            return Ok(first);
        }
        let size = sizes.get(level).copied().unwrap_or(0);
        let of = |set: Set| {
            let node = usize::try_from(set.0).ok().and_then(|number| nodes.get(number.checked_sub(2)?));
            node.and_then(|node| Some((node.level, children.get(node.first..node.first + size)?)))
        };
        let hash = FxBuildHasher.hash_one((level, made));
        if let Some(known) = unique.find(hash, |set| of(*set).is_some_and(|known| known == (level, made))) {
            let known = *known;
            stack.truncate(base);
            return Ok(known);
        }
        if children.len() + size > *memory {
            return Err(TooLarge);
        }
        let set = Set(u32::try_from(nodes.len() + 2).map_err(|_| TooLarge)?);
        nodes.push(Node { level, first: children.len() });
        children.extend_from_slice(made);
        stack.truncate(base);
        unique.insert_unique(hash, set, |set| hash_of(*set, nodes, children, sizes));
        Ok(set)
    }
}

fn hash_of(set: Set, nodes: &[Node], children: &[Set], sizes: &[usize]) -> u64 {
    let node = usize::try_from(set.0).ok().and_then(|number| nodes.get(number.checked_sub(2)?));
    let size = |level: usize| sizes.get(level).copied().unwrap_or(0);
    let content =
        node.map(|node| (node.level, children.get(node.first..node.first + size(node.level)).unwrap_or_default()));
    content.map_or(0, |content| FxBuildHasher.hash_one(content))
}

/// What needs no look at the nodes.
fn at_once(op: Op, one: Set, other: Set) -> Option<Set> {
    let (nothing, everything) = (Set::NOTHING, Set::EVERYTHING);
    match op {
        Op::And if one == other || other == everything => Some(one),
        Op::And if one == everything => Some(other),
        Op::And if one == nothing || other == nothing => Some(nothing),
        Op::Or if one == other || other == nothing => Some(one),
        Op::Or if one == nothing => Some(other),
        Op::Or if one == everything || other == everything => Some(everything),
        Op::Minus if one == other || one == nothing || other == everything => Some(nothing),
        Op::Minus if other == nothing => Some(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const SIZES: [usize; 3] = [2, 3, 4];

    fn inputs() -> Vec<[usize; 3]> {
        let all = (0..SIZES[0]).flat_map(|a| (0..SIZES[1]).flat_map(move |b| (0..SIZES[2]).map(move |c| [a, b, c])));
        all.collect()
    }

    fn set(diagrams: &mut Diagrams, of: &BTreeSet<[usize; 3]>) -> Set {
        let mut all = Set::NOTHING;
        for input in of {
            let mut one = Set::EVERYTHING;
            for (level, class) in input.iter().enumerate() {
                let literal = diagrams.of_classes(level, |other| other == *class).unwrap();
                one = diagrams.and(one, literal).unwrap();
            }
            all = diagrams.or(all, one).unwrap();
        }
        all
    }

    fn holds(diagrams: &Diagrams, mut set: Set, input: [usize; 3]) -> bool {
        while let Some((level, branches)) = diagrams.branches(set) {
            set = branches[input[level]];
        }
        set == Set::EVERYTHING
    }

    fn some() -> impl Strategy<Value = BTreeSet<[usize; 3]>> {
        prop::collection::btree_set(prop::sample::select(inputs()), 0..24)
    }

    proptest! {
        #[test]
        fn operations_are_those_of_sets(a in some(), b in some(), level in 0..3_usize, class in 0..2_usize) {
            let mut diagrams = Diagrams::new(SIZES.to_vec(), usize::MAX);
            diagrams.grant(usize::MAX);
            let (one, other) = (set(&mut diagrams, &a), set(&mut diagrams, &b));
            prop_assert_eq!(one == other, a == b, "the same sets have the same number");
            let (and, or) = (diagrams.and(one, other).unwrap(), diagrams.or(one, other).unwrap());
            let (minus, not) = (diagrams.minus(one, other).unwrap(), diagrams.not(one).unwrap());
            let restricted = diagrams.restrict(one, level, class).unwrap();
            for input in inputs() {
                let (in_a, in_b) = (a.contains(&input), b.contains(&input));
                prop_assert_eq!(holds(&diagrams, and, input), in_a && in_b);
                prop_assert_eq!(holds(&diagrams, or, input), in_a || in_b);
                prop_assert_eq!(holds(&diagrams, minus, input), in_a && !in_b);
                prop_assert_eq!(holds(&diagrams, not, input), !in_a);
                let mut fixed = input;
                fixed[level] = class;
                prop_assert_eq!(holds(&diagrams, restricted, input), a.contains(&fixed));
            }
        }
    }

    #[test]
    fn what_was_not_granted_is_too_large() {
        let mut diagrams = Diagrams::new(SIZES.to_vec(), usize::MAX);
        let one = diagrams.of_classes(0, |class| class == 1).unwrap();
        let other = diagrams.of_classes(1, |class| class == 1).unwrap();
        assert_eq!(diagrams.and(one, other), Err(TooLarge));
        diagrams.grant(100);
        assert!(diagrams.and(one, other).is_ok());
    }
}
