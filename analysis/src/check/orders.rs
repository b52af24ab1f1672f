//! Pins, moves, targets and fallbacks that never apply, and stamps that nobody reaches.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{Diagnostic, Pin, Served, State};

use super::Code;
use super::finding::Finding;
use super::subject::Checked;
use crate::input::TooLarge;
use crate::proof::Set;

/// What becomes of an order that waits.
const WAITS: &str = "it waits until that stamp is open or reserved";

pub(super) fn check(checked: &mut Checked<'_, '_>) -> Result<(), TooLarge> {
    for (number, pin) in checked.policy.pins().iter().enumerate() {
        check_pin(checked, number, pin)?;
    }
    for number in 0..checked.policy.moves().len() {
        check_move(checked, number)?;
    }
    for number in 0..checked.policy.fallbacks().len() {
        check_fallback(checked, number)?;
    }
    for number in 0..checked.policy.stamps().len() {
        check_stamp(checked, number)?;
    }
    Ok(())
}

fn check_pin(checked: &mut Checked<'_, '_>, number: usize, pin: &Pin) -> Result<(), TooLarge> {
    let taken = checked.rounds.pins.get(number).copied().unwrap_or(Set::NOTHING);
    let when = checked.model.pins.get(number).copied().unwrap_or(Set::NOTHING);
    if !taken.is_empty() {
        return Ok(());
    }
    let stamp = pin.stamp.index();
    let allowed = checked.model.allowed.get(stamp).copied().unwrap_or(Set::NOTHING);
    let allowed = checked.diagrams.and(when, allowed)?;
    let state = checked.state(stamp);
    let (code, why, help) = if when.is_empty() {
        (Code::PinNeverApplies, "its condition holds for no device".into(), "mend the condition, or take the pin out")
    } else if allowed.is_empty() {
        let why = "guarantees forbid its stamp to every device that it is for".into();
        (Code::PinNeverApplies, why, "pin to a stamp that they allow, or take the pin out")
    } else if !state.takes() {
        (Code::Waiting, format!("its stamp `{}` is {state}", checked.stamp(stamp)), WAITS)
    } else {
        let why = "pins above it take every device that it is for".into();
        (Code::PinNeverApplies, why, "put it above them, or take it out")
    };
    let message = match code {
        Code::Waiting => format!("the pin `{}` brings nobody anywhere as the stamps are: {why}", pin.name),
        _ => format!("the pin `{}` never applies: {why}", pin.name),
    };
    let diagnostic = Diagnostic::new(code, checked.name("pin", number), message).help(help);
    checked.push(Finding::new(diagnostic, &*pin.name));
    Ok(())
}

fn check_move(checked: &mut Checked<'_, '_>, number: usize) -> Result<(), TooLarge> {
    let Some(order) = checked.policy.moves().get(number) else { return Ok(()) };
    let steps = checked.rounds.moved.iter().filter(|moved| moved.order == number);
    let reached: Vec<usize> = steps.map(|moved| moved.to).collect();
    if reached.is_empty() {
        return never_moves(checked, number);
    }
    let targets = checked.entry("move", number).and_then(|entry| entry.get("to"));
    for to in order.to.iter().map(|to| to.index()).filter(|to| !reached.contains(to)) {
        // Only stamps that the author names: of others nobody expects anything.
        let name = checked.stamp(to);
        let listed =
            targets.into_iter().flat_map(|to| to.many()).find(|to| to.text() == Some(name)).map(|to| to.span());
        let weighed = || Some(targets?.pair(name)?.key_span());
        let Some(at) = listed.or_else(weighed) else { continue };
        let state = checked.state(to);
        let (code, why, help) = match state.takes() {
            true => (
                Code::TargetNeverServes,
                "it may have none of the devices that the move is for".into(),
                "take it out of `to`, or let it serve them",
            ),
            false => (Code::Waiting, format!("it is {state}"), WAITS),
        };
        let message = format!("the move `{}` leads nobody to `{name}`: {why}", order.name);
        checked.push(Finding::new(Diagnostic::new(code, at, message).help(help), &*order.name));
    }
    Ok(())
}

fn never_moves(checked: &mut Checked<'_, '_>, number: usize) -> Result<(), TooLarge> {
    let Some(order) = checked.policy.moves().get(number) else { return Ok(()) };
    let when = checked.model.moves.get(number).copied().unwrap_or(Set::NOTHING);
    // Where a device may be placed on a stamp it stays there too.
    let found = order.from.iter().filter_map(|from| checked.rounds.stays.get(from.index()).copied());
    let somebody = checked.diagrams.any(found)?;
    let meant = checked.diagrams.and(somebody, when)?;
    let shut = order.to.iter().map(|to| to.index()).filter(|to| !checked.state(*to).takes());
    let shut: Vec<_> = shut.map(|to| stands(checked, to)).collect();
    let left: Vec<usize> = order.from.iter().map(|from| from.index()).collect();
    let mut served = Set::NOTHING;
    for tier in checked.model.tiers.iter().map(|tier| tier.stamps.clone()).collect::<Vec<_>>() {
        let targets = order.to.iter().filter_map(|to| tier.get(to.index()).copied());
        let any = checked.diagrams.any(targets)?;
        served = checked.diagrams.or(served, any)?;
    }
    let could = checked.diagrams.and(meant, served)?;
    let (code, why) = if when.is_empty() {
        (Code::MoveNeverApplies, "its condition holds for no device".into())
    } else if somebody.is_empty() && left.iter().all(|from| !checked.state(*from).keeps()) {
        (Code::Waiting, left.iter().map(|from| stands(checked, *from)).collect::<Vec<_>>().join(", "))
    } else if somebody.is_empty() {
        (Code::MoveNeverApplies, "no device is ever on a stamp of its `from`".into())
    } else if meant.is_empty() {
        (Code::MoveNeverApplies, "its condition holds for no device that is on a stamp of its `from`".into())
    } else if !could.is_empty() && !shut.is_empty() {
        (Code::Waiting, shut.join(", "))
    } else if could.is_empty() {
        (Code::MoveNeverApplies, "no stamp that it leads to serves the devices that it is for".into())
    } else {
        (
            Code::MoveNeverApplies,
            "moves above it take the devices that it is for, or they may not have the stamps that it leads to".into(),
        )
    };
    let help = match code {
        Code::Waiting => WAITS,
        _ => "mend the move, or take it out",
    };
    let message = match code {
        Code::Waiting => format!("the move `{}` moves nobody as the stamps are: {why}", order.name),
        _ => format!("the move `{}` never applies: {why}", order.name),
    };
    checked.push(Finding::new(Diagnostic::new(code, checked.name("move", number), message).help(help), &*order.name));
    Ok(())
}

/// A stamp and its state, in words.
fn stands(checked: &Checked<'_, '_>, stamp: usize) -> String {
    format!("`{}` is {}", checked.stamp(stamp), checked.state(stamp))
}

/// Whatever the states of stamps: fallbacks are for when these are not as they are.
fn check_fallback(checked: &mut Checked<'_, '_>, number: usize) -> Result<(), TooLarge> {
    let Some(fallback) = checked.policy.fallbacks().get(number) else { return Ok(()) };
    let Some(tier) = checked.model.tiers.get(number + 1) else { return Ok(()) };
    let (applies, stamps) = (tier.applies, tier.stamps.clone());
    let before: Vec<Vec<Set>> = checked.model.tiers.iter().take(number + 1).map(|tier| tier.stamps.clone()).collect();
    let served = checked.diagrams.any(stamps.iter().copied())?;
    for (stamp, serves) in stamps.into_iter().enumerate() {
        let already = checked.diagrams.any(before.iter().filter_map(|tier| tier.get(stamp).copied()))?;
        let more = checked.diagrams.minus(serves, already)?;
        let allowed = checked.model.allowed.get(stamp).copied().unwrap_or(Set::NOTHING);
        if !checked.diagrams.and(more, allowed)?.is_empty() {
            return Ok(());
        }
    }
    let why = if applies.is_empty() {
        "its condition holds for no device that has a value of every attribute"
    } else if served.is_empty() {
        "no stamp serves a device described so"
    } else {
        "the stamps that it admits are admitted without it, or forbidden"
    };
    let message = format!("the fallback `{}` never helps: {why}", fallback.name);
    let at = checked.name("fallback", number);
    let diagnostic = Diagnostic::new(Code::FallbackNeverApplies, at, message);
    checked.push(Finding::new(diagnostic.help("mend `when` or `as`, or take the fallback out"), &*fallback.name));
    Ok(())
}

fn check_stamp(checked: &mut Checked<'_, '_>, number: usize) -> Result<(), TooLarge> {
    let state = checked.state(number);
    let tiers: Vec<Set> = checked.model.tiers.iter().filter_map(|tier| tier.stamps.get(number).copied()).collect();
    let serves = checked.diagrams.any(tiers)?;
    let allowed = checked.model.allowed.get(number).copied().unwrap_or(Set::NOTHING);
    let may_have = checked.diagrams.and(serves, allowed)?;
    let pins = checked.policy.pins().iter().zip(&checked.rounds.pins);
    let pinned = pins.into_iter().any(|(pin, taken)| pin.stamp.index() == number && !taken.is_empty());
    let moved = checked.rounds.moved.iter().any(|step| step.to == number);
    let why = match state {
        State::Down => return Ok(()),
        _ if pinned || moved => return Ok(()),
        _ if serves.is_empty() => "it serves no device that there can be",
        _ if may_have.is_empty() => "guarantees forbid it to every device that it serves",
        State::Reserved => "it is reserved, and no pin or move leads there",
        // A stamp that only a fallback admits waits for its turn; one that is closed has its devices.
        State::Open | State::Closed => return Ok(()),
    };
    let message = format!("the stamp `{}` gets no device: {why}", checked.stamp(number));
    let diagnostic = Diagnostic::new(Code::StampWithoutDevices, checked.name("stamp", number), message);
    let diagnostic = diagnostic.help(match (serves.is_empty(), may_have.is_empty()) {
        (true, _) => unserved(checked, number)?,
        (_, true) => "let it serve devices that it may have, or take it out".into(),
        _ => "open it, or write a pin or a move that leads there".into(),
    });
    let name = checked.stamp(number);
    checked.push(Finding::new(diagnostic, name));
    Ok(())
}

/// Which of what a stamp serves no device is described as.
fn unserved(checked: &mut Checked<'_, '_>, number: usize) -> Result<alloc::string::String, TooLarge> {
    let policy = checked.policy;
    let Some(stamp) = policy.stamps().get(number) else { return Ok("mend `serves`".into()) };
    for (attribute, (described, served)) in policy.attributes().iter().zip(&stamp.serves).enumerate() {
        let Some(Served::Values(values)) = served else { continue };
        let model = checked.model.attributes.get(attribute);
        let given = |value: &placement::ValueId| model.and_then(|model| model.values.get(value.index()).copied());
        if values.iter().filter_map(given).all(Set::is_empty) {
            return Ok(format!("no rule gives `{}` a value that it serves", described.name));
        }
    }
    Ok("no device is described by these values together: mend `serves`, or the rules".into())
}
