//! One round of a decision.

use analysis::clause::out_of_tier;
use analysis::explanation::Explanation;
use placement::{By, Out, Policy, Round, State, TracedTier};

use super::{contest, passed};
use crate::render::page::Page;
use crate::render::style::{HEADING, PASSED, Styled, TAKEN};

/// Writes the round of this number, counted from 0. What is as it was in the round `before` is not written again.
pub(super) fn write(
    page: &mut Page,
    policy: &Policy,
    explanation: &Explanation<'_>,
    number: usize,
    round: &Round<'_>,
    before: Option<&Round<'_>>,
) {
    let told = Told { policy, explanation, number, round };
    let here = match round.here {
        Some(here) => format!("the device on {here}"),
        None => "the device on no stamp".to_owned(),
    };
    page.line(0, format_args!("{}, {here}", Styled(HEADING, format_args!("round {}", number + 1))));
    let before = before.filter(|before| is_alike(round, before));
    if before.is_some_and(|before| moves_nothing(round) && moves_nothing(before) && round.found == before.found) {
        page.line(1, format_args!("pins, attributes, stamps and moves as in round {number}"));
        told.found(page);
        return;
    }
    if before.is_some() {
        page.line(1, format_args!("pins, attributes and stamps as in round {number}"));
    } else {
        told.pins(page);
        told.attributes(page);
        told.tiers(page);
    }
    told.found(page);
    told.moves(page);
}

/// Whether no move was taken: then of the same stamp the same is said of every move.
fn moves_nothing(round: &Round<'_>) -> bool {
    round.by_move.is_none()
}

/// A round, and what else is known of it.
struct Told<'t, 'p> {
    policy: &'t Policy,
    explanation: &'t Explanation<'p>,
    number: usize,
    round: &'t Round<'p>,
}

/// Whether everything before the choice of a stamp is the same.
fn is_alike(round: &Round<'_>, before: &Round<'_>) -> bool {
    (&round.pins, round.pin, &round.attributes, &round.tiers)
        == (&before.pins, before.pin, &before.attributes, &before.tiers)
}

impl Told<'_, '_> {
    fn pins(&self, page: &mut Page) {
        if !self.round.pins.is_empty() || self.round.pin.is_some() {
            page.line(1, "pins");
        }
        passed::of(self.explanation, self.number, "pin").for_each(|pin| passed::write(page, 2, pin));
        if let Some(pin) = self.round.pin {
            page.line(2, Styled(TAKEN, pin));
        }
    }

    fn attributes(&self, page: &mut Page) {
        if !self.round.attributes.is_empty() {
            page.line(1, "attributes");
        }
        for described in &self.round.attributes {
            match (described.value, described.rule) {
                (Some(value), Some(rule)) => {
                    let given = format!("{} = {value}", described.attribute);
                    page.line(2, format_args!("{}, by `{rule}`", Styled(TAKEN, given)));
                }
                _ => page.line(2, Styled(TAKEN, format_args!("{} has no value", described.attribute))),
            }
            let rules = passed::of(self.explanation, self.number, "rule");
            let rules = rules.filter(|rule| rule.entry.attribute == Some(described.attribute));
            rules.for_each(|rule| passed::write(page, 3, rule));
        }
    }

    fn tiers(&self, page: &mut Page) {
        for tier in &self.round.tiers {
            match tier.fallback {
                None => page.line(1, "stamps that serve it"),
                Some(fallback) => page.line(1, format_args!("stamps that `{fallback}` admits")),
            }
            let stamps: Vec<String> = tier.stamps.iter().map(|stamp| with_state(self.policy, stamp)).collect();
            page.line(
                2,
                match (stamps.is_empty(), tier.out.is_empty()) {
                    (false, _) => stamps.join(", "),
                    (true, true) => "none".to_owned(),
                    (true, false) => "none that the device may be on".to_owned(),
                },
            );
            self.fell_out(page, tier);
        }
        let mut fallbacks = passed::of(self.explanation, self.number, "fallback").peekable();
        if fallbacks.peek().is_some() {
            page.line(1, "fallbacks");
        }
        fallbacks.for_each(|fallback| passed::write(page, 2, fallback));
    }

    fn fell_out(&self, page: &mut Page, tier: &TracedTier<'_>) {
        for out in &tier.out {
            let forbids = self.explanation.guarantees.iter().filter(|applies| applies.forbids.contains(&out.stamp));
            let by: Vec<String> = forbids.map(|applies| format!("`{}`", applies.guarantee)).collect();
            let why = match out.why {
                Out::Forbidden => format!("{} forbids it", by.join(" and ")),
                Out::NotLinked => out_of_tier(out.why).to_owned(),
            };
            page.line(2, Styled(PASSED, format_args!("- {}: {why}", out.stamp)));
        }
    }

    fn found(&self, page: &mut Page) {
        let round = self.round;
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
                self.contest(page, 2, None);
            }
            None => page.line(1, Styled(TAKEN, nothing(self.policy, round))),
        }
    }

    fn contest(&self, page: &mut Page, depth: usize, by_move: Option<&str>) {
        let mut contests = self.explanation.contests.iter();
        if let Some(contest) = contests.find(|it| it.round == self.number && it.by_move == by_move) {
            contest::write(page, depth, contest);
        }
    }

    fn moves(&self, page: &mut Page) {
        let round = self.round;
        if !round.moves.is_empty() || round.by_move.is_some() {
            page.line(1, "moves");
        }
        passed::of(self.explanation, self.number, "move").for_each(|order| passed::write(page, 2, order));
        if let Some(taken) = &round.by_move {
            let tier = round.tiers.get(taken.tier).and_then(|tier| tier.fallback);
            let admitted = tier.map(|fallback| format!(", which `{fallback}` admits")).unwrap_or_default();
            page.line(2, format_args!("{} to {}{admitted}", Styled(TAKEN, taken.name), Styled(TAKEN, taken.to)));
            self.contest(page, 3, Some(taken.name));
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
