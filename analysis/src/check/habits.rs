//! What works, and bites later: one cohort for two things, an identity that the device can choose.

use alloc::format;
use alloc::vec::Vec;
use core::ops::Range;

use placement::{Asks, Cohort, Condition, Diagnostic, Gives, Source};

use super::Code;
use super::finding::Finding;
use super::subject::Checked;
use crate::coverage::points::atoms;
use crate::input::TooLarge;
use crate::proof::{Set, Subject};

pub(super) fn check(checked: &mut Checked<'_, '_>) -> Result<(), TooLarge> {
    two_moves(checked)?;
    reused(checked)?;
    identity(checked)
}

/// The cohorts that a condition asks for, and where.
fn cohorts(condition: &Condition) -> Vec<(&Cohort, Range<usize>)> {
    let named = atoms(condition).into_iter().filter_map(|atom| match &atom.asks {
        Asks::Cohort(cohort) => Some((cohort, atom.place.clone())),
        _ => None,
    });
    named.collect()
}

/// A device that two moves of one cohort may move: those in it are moved twice, and the others never.
fn two_moves(checked: &mut Checked<'_, '_>) -> Result<(), TooLarge> {
    let policy = checked.policy;
    let mut applies = Vec::new();
    for number in 0..policy.moves().len() {
        let steps = checked.rounds.moved.iter().filter(|moved| moved.order == number).map(|moved| moved.when);
        applies.push(checked.diagrams.any(steps)?);
    }
    for (second, order) in policy.moves().iter().enumerate() {
        for (first, before) in policy.moves().iter().enumerate().take(second) {
            let both = [first, second].map(|number| applies.get(number).copied().unwrap_or(Set::NOTHING));
            if checked.diagrams.and(both[0], both[1])?.is_empty() {
                continue;
            }
            for (cohort, at) in cohorts(&order.when) {
                let same = cohorts(&before.when).into_iter().find(|(known, _)| known.name == cohort.name);
                let Some((_, there)) = same else { continue };
                let message = format!(
                    "the moves `{}` and `{}` may take the same devices, and both draw by the cohort `{}`",
                    before.name, order.name, cohort.name
                );
                let diagnostic = Diagnostic::new(Code::CohortInTwoMoves, at, message)
                    .help("give each move a cohort of its own, unless it is meant for the devices of the other")
                    .related(there, "the same cohort");
                checked.push(Finding::new(diagnostic, &*order.name));
            }
        }
    }
    Ok(())
}

/// A cohort that a rule asks for.
struct Use<'p> {
    cohort: &'p Cohort,
    at: Range<usize>,
    /// The attribute, and the value that the rule gives it, unless it reads one.
    gives: (usize, Option<usize>),
    /// Where the rule would give it.
    holds: Set,
}

impl Use<'_> {
    /// Whether another use of the cohort is for something else.
    fn differs(&self, other: &Use<'_>) -> bool {
        self.cohort.name == other.cohort.name && (self.gives != other.gives || self.gives.1.is_none())
    }
}

/// A rule that tries something on devices on which another tries something else.
fn reused(checked: &mut Checked<'_, '_>) -> Result<(), TooLarge> {
    let policy = checked.policy;
    let mut seen: Vec<Use<'_>> = Vec::new();
    for (number, attribute) in policy.attributes().iter().enumerate() {
        for (rule_number, rule) in attribute.rules.iter().enumerate() {
            let model = checked.model.attributes.get(number).and_then(|model| model.rules.get(rule_number));
            let holds = model.map_or(Set::NOTHING, |model| model.would_give);
            let value = match &rule.gives {
                Gives::Value(value) => Some(value.index()),
                Gives::Read { .. } => None,
            };
            for (cohort, at) in cohorts(&rule.when) {
                let this = Use { cohort, at, gives: (number, value), holds };
                for before in &seen {
                    if this.differs(before) && !checked.diagrams.and(before.holds, holds)?.is_empty() {
                        checked.push(Finding::new(twice(&this, before), &*rule.name));
                        break;
                    }
                }
                seen.push(this);
            }
        }
    }
    Ok(())
}

fn twice(this: &Use<'_>, before: &Use<'_>) -> Diagnostic<Code> {
    let message = format!("the cohort `{}` is used for two things: its first devices get both", this.cohort.name);
    Diagnostic::new(Code::CohortReused, this.at.clone(), message)
        .help("a cohort of its own for each release and trial spreads the risk over other devices")
        .related(before.at.clone(), "used here already")
}

/// An attribute that stamps serve is read from the registration ID of a device whose group is known.
fn identity(checked: &mut Checked<'_, '_>) -> Result<(), TooLarge> {
    let policy = checked.policy;
    let Some(level) = checked.space.level(Subject::Enrollment) else { return Ok(()) };
    let named = checked.diagrams.of_classes(level, |class| class >= crate::proof::NAMES)?;
    for (number, attribute) in policy.attributes().iter().enumerate().filter(|(_, attribute)| attribute.places) {
        for (rule_number, rule) in attribute.rules.iter().enumerate() {
            let Gives::Read { source: Source::RegistrationId(_), .. } = &rule.gives else { continue };
            let model = checked.model.attributes.get(number).and_then(|model| model.rules.get(rule_number));
            let gives = checked.diagrams.any(model.map(|model| model.gives.clone()).unwrap_or_default())?;
            if checked.diagrams.and(gives, named)?.is_empty() {
                continue;
            }
            let at = checked.rule(number, rule_number).and_then(|rule| rule.get("read")).map(|read| read.span());
            let message = format!(
                "`{}` is read from the registration ID, also of devices whose enrollment group is known",
                attribute.name
            );
            let diagnostic = Diagnostic::new(Code::IdentityFromId, at.unwrap_or_default(), message)
                .help("whoever has a group's key chooses the IDs of its devices: read the group, or a tag of its initial twin");
            checked.push(Finding::new(diagnostic, &*rule.name));
        }
    }
    Ok(())
}
