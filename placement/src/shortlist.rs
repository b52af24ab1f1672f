//! Which rules of an attribute may apply to a device, looked up by what it has rather than asked one by one.
//!
//! A rule is left out only where its condition does not hold. The others are asked as ever, in their order, so the first
//! that gives a value is the same.

use alloc::vec;
use alloc::vec::Vec;

use smallvec::{SmallVec, smallvec};

use crate::attribute::Rule;
use crate::condition::View;
use crate::key::{Key, Subject};

/// The fewest rules for which a look-up costs less than asking them.
const FEWEST: usize = 4;

/// The most subjects of an attribute that are looked up. Rules that ask about others are asked one by one.
const MOST: usize = 16;

/// What is looked up for an attribute.
#[derive(Clone, Debug)]
pub(crate) struct Shortlist {
    /// The rules that are not looked up.
    others: RuleSet,
    lookups: Vec<Lookup>,
}

/// What one subject finds.
#[derive(Clone, Debug)]
struct Lookup {
    subject: Subject,
    /// What rules ask for, sorted by the hash, and the rules that do.
    rules: Vec<(u64, RuleSet)>,
}

impl Shortlist {
    /// The shortlist of an attribute; none where its rules are asked one by one.
    pub(crate) fn of(rules: &[Rule]) -> Option<Self> {
        if rules.len() <= FEWEST {
            return None;
        }
        let keys: Vec<Option<Vec<Key>>> = rules.iter().map(|rule| Key::of(&rule.when)).collect();
        let mut lookups = lookups(&keys);
        let mut others = RuleSet::of(rules.len());
        for (rule, keys) in keys.iter().enumerate() {
            let of = |key: &Key| lookups.iter().position(|lookup| lookup.subject == key.subject);
            let keys = keys.as_ref().and_then(|keys| keys.iter().map(|key| Some((of(key)?, key.hash))).collect());
            let found: Option<Vec<(usize, u64)>> = keys;
            match found {
                Some(found) => found.into_iter().for_each(|(lookup, hash)| {
                    lookups.get_mut(lookup).into_iter().for_each(|lookup| lookup.insert(hash, rule, rules.len()));
                }),
                None => others.insert(rule),
            }
        }
        (!lookups.is_empty()).then_some(Self { others, lookups })
    }

    /// The rules that may apply to a device, and others that do not.
    pub(crate) fn rules(&self, view: View<'_>) -> RuleSet {
        let mut rules = self.others.clone();
        for lookup in &self.lookups {
            let hash = lookup.subject.hash(view);
            let at = hash.and_then(|hash| lookup.rules.binary_search_by_key(&hash, |(hash, _)| *hash).ok());
            if let Some((_, found)) = at.and_then(|at| lookup.rules.get(at)) {
                rules.add(found);
            }
        }
        rules
    }
}

/// The subjects that enough rules ask about.
fn lookups(keys: &[Option<Vec<Key>>]) -> Vec<Lookup> {
    // Each with the rules that ask about it, and the last of them.
    let mut subjects: Vec<(&Subject, usize, usize)> = Vec::new();
    for (rule, keys) in keys.iter().enumerate() {
        for key in keys.iter().flatten() {
            let known = subjects.len();
            match subjects.iter_mut().find(|(subject, ..)| **subject == key.subject) {
                Some((_, _, last)) if *last == rule => {}
                Some((_, rules, last)) => (*rules, *last) = (*rules + 1, rule),
                None if known < MOST => subjects.push((&key.subject, 1, rule)),
                None => {}
            }
        }
    }
    let enough = subjects.into_iter().filter(|(_, rules, _)| *rules >= FEWEST);
    enough.map(|(subject, ..)| Lookup { subject: subject.clone(), rules: vec![] }).collect()
}

impl Lookup {
    fn insert(&mut self, hash: u64, rule: usize, rules: usize) {
        let at = self.rules.binary_search_by_key(&hash, |(hash, _)| *hash).unwrap_or_else(|at| {
            self.rules.insert(at, (hash, RuleSet::of(rules)));
            at
        });
        self.rules.get_mut(at).into_iter().for_each(|(_, found)| found.insert(rule));
    }
}

/// Rules of one attribute, by their numbers: a bit for each.
#[derive(Clone, Debug)]
pub(crate) struct RuleSet(SmallVec<[u64; 2]>);

impl RuleSet {
    /// None of so many rules.
    fn of(rules: usize) -> Self {
        Self(smallvec![0; rules.div_ceil(64)])
    }

    fn insert(&mut self, rule: usize) {
        self.0.get_mut(rule / 64).into_iter().for_each(|word| *word |= 1 << (rule % 64));
    }

    /// Adds the rules of a set of the same attribute.
    fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// The first rule in the set that is not before `rule`.
    pub(crate) fn next(&self, rule: usize) -> Option<usize> {
        let (at, shift) = (rule / 64, rule % 64);
        let first = self.0.get(at).map(|word| word >> shift << shift);
        let mut words = first.into_iter().chain(self.0.iter().skip(at + 1).copied()).zip(at..);
        words.find(|(word, _)| *word != 0).map(|(word, at)| at * 64 + word.trailing_zeros() as usize)
    }
}
