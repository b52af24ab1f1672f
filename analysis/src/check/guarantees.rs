//! Guarantees that have to act: without which a device would be on a stamp that they forbid.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use placement::{By, Diagnostic, Guarantee, Policy, Round, StampId};

use super::finding::{Example, Finding};
use super::subject::{Checked, example};
use super::{Code, SMALLER};
use crate::clause::preferred;
use crate::input::TooLarge;
use crate::proof::{Rounds, Search, Set, Subject};

/// What is known of a guarantee.
enum Known {
    /// It never acts, so far as was asked.
    Idle,
    /// It acts.
    Acts,
    /// Neither could be shown.
    Unknown,
}

/// Whether guarantees ever act, as the stamps are and with any `outages` of them down.
pub(super) fn check(checked: &mut Checked<'_, '_>, outages: usize) -> Result<(), TooLarge> {
    let mut known: Vec<Known> = checked.policy.guarantees().iter().map(|_| Known::Idle).collect();
    let mut worked = Ok(());
    for down in combinations(checked.policy, outages) {
        worked = with_down(checked, &down, &mut known);
        if worked.is_err() {
            break;
        }
    }
    for (number, known) in known.into_iter().enumerate() {
        let Some(guarantee) = checked.policy.guarantees().get(number) else { continue };
        match known {
            Known::Acts => {}
            Known::Idle if worked.is_ok() => {
                let also = match outages {
                    0 => "with the stamps as they are".into(),
                    1 => "with the stamps as they are, and with any one of them down".into(),
                    more => format!("with the stamps as they are, and with any {more} or fewer of them down"),
                };
                let message = format!("the guarantee `{}` never has to act {also}", guarantee.name);
                checked.proved(checked.name("guarantee", number), &guarantee.name, message);
            }
            Known::Idle | Known::Unknown => not_proved(checked, number, guarantee, worked.is_err()),
        }
    }
    Ok(())
}

fn not_proved(checked: &mut Checked<'_, '_>, number: usize, guarantee: &Guarantee, too_large: bool) {
    let at = checked.name("guarantee", number);
    checked.push(unproved(guarantee, at, too_large));
}

/// A guarantee of which nothing is known, at the place of its name.
pub(super) fn unproved(guarantee: &Guarantee, at: Range<usize>, too_large: bool) -> Finding {
    let (why, help) = if too_large {
        ("the policy is too large", SMALLER)
    } else {
        (
            "no device was found for which it does, but not all could be tried",
            "give its devices their values by rules of their own, which stand first",
        )
    };
    let message = format!("it is not proved that the guarantee `{}` never has to act: {why}", guarantee.name);
    Finding::new(Diagnostic::new(Code::GuaranteeNotProved, at, message).help(help), &*guarantee.name)
}

/// No stamps, and every combination of up to so many that are not down already.
fn combinations(policy: &Policy, outages: usize) -> Vec<Vec<StampId>> {
    let up: Vec<StampId> =
        policy.stamp_ids().filter(|id| policy.stamp(*id).is_some_and(|stamp| stamp.state.keeps())).collect();
    let mut all = Vec::from([Vec::new()]);
    let mut last = all.clone();
    for _ in 0..outages {
        let longer = last.iter().flat_map(|down: &Vec<StampId>| {
            let after = up.iter().filter(|id| down.last().is_none_or(|last| **id > *last));
            after.map(|id| down.iter().copied().chain([*id]).collect::<Vec<_>>())
        });
        last = longer.collect();
        all.extend(last.iter().cloned());
    }
    all
}

fn with_down(checked: &mut Checked<'_, '_>, down: &[StampId], known: &mut [Known]) -> Result<(), TooLarge> {
    let guarded = checked.policy.with_down(down);
    let rounds = Rounds::of(&guarded, &checked.model, &mut checked.diagrams, false)?;
    let case = Case { unguarded: guarded.without_guarantees(), guarded, down, rounds };
    for (number, known) in known.iter_mut().enumerate() {
        if !matches!(known, Known::Idle) {
            continue;
        }
        if let Some((stamp, shown)) = case.acts(checked, number, known)? {
            *known = Known::Acts;
            report(checked, number, stamp, shown);
        }
    }
    Ok(())
}

/// The policy with some stamps down.
struct Case<'d> {
    guarded: Policy,
    unguarded: Policy,
    down: &'d [StampId],
    /// What happens without guarantees.
    rounds: Rounds,
}

/// A device for which a guarantee acts.
struct Shown {
    without: String,
    example: Option<Example>,
    down: Vec<String>,
}

impl Case<'_> {
    /// The stamp that a guarantee keeps a device from, and that device.
    fn acts(
        &self,
        checked: &mut Checked<'_, '_>,
        number: usize,
        known: &mut Known,
    ) -> Result<Option<(usize, Shown)>, TooLarge> {
        let Some(guarantee) = checked.policy.guarantees().get(number) else { return Ok(None) };
        let applies = checked.model.guarantees.get(number).copied().unwrap_or(Set::NOTHING);
        let forbidden: Vec<usize> = checked
            .policy
            .stamp_ids()
            .filter(|stamp| !guarantee.allowed.contains(*stamp))
            .map(StampId::index)
            .collect();
        let mut asked: Vec<(usize, Set, Vec<Option<usize>>)> = Vec::new();
        for stamp in &forbidden {
            let reached = self.reached(checked, *stamp)?;
            let reached = checked.diagrams.and(reached, applies)?;
            let by_new = checked.diagrams.and(reached, checked.new)?;
            asked.push((*stamp, by_new, [None].into()));
            // Where no rule reads the stamp that a device is on, the same inputs are of new devices and of all others.
            let by_others = match checked.space.level(Subject::Here) {
                Some(_) => checked.diagrams.minus(reached, checked.new)?,
                None => reached,
            };
            asked.push((*stamp, by_others, checked.anywhere()));
        }
        for stamp in forbidden {
            let stays = self.stays(checked, stamp)?;
            asked.push((stamp, checked.diagrams.and(stays, applies)?, [Some(stamp)].into()));
        }
        for (stamp, set, heres) in asked {
            match checked.seek(set, &heres, |request, _| self.shows(stamp, request))? {
                Search::Found(shown) => return Ok(Some((stamp, shown))),
                Search::Impossible => {}
                Search::Unknown => *known = Known::Unknown,
            }
        }
        Ok(None)
    }

    /// Where a device may come to a stamp, in any step.
    fn reached(&self, checked: &mut Checked<'_, '_>, stamp: usize) -> Result<Set, TooLarge> {
        let pins = checked.policy.pins().iter().zip(&self.rounds.pins);
        let mut reached: Vec<Set> =
            pins.filter(|(pin, _)| pin.stamp.index() == stamp).map(|(_, taken)| *taken).collect();
        reached.extend(self.rounds.places.iter().filter_map(|tier| tier.get(stamp).copied()));
        reached.extend(self.rounds.moved.iter().filter(|moved| moved.to == stamp).map(|moved| moved.when));
        checked.diagrams.any(reached)
    }

    /// Where a device that is on a stamp stays, is held by a pin, or is kept.
    fn stays(&self, checked: &mut Checked<'_, '_>, stamp: usize) -> Result<Set, TooLarge> {
        let keeps = self.guarded.stamps().get(stamp).is_some_and(|stamp| stamp.state.keeps());
        let kept = if keeps { self.rounds.nowhere } else { Set::NOTHING };
        let stays = self.rounds.stays.get(stamp).copied().unwrap_or(Set::NOTHING);
        let held = self.rounds.held.get(stamp).copied().unwrap_or(Set::NOTHING);
        let any = checked.diagrams.any([stays, held, kept])?;
        let on = checked.on(Some(stamp))?;
        checked.diagrams.and(any, on)
    }

    /// Whether a device comes out otherwise for being kept from a stamp.
    fn shows(&self, stamp: usize, request: &dps::AllocationRequest) -> Option<Shown> {
        let (free, guarded) = (self.unguarded.decide(request), self.guarded.decide(request));
        let name = self.guarded.stamps().get(stamp)?.name.as_str();
        let meets = free.stamp() == Some(name)
            || self.unguarded.explain(request).rounds.iter().any(|round| comes_by(round, name));
        let differs = free.stamp() != guarded.stamp();
        let down: Vec<&str> = self.down.iter().filter_map(|id| Some(self.guarded.stamp(*id)?.name.as_str())).collect();
        (meets && differs).then(|| Shown {
            without: free.stamp().unwrap_or_default().into(),
            example: example(&self.guarded, request, &down),
            down: down.into_iter().map(String::from).collect(),
        })
    }
}

/// Whether a device comes by a stamp in a round: in the end, or before a move.
fn comes_by(round: &Round<'_>, stamp: &str) -> bool {
    let before_move = match round.by {
        Some(By::Stay) => round.here,
        Some(By::Place) => preferred(&round.candidates),
        _ => None,
    };
    [round.found, before_move].contains(&Some(stamp))
}

fn report(checked: &mut Checked<'_, '_>, number: usize, stamp: usize, shown: Shown) {
    let Some(guarantee) = checked.policy.guarantees().get(number) else { return };
    let name = checked.stamp(stamp);
    let down = match shown.down.as_slice() {
        [] => String::new(),
        [stamp] => format!(" while `{stamp}` is down"),
        stamps => format!(" while `{}` are down", stamps.join("` and `")),
    };
    let on_the_way = if shown.without == name { String::new() } else { format!(", by way of `{name}`") };
    let message = format!(
        "the guarantee `{}` has to act{down}: without it some device would be on `{}`{on_the_way}",
        guarantee.name, shown.without
    );
    let help =
        "describe such devices so that only stamps that it allows serve them, or say by an exception that it is meant";
    let diagnostic = Diagnostic::new(Code::GuaranteeActs, checked.name("guarantee", number), message).help(help);
    checked.push(Finding::new(diagnostic, &*guarantee.name).example(shown.example));
}
