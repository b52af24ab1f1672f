//! One round of a decision.

use std::fmt::Display;

use analysis::clause::{move_passed, out_of_tier, pin_passed, rule_passed};
use placement::{By, Policy, Round, State, TracedAttribute, TracedTier};

use super::contest;
use crate::render::page::Page;
use crate::render::style::{HEADING, PASSED, Styled, TAKEN};

/// Writes the round of this number. What is as it was in the round `before` is not written again.
pub(super) fn write(page: &mut Page, policy: &Policy, number: usize, round: &Round<'_>, before: Option<&Round<'_>>) {
    let here = match round.here {
        Some(here) => format!("the device on {here}"),
        None => "the device on no stamp".to_owned(),
    };
    page.line(0, format_args!("{}, {here}", Styled(HEADING, format_args!("round {number}"))));
    if before.is_some_and(|before| is_alike(round, before)) {
        page.line(1, format_args!("pins, attributes and stamps as in round {}", number - 1));
    } else {
        pins(page, round);
        attributes(page, &round.attributes);
        tiers(page, policy, &round.tiers);
    }
    found(page, policy, round);
    moves(page, round);
}

/// Whether everything before the choice of a stamp is the same.
fn is_alike(round: &Round<'_>, before: &Round<'_>) -> bool {
    (&round.pins, round.pin, &round.attributes, &round.tiers)
        == (&before.pins, before.pin, &before.attributes, &before.tiers)
}

fn passed(page: &mut Page, depth: usize, name: impl Display, why: impl Display) {
    page.line(depth, Styled(PASSED, format_args!("- {name}: {why}")));
}

fn pins(page: &mut Page, round: &Round<'_>) {
    if !round.pins.is_empty() || round.pin.is_some() {
        page.line(1, "pins");
    }
    for pin in &round.pins {
        passed(page, 2, pin.pin, pin_passed(pin.why));
    }
    if let Some(pin) = round.pin {
        page.line(2, Styled(TAKEN, pin));
    }
}

fn attributes(page: &mut Page, attributes: &[TracedAttribute<'_>]) {
    if !attributes.is_empty() {
        page.line(1, "attributes");
    }
    for described in attributes {
        match (described.value, described.rule) {
            (Some(value), Some(rule)) => {
                let given = format!("{} = {value}", described.attribute);
                page.line(2, format_args!("{}, by `{rule}`", Styled(TAKEN, given)));
            }
            _ => page.line(2, format_args!("{}", Styled(TAKEN, format_args!("{} has no value", described.attribute)))),
        }
        for rule in &described.passed {
            passed(page, 3, rule.rule, rule_passed(rule));
        }
    }
}

fn tiers(page: &mut Page, policy: &Policy, tiers: &[TracedTier<'_>]) {
    for tier in tiers {
        match tier.fallback {
            None => page.line(1, "stamps that serve it"),
            Some(fallback) => page.line(1, format_args!("stamps that `{fallback}` admits")),
        }
        let stamps: Vec<String> = tier.stamps.iter().map(|stamp| with_state(policy, stamp)).collect();
        page.line(
            2,
            match (stamps.is_empty(), tier.out.is_empty()) {
                (false, _) => stamps.join(", "),
                (true, true) => "none".to_owned(),
                (true, false) => "none that the device may be on".to_owned(),
            },
        );
        for out in &tier.out {
            passed(page, 2, out.stamp, out_of_tier(out.why));
        }
    }
}

/// The stamp's name, and its state where that is not `open`.
fn with_state(policy: &Policy, name: &str) -> String {
    let stamp = policy.stamps().iter().find(|stamp| stamp.name.as_str() == name);
    match stamp.map(|stamp| stamp.state) {
        Some(State::Open) | None => name.to_owned(),
        Some(state) => format!("{name} ({})", state.word()),
    }
}

fn found(page: &mut Page, policy: &Policy, round: &Round<'_>) {
    let fallback = round.tier.and_then(|tier| round.tiers.get(tier)).and_then(|tier| tier.fallback);
    match round.by {
        Some(By::Pin) => {
            page.line(1, format_args!("pinned to {}", Styled(TAKEN, round.found.unwrap_or_default())));
        }
        Some(By::Stay) => {
            let here = round.here.unwrap_or_default();
            let why = fallback.map_or("serves it".to_owned(), |fallback| format!("`{fallback}` admits"));
            page.line(1, format_args!("stays on {}, which {why}", Styled(TAKEN, here)));
        }
        Some(By::Place) => {
            let which = fallback.map(|fallback| format!(" that `{fallback}` admits")).unwrap_or_default();
            page.line(1, format_args!("placed by weight among the open stamps{which}"));
            contest::write(page, 2, &round.candidates);
        }
        None => page.line(1, Styled(TAKEN, nothing(policy, round))),
    }
}

/// Why a round found no stamp. Without tiers an attribute that stamps serve has no value.
fn nothing(policy: &Policy, round: &Round<'_>) -> String {
    let placing =
        |name: &str| policy.attributes().iter().any(|attribute| attribute.places && attribute.name.as_str() == name);
    let without = round.attributes.iter().filter(|described| described.value.is_none() && placing(described.attribute));
    let names: Vec<&str> = without.map(|described| described.attribute).collect();
    match (round.tiers.is_empty(), names.is_empty()) {
        (true, false) => format!("no stamp serves a device without {}", names.join(" and ")),
        _ => "no stamp of these takes it".to_owned(),
    }
}

fn moves(page: &mut Page, round: &Round<'_>) {
    if !round.moves.is_empty() || round.by_move.is_some() {
        page.line(1, "moves");
    }
    for order in &round.moves {
        passed(page, 2, order.name, move_passed(order.why));
    }
    if let Some(taken) = &round.by_move {
        let tier = round.tiers.get(taken.tier).and_then(|tier| tier.fallback);
        let admitted = tier.map(|fallback| format!(", which `{fallback}` admits")).unwrap_or_default();
        page.line(2, format_args!("{} to {}{admitted}", Styled(TAKEN, taken.name), Styled(TAKEN, taken.to)));
        contest::write(page, 3, &taken.candidates);
    }
}
