//! A plan as moves of a policy.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use placement::diagnostic::Sink;
use placement::node::Tree;
use placement::{Percent, Policy, Slice, StampId};

use super::goal::Goal;
use super::look::Source;
use super::plan::Plan;
use super::scale::{Group, POSITIONS};
use super::slices::Part;
use crate::edit::{At, NewMove, PolicyText, Problem, Targets, Whom};

/// A move that is proposed, and what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Proposed {
    pub(crate) order: NewMove,
    pub(crate) sources: Vec<Source>,
    pub(crate) to: Vec<StampId>,
}

/// Makes moves for a goal, by names that the policy does not have yet.
pub(crate) struct Proposer<'p> {
    goal: &'p Goal,
    text: &'p PolicyText,
    moves: Vec<String>,
    cohorts: Vec<String>,
}

/// The longest name of a cohort is 64; a number may have to be added.
const LONGEST: usize = 58;

impl<'p> Proposer<'p> {
    pub(crate) fn new(goal: &'p Goal, text: &'p PolicyText) -> Self {
        let moves = text.policy().moves().iter().map(|order| order.name.to_string()).collect();
        let cohorts = text.cohorts().into_iter().map(|asked| asked.cohort).collect();
        Self { goal, text, moves, cohorts }
    }

    fn policy(&self) -> &'p Policy {
        self.text.policy()
    }

    fn stamp(&self, stamp: StampId) -> &'p str {
        self.policy().stamp(stamp).map(|stamp| stamp.name.as_str()).unwrap_or_default()
    }

    /// The devices that are to go from each source, with a cohort for each. Where devices come to a stamp that others
    /// leave, both share a cohort, so that parts of it can keep them apart.
    pub(crate) fn groups(&mut self, plan: &Plan) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for wanted in &plan.wanted {
            match groups.iter_mut().find(|group| group.source == wanted.source) {
                Some(group) => group.to.push((wanted.to, wanted.devices)),
                None => groups.push(Group {
                    source: wanted.source,
                    to: vec![(wanted.to, wanted.devices)],
                    cohort: String::new(),
                }),
            }
        }
        if let Goal::Fill(new) = self.goal {
            let cohort = self.cohort("fill", *new);
            groups.iter_mut().for_each(|group| group.cohort.clone_from(&cohort));
            return groups;
        }
        let roots = roots(&groups);
        let mut named: BTreeMap<usize, String> = BTreeMap::new();
        for (at, root) in roots.iter().enumerate() {
            let Some(stamp) = groups.get(*root).map(|group| group.source.stamp) else { continue };
            if !named.contains_key(root) {
                let cohort = self.cohort(self.verb(), stamp);
                named.insert(*root, cohort);
            }
            let name = named.get(root).cloned().unwrap_or_default();
            groups.get_mut(at).into_iter().for_each(|group| group.cohort.clone_from(&name));
        }
        groups
    }

    fn verb(&self) -> &'static str {
        match self.goal {
            Goal::Under(_) | Goal::Equal => "rebalance",
            Goal::Fill(_) => "fill",
            Goal::Empty(_) => "empty",
            Goal::FromFallback(_) => "home-from",
        }
    }

    fn cohort(&mut self, verb: &str, stamp: StampId) -> String {
        let name: String = format!("{verb}-{}", self.stamp(stamp)).chars().take(LONGEST).collect();
        unused(&mut self.cohorts, &name, "-")
    }

    /// One move for each part.
    pub(crate) fn parts(&mut self, groups: &[Group], parts: &[Part]) -> Vec<Proposed> {
        let mut parts: Vec<&Part> = parts.iter().collect();
        // The order within a group counts, the order of groups does not: theirs is the one of the policy's stamps.
        parts.sort_by_key(|part| groups.get(part.group).map(|group| group.source));
        let moves = parts.into_iter().filter_map(|part| {
            let group = groups.get(part.group)?;
            let name = match self.goal {
                Goal::FromFallback(_) => format!("{} home to {}", self.stamp(group.source.stamp), self.stamp(part.to)),
                _ => format!("{} to {}", self.stamp(group.source.stamp), self.stamp(part.to)),
            };
            let cohort = cohort(&group.cohort, &part.slice);
            Some(self.proposed(name, vec![group.source], vec![part.to], cohort))
        });
        moves.collect()
    }

    /// One move for each source, to all of its stamps as the hash deals them.
    pub(crate) fn whole(&mut self, targets: &BTreeMap<Source, Vec<StampId>>) -> Vec<Proposed> {
        let moves = targets.iter().map(|(source, to)| {
            let stamp = self.stamp(source.stamp);
            let name = match self.goal {
                Goal::FromFallback(_) => format!("home from {stamp}"),
                _ => format!("empty {stamp}"),
            };
            self.proposed(name, vec![*source], to.clone(), None)
        });
        moves.collect()
    }

    /// One move for all sources, to a stamp that is to be filled: those devices that the hash deals to it.
    pub(crate) fn share(&mut self, groups: &[Group], new: StampId, slice: &Range<u32>) -> Proposed {
        let cohort = groups.first().and_then(|group| cohort(&group.cohort, slice));
        let name = format!("{} gets its share", self.stamp(new));
        let mut sources: Vec<Source> = groups.iter().map(|group| group.source).collect();
        sources.sort_unstable();
        self.proposed(name, sources, vec![new], cohort)
    }

    fn proposed(
        &mut self,
        name: String,
        sources: Vec<Source>,
        to: Vec<StampId>,
        cohort: Option<(String, Slice)>,
    ) -> Proposed {
        let whom = if matches!(self.goal, Goal::Fill(_)) { Whom::Preferred } else { Whom::All };
        let names = |stamps: &mut dyn Iterator<Item = StampId>| -> Vec<String> {
            stamps.map(|stamp| self.stamp(stamp).into()).collect()
        };
        let from = names(&mut sources.iter().map(|source| source.stamp));
        let targets = Targets::Stamps(names(&mut to.iter().copied()));
        let when = sources.first().and_then(|source| source.fallback).and_then(|index| self.condition(index));
        let name = unused(&mut self.moves, &name, " ");
        let order = NewMove { name, description: None, from, to: targets, whom, cohort, when };
        Proposed { order, sources, to }
    }

    /// The condition of a fallback, where it is written in braces.
    fn condition(&self, index: usize) -> Option<String> {
        let source = self.text.text();
        let tree = Tree::parse(source, &mut Sink::default())?;
        let when = tree.root().entries("fallback").nth(index)?.get("when")?;
        source.get(when.span()).filter(|text| text.starts_with('{')).map(String::from)
    }
}

/// The policy with these moves behind its own.
pub(crate) fn with_moves(text: &PolicyText, moves: &[Proposed]) -> Result<PolicyText, Problem> {
    moves.iter().try_fold(text.clone(), |text, proposed| text.with_move(&proposed.order, &At::Last))
}

/// For each group, the first of those with which it is linked by stamps that devices come to and that others leave.
fn roots(groups: &[Group]) -> Vec<usize> {
    let mut roots: Vec<usize> = (0..groups.len()).collect();
    for _ in groups {
        for (at, group) in groups.iter().enumerate() {
            for (other, from) in groups.iter().enumerate() {
                if group.to.iter().any(|(to, _)| *to == from.source.stamp) {
                    let least = [at, other].into_iter().filter_map(|at| roots.get(at).copied()).min();
                    let both = roots.iter_mut().enumerate().filter(|(index, _)| *index == at || *index == other);
                    both.for_each(|(_, root)| *root = least.unwrap_or(*root));
                }
            }
        }
    }
    roots
}

/// A part of a cohort's scale; nothing if it is all of it.
fn cohort(name: &str, slice: &Range<u32>) -> Option<(String, Slice)> {
    let is_whole = slice.start == 0 && slice.end >= POSITIONS;
    let slice = Slice { start: percent(slice.start)?, end: percent(slice.end)? };
    (!is_whole).then(|| (name.into(), slice))
}

fn percent(thousandths: u32) -> Option<Percent> {
    Percent::parse(&format!("{}.{:03}", thousandths / 1000, thousandths % 1000)).ok()
}

/// A name that is not taken, which is then.
fn unused(taken: &mut Vec<String>, name: &str, before_number: &str) -> String {
    let numbered = (2..).map(|number: u32| format!("{name}{before_number}{number}"));
    let mut names = core::iter::once(name.to_string()).chain(numbered);
    let free = names.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.push(free.clone());
    free
}
