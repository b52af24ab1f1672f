//! Which entries took part in a decision, and why others did not.

use alloc::string::String;
use alloc::vec::Vec;

use placement::{Round, Trace};

use crate::clause;

/// An entry that took part in a decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part<'p> {
    /// A rule gave an attribute its value.
    Rule {
        /// The attribute.
        attribute: &'p str,
        /// The rule's name.
        name: &'p str,
    },
    /// A pin was taken.
    Pin(&'p str),
    /// A stamp of the fallback's tier was found, or a move led there.
    Fallback(&'p str),
    /// A move was taken.
    Move(&'p str),
}

impl<'p> Part<'p> {
    /// The entry's name.
    pub fn name(self) -> &'p str {
        match self {
            Self::Rule { name, .. } | Self::Pin(name) | Self::Fallback(name) | Self::Move(name) => name,
        }
    }
}

/// The entries that took part, each once, in the order in which they first did.
pub fn parts<'p>(trace: &Trace<'p>) -> Vec<Part<'p>> {
    let mut parts = Vec::new();
    for part in trace.rounds.iter().flat_map(parts_of_round) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

fn parts_of_round<'p>(round: &Round<'p>) -> Vec<Part<'p>> {
    let rules = round
        .attributes
        .iter()
        .filter_map(|described| Some(Part::Rule { attribute: described.attribute, name: described.rule? }));
    let tier_of_move = round.by_move.as_ref().map(|taken| taken.tier);
    let tiers = round.tier.into_iter().chain(tier_of_move).filter_map(|tier| round.tiers.get(tier));
    let fallbacks = tiers.filter_map(|tier| tier.fallback).map(Part::Fallback);
    let taken = round.by_move.as_ref().map(|taken| Part::Move(taken.name));
    round.pin.map(Part::Pin).into_iter().chain(rules).chain(fallbacks).chain(taken).collect()
}

/// Why an entry of this name did not take part, as of the last round that says so. None if no round does: the entry is
/// none of the policy's, or it took part.
pub fn passed_over(trace: &Trace<'_>, name: &str) -> Option<String> {
    if trace.rounds.is_empty() {
        return Some("no entry was asked: the answer was forced".into());
    }
    trace.rounds.iter().rev().find_map(|round| passed_in_round(round, name))
}

fn passed_in_round(round: &Round<'_>, name: &str) -> Option<String> {
    let pin = round.pins.iter().find(|passed| passed.pin == name).map(|passed| clause::pin_passed(passed.why).into());
    let order =
        || round.moves.iter().find(|passed| passed.name == name).map(|passed| clause::move_passed(passed.why).into());
    let rule = || {
        let passed = round.attributes.iter().flat_map(|described| &described.passed);
        passed.into_iter().find(|passed| passed.rule == name).map(clause::rule_passed)
    };
    let tier = || round.tiers.iter().any(|tier| tier.fallback == Some(name)).then(|| "its tier was not needed".into());
    pin.or_else(order).or_else(rule).or_else(tier)
}
