//! Entries that were passed over, each with what kept it from applying.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use dps::AllocationRequest;
use placement::nearest::nearest;
use placement::{
    Asked, Entry, Gives, MovePassed, PassedMove, PassedPin, PassedRule, PinPassed, Policy, Round, Rule, RulePassed,
    Stamp, Target, TargetPassed, Trace,
};
use serde::Serialize;

use super::Explainer;
use super::contest::{contender, least_to_beat};
use super::entry::EntryName;
use super::found::Found;
use super::question::Question;
use crate::failed::failed;

/// An entry that was passed over.
#[derive(Clone, Debug, Serialize)]
pub struct Passed<'p> {
    /// The round, counted from 0; none for a guarantee.
    pub round: Option<usize>,
    /// The entry.
    #[serde(flatten)]
    pub entry: EntryName<'p>,
    /// Why.
    #[serde(flatten)]
    pub why: Why<'p>,
}

/// Why an entry was passed over.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Why<'p> {
    /// Its condition does not hold.
    Condition {
        /// The first question that keeps it from holding; of alternatives the first of each.
        failed: Vec<Question<'p>>,
    },
    /// Guarantees forbid a pin's stamp.
    Forbidden {
        /// The stamp.
        stamp: &'p str,
        /// The guarantees.
        by: Vec<&'p str>,
    },
    /// A pin's stamp is not linked.
    NotLinked {
        /// The stamp.
        stamp: &'p str,
        /// Its hub.
        hub: String,
    },
    /// A pin's stamp does not take the device.
    State {
        /// The stamp.
        stamp: &'p str,
        /// Its state.
        state: &'static str,
    },
    /// A rule found no text where it reads.
    Nothing {
        /// Where it reads, and what stood there.
        found: Found<'p>,
    },
    /// A rule's map lacks what was read.
    Unmapped {
        /// Where it reads, and what stood there.
        found: Found<'p>,
        /// What was looked up.
        read: String,
        /// The nearest key of the map, if one is near.
        nearest: Option<String>,
    },
    /// What a rule read is not one of the attribute's values.
    Foreign {
        /// Where it reads, and what stood there.
        found: Found<'p>,
        /// What was looked up.
        read: String,
        /// The nearest value, if one is near.
        nearest: Option<String>,
    },
    /// A move's `from` does not name the stamp found.
    From {
        /// The stamp found.
        stamp: &'p str,
    },
    /// None of a move's targets takes the device.
    NoTarget {
        /// All of them, in file order.
        targets: Vec<NoTarget<'p>>,
    },
}

/// A target of a move that does not take the device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NoTarget<'p> {
    /// The stamp.
    pub stamp: &'p str,
    /// Why: `forbidden`, `not-linked`, `not-served`, `later`, `state` or `not-preferred`.
    pub why: &'static str,
    /// Its state.
    pub state: &'static str,
    /// Of one that is not preferred, the least weight with which it would be; none where no weight is enough.
    pub at_least: Option<u32>,
}

/// The entries that were passed over, in the order of the walk.
pub(super) fn passed<'p>(explainer: &Explainer<'p>, request: &AllocationRequest, trace: &Trace<'p>) -> Vec<Passed<'p>> {
    let guarantees = trace.guarantees.iter().filter(|asked| !asked.holds);
    let mut passed: Vec<Passed<'p>> =
        guarantees.map(|asked| Passed::new(None, asked.entry, because(explainer, asked))).collect();
    for (number, round) in trace.rounds.iter().enumerate() {
        let walk = Walk { explainer, request, trace, round, number };
        passed.extend(round.pins.iter().map(|pin| walk.pin(pin)));
        for described in &round.attributes {
            passed.extend(described.passed.iter().map(|rule| walk.rule(described.attribute, rule)));
        }
        let fallback = |asked: &&Asked<'p>| matches!(asked.entry, Entry::Fallback(_)) && !asked.holds;
        passed.extend(
            round.asked.iter().filter(fallback).map(|asked| walk.passed(asked.entry, because(explainer, asked))),
        );
        passed.extend(round.moves.iter().map(|order| walk.order(order)));
    }
    passed
}

fn because<'p>(explainer: &Explainer<'p>, asked: &Asked<'p>) -> Why<'p> {
    let condition = explainer.policy.condition(asked.entry);
    let failed = condition.map(|condition| failed(condition, asked)).unwrap_or_default();
    Why::Condition { failed: failed.into_iter().map(|asked| Question::new(explainer, asked)).collect() }
}

impl<'p> Passed<'p> {
    fn new(round: Option<usize>, entry: Entry<'p>, why: Why<'p>) -> Self {
        Self { round, entry: entry.into(), why }
    }
}

/// A round of which is told.
struct Walk<'w, 'p> {
    explainer: &'w Explainer<'p>,
    request: &'w AllocationRequest,
    trace: &'w Trace<'p>,
    round: &'w Round<'p>,
    number: usize,
}

impl<'p> Walk<'_, 'p> {
    fn passed(&self, entry: Entry<'p>, why: Why<'p>) -> Passed<'p> {
        Passed::new(Some(self.number), entry, why)
    }

    /// Why the condition of an entry does not hold.
    fn condition(&self, entry: Entry<'p>) -> Why<'p> {
        let asked = self.round.asked.iter().find(|asked| asked.entry == entry);
        asked.map_or(Why::Condition { failed: Vec::new() }, |asked| because(self.explainer, asked))
    }

    fn pin(&self, passed: &PassedPin<'p>) -> Passed<'p> {
        let entry = Entry::Pin(passed.pin);
        let policy = self.explainer.policy;
        let stamp = policy.pins().iter().find(|pin| &*pin.name == passed.pin).and_then(|pin| policy.stamp(pin.stamp));
        let why = match (passed.why, stamp) {
            (PinPassed::Forbidden, Some(stamp)) => {
                Why::Forbidden { stamp: stamp.name.as_str(), by: forbidding(policy, self.trace, stamp) }
            }
            (PinPassed::NotLinked, Some(stamp)) => {
                Why::NotLinked { stamp: stamp.name.as_str(), hub: stamp.hub.to_string() }
            }
            (PinPassed::State, Some(stamp)) => Why::State { stamp: stamp.name.as_str(), state: stamp.state.word() },
            (PinPassed::Condition, _) | (_, None) => self.condition(entry),
        };
        self.passed(entry, why)
    }

    fn rule(&self, attribute: &'p str, passed: &PassedRule<'p>) -> Passed<'p> {
        let entry = Entry::Rule { attribute, rule: passed.rule };
        let described = self.explainer.policy.attributes().iter().find(|known| known.name.as_str() == attribute);
        let rule = described.and_then(|described| described.rules.iter().find(|rule| &*rule.name == passed.rule));
        let read = || passed.read.clone().unwrap_or_default();
        let why = match (passed.why, rule.and_then(|rule| self.found(rule, passed))) {
            (RulePassed::Nothing, Some(found)) => Why::Nothing { found },
            (RulePassed::Unmapped, Some(found)) => {
                Why::Unmapped { found, nearest: rule.and_then(|rule| nearest_key(rule, &read())), read: read() }
            }
            (RulePassed::Foreign, Some(found)) => {
                let values = described.into_iter().flat_map(|described| &described.values).map(|value| value.as_str());
                Why::Foreign { found, nearest: nearest(&read(), values).map(ToOwned::to_owned), read: read() }
            }
            (RulePassed::Condition, _) | (_, None) => self.condition(entry),
        };
        self.passed(entry, why)
    }

    /// What stood where a rule reads; none of one that reads nowhere.
    fn found(&self, rule: &'p Rule, passed: &PassedRule<'p>) -> Option<Found<'p>> {
        match &rule.gives {
            Gives::Read { source, .. } => {
                let read = passed.read.as_deref();
                Some(Found::at_source(self.explainer.policy, source, self.request, self.round.here, read))
            }
            Gives::Value(_) => None,
        }
    }

    fn order(&self, passed: &PassedMove<'p>) -> Passed<'p> {
        let entry = Entry::Move(passed.name);
        let why = match passed.why {
            MovePassed::From => Why::From { stamp: before_moves(self.round).unwrap_or_default() },
            MovePassed::Condition => self.condition(entry),
            MovePassed::NoTarget => {
                let targets = passed.targets.iter().map(|target| NoTarget::new(self.explainer.policy, target));
                Why::NoTarget { targets: targets.collect() }
            }
        };
        self.passed(entry, why)
    }
}

fn nearest_key(rule: &Rule, read: &str) -> Option<String> {
    match &rule.gives {
        Gives::Read { map: Some(map), .. } => nearest(read, map.keys()).map(ToOwned::to_owned),
        Gives::Read { .. } | Gives::Value(_) => None,
    }
}

/// The guarantees that apply and forbid a stamp.
fn forbidding<'p>(policy: &'p Policy, trace: &Trace<'_>, stamp: &Stamp) -> Vec<&'p str> {
    let id = policy.stamp_of_hub(stamp.hub.as_str());
    let forbids = policy.guarantees().iter().filter(|guarantee| {
        let applies = |asked: &Asked<'_>| asked.holds && asked.entry == Entry::Guarantee(&guarantee.name);
        id.is_some_and(|id| !guarantee.allowed.contains(id)) && trace.guarantees.iter().any(applies)
    });
    forbids.map(|guarantee| &*guarantee.name).collect()
}

/// The stamp that a round found before any move.
fn before_moves<'p>(round: &Round<'p>) -> Option<&'p str> {
    match &round.by_move {
        None => round.found,
        Some(_) if round.candidates.is_empty() => round.here,
        Some(_) => crate::clause::preferred(&round.candidates),
    }
}

impl<'p> NoTarget<'p> {
    fn new(policy: &'p Policy, target: &Target<'p>) -> Self {
        let (why, at_least) = match &target.why {
            TargetPassed::NotServed => ("not-served", None),
            TargetPassed::Forbidden => ("forbidden", None),
            TargetPassed::NotLinked => ("not-linked", None),
            TargetPassed::Later => ("later", None),
            TargetPassed::State => ("state", None),
            TargetPassed::NotPreferred { standing, found } => {
                let pair = contender(policy, standing).zip(contender(policy, found));
                ("not-preferred", pair.and_then(|(target, found)| least_to_beat(&target, &found)))
            }
        };
        let stamp = policy.stamps().iter().find(|stamp| stamp.name.as_str() == target.stamp);
        Self { stamp: target.stamp, why, state: stamp.map(|stamp| stamp.state.word()).unwrap_or_default(), at_least }
    }
}
