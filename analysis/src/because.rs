//! A decision's reason in one line.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use placement::{By, How, Round, Trace, TracedAttribute, TracedOutcome};

use crate::clause::{described, preferred};

/// Why the decision came out as it did, in one line: what happened to the device step by step, and what it was described
/// as then and by which rules.
pub fn because(trace: &Trace<'_>) -> String {
    let mut clauses: Vec<String> = outcome(trace).into_iter().collect();
    let mut told: &[TracedAttribute<'_>] = &[];
    for (number, round) in trace.rounds.iter().enumerate() {
        let steps = steps(number, round);
        // The last round finds the stamp that it begins with, which tells nothing new; nor does a description again.
        let counts = number == 0 || !steps.is_empty();
        clauses.extend(steps);
        if counts && round.attributes != told {
            clauses.extend(round.attributes.iter().map(described));
            told = &round.attributes;
        }
    }
    clauses.join("; ")
}

/// What no round tells.
fn outcome(trace: &Trace<'_>) -> Option<String> {
    match &trace.outcome {
        TracedOutcome::Answered { how: How::Forced, hub, .. } => {
            Some(format!("forced: DPS would accept no other hub than `{hub}`"))
        }
        TracedOutcome::Answered { how: How::Kept, stamp, .. } => {
            Some(format!("kept on {}: no stamp was found", stamp.unwrap_or_default()))
        }
        TracedOutcome::Refused { code, .. } => Some(format!("refused, {code}: {}", code.message())),
        TracedOutcome::Answered { .. } => None,
    }
}

/// What a round did. That a device stays where an earlier round has put it goes without saying.
fn steps(number: usize, round: &Round<'_>) -> Vec<String> {
    let found = round.found.unwrap_or_default();
    let by = match round.by {
        Some(By::Pin) if round.here != Some(found) || number == 0 => {
            Some(format!("pinned to {found} by `{}`", round.pin.unwrap_or_default()))
        }
        Some(By::Stay) if number == 0 => {
            Some(format!("stays on {}{}", round.here.unwrap_or_default(), tier(round, round.tier)))
        }
        Some(By::Place) => Some(placed(round)),
        _ => None,
    };
    let moved = round
        .by_move
        .as_ref()
        .map(|taken| format!("moved to {} by `{}`{}", taken.to, taken.name, tier(round, Some(taken.tier))));
    by.into_iter().chain(moved).collect()
}

fn placed(round: &Round<'_>) -> String {
    let names: Vec<&str> = round.candidates.iter().map(|candidate| candidate.stamp).collect();
    let preferred = preferred(&round.candidates).unwrap_or_default();
    let among = match names.as_slice() {
        [_] => "the only open stamp".to_string(),
        _ => format!("which the hash prefers of {}", names.join(", ")),
    };
    format!("placed on {preferred}, {among}{}", tier(round, round.tier))
}

/// The fallback whose tier this is, if it is one's.
fn tier(round: &Round<'_>, tier: Option<usize>) -> String {
    let fallback = tier.and_then(|tier| round.tiers.get(tier)).and_then(|tier| tier.fallback);
    fallback.map(|fallback| format!(", admitted by `{fallback}`")).unwrap_or_default()
}
