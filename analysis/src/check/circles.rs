//! Devices for which rounds go in a circle.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use placement::{Deal, Diagnostic};

use super::Code;
use super::finding::Finding;
use super::subject::{Checked, example};
use crate::input::TooLarge;
use crate::proof::{Search, Set, Subject};

/// How many circles are shown.
const SHOWN: usize = 5;
/// How many ways are followed.
const WAYS: usize = 20_000;

/// One round's step from a stamp to another.
#[derive(Clone, Copy)]
struct Step {
    to: usize,
    /// The move that leads there, if one does.
    order: Option<usize>,
    when: Set,
}

/// The steps from each stamp.
type Steps = BTreeMap<usize, Vec<Step>>;

pub(super) fn check(checked: &mut Checked<'_, '_>) -> Result<(), TooLarge> {
    let steps = steps(checked)?;
    let mut walk = Walk { checked, steps: &steps, ways: WAYS, circles: Vec::new() };
    for start in steps.keys() {
        walk.from(*start, Set::EVERYTHING, &mut Vec::from([(*start, None)]))?;
    }
    let circles = walk.circles;
    let mut shown = Vec::new();
    let mut certain = true;
    for (circle, when) in circles {
        if shown.len() < SHOWN && !shown.iter().any(|other| same(other, &circle)) {
            match report(checked, &circle, when)? {
                Verdict::Circle => shown.push(circle),
                Verdict::None => {}
                Verdict::Unknown => certain = false,
            }
        }
    }
    if shown.is_empty()
        && certain
        && !(checked.policy.moves().is_empty() && checked.space.level(Subject::Here).is_none())
    {
        checked.proved(0..0, "", "no device goes round a circle of moves or of rules".into());
    }
    Ok(())
}

/// A stamp, and the move that led there.
type Way = Vec<(usize, Option<usize>)>;

fn same(one: &Way, other: &Way) -> bool {
    let stamps = |way: &Way| {
        let mut stamps: Vec<usize> = way.iter().map(|(stamp, _)| *stamp).collect();
        stamps.sort_unstable();
        stamps.dedup();
        stamps
    };
    stamps(one) == stamps(other)
}

fn steps(checked: &mut Checked<'_, '_>) -> Result<Steps, TooLarge> {
    let level = checked.space.level(Subject::Here);
    let mut steps = Steps::new();
    for here in 0..checked.policy.stamps().len() {
        let on = checked.on(Some(here))?;
        let stays = checked.rounds.stays.get(here).copied().unwrap_or(Set::NOTHING);
        let stays = checked.diagrams.and(stays, on)?;
        let away = checked.diagrams.minus(on, stays)?;
        let mut found = Vec::from([(here, stays)]);
        // Where rules read nothing of the stamp, whoever was found on it stays there in the next round.
        if level.is_some() {
            for to in (0..checked.policy.stamps().len()).filter(|to| *to != here) {
                let placed = checked.rounds.places.iter().filter_map(|tier| tier.get(to).copied());
                let placed = checked.diagrams.any(placed)?;
                found.push((to, checked.diagrams.and(placed, away)?));
            }
        }
        let class = checked.space.heres.iter().position(|heres| heres.contains(&Some(here)));
        let mut from_here = Vec::new();
        for step in steps_of(checked, here, &found)? {
            let when = match (level, class) {
                (Some(level), Some(class)) => checked.diagrams.restrict(step.when, level, class)?,
                _ => step.when,
            };
            from_here.extend((!when.is_empty()).then_some(Step { when, ..step }));
        }
        if !from_here.is_empty() {
            steps.insert(here, from_here);
        }
    }
    Ok(steps)
}

fn steps_of(checked: &mut Checked<'_, '_>, here: usize, found: &[(usize, Set)]) -> Result<Vec<Step>, TooLarge> {
    let mut steps = Vec::new();
    for (stamp, when) in found.iter().filter(|(_, when)| !when.is_empty()) {
        if *stamp != here {
            steps.push(Step { to: *stamp, order: None, when: *when });
        }
        for moved in checked.rounds.moved.clone().into_iter().filter(|moved| moved.from == *stamp && moved.to != here) {
            let when = checked.diagrams.and(*when, moved.when)?;
            steps.push(Step { to: moved.to, order: Some(moved.order), when });
        }
    }
    Ok(steps)
}

struct Walk<'w, 'c, 'p> {
    checked: &'w mut Checked<'c, 'p>,
    steps: &'w Steps,
    ways: usize,
    circles: Vec<(Way, Set)>,
}

impl Walk<'_, '_, '_> {
    /// Follows the steps from the last stamp of a way, which begins at the least of a circle.
    fn from(&mut self, at: usize, when: Set, way: &mut Way) -> Result<(), TooLarge> {
        let start = way.first().map_or(at, |(start, _)| *start);
        for step in self.steps.get(&at).into_iter().flatten() {
            let when = self.checked.diagrams.and(when, step.when)?;
            if when.is_empty() || step.to < start {
                continue;
            }
            self.ways = self.ways.checked_sub(1).ok_or(TooLarge)?;
            if step.to == start {
                let mut circle = way.clone();
                circle.push((step.to, step.order));
                if !self.only_uphill(&circle) {
                    self.circles.push((circle, when));
                }
            } else if !way.iter().any(|(met, _)| *met == step.to) {
                way.push((step.to, step.order));
                self.from(step.to, when, way)?;
                way.pop();
            }
        }
        Ok(())
    }

    /// Whether each step leads to a stamp that the hash prefers to the one before: no order goes round so.
    fn only_uphill(&self, circle: &Way) -> bool {
        let moves = self.checked.policy.moves();
        let preferred = |order: &Option<usize>| {
            order.and_then(|order| moves.get(order)).is_some_and(|order| matches!(order.deal, Deal::Preferred))
        };
        circle.iter().skip(1).all(|(_, order)| preferred(order))
    }
}

enum Verdict {
    Circle,
    None,
    Unknown,
}

fn report(checked: &mut Checked<'_, '_>, circle: &Way, when: Set) -> Result<Verdict, TooLarge> {
    let policy = checked.policy;
    let heres: Vec<Option<usize>> = circle.iter().skip(1).map(|(stamp, _)| Some(*stamp)).collect();
    let search = checked
        .seek(when, &heres, |request, _| policy.decide(request).circle.then(|| example(policy, request, &[])))?;
    let names: Vec<&str> = circle.iter().map(|(stamp, _)| checked.stamp(*stamp)).collect();
    let names = names.join(" → ");
    let moves: Vec<usize> = circle.iter().filter_map(|(_, order)| *order).collect();
    let first = moves.first().copied();
    let at = first.map_or(0..0, |order| checked.name("move", order));
    let entry = first.and_then(|order| policy.moves().get(order)).map(|order| &*order.name).unwrap_or_default();
    let (code, message, example, verdict) = match search {
        Search::Found(example) => {
            (Code::Circle, format!("a device goes round a circle: {names}"), example, Verdict::Circle)
        }
        Search::Impossible => return Ok(Verdict::None),
        Search::Unknown => {
            let message = format!("a circle could neither be shown nor excluded: {names}");
            (Code::CircleNotExcluded, message, None, Verdict::Unknown)
        }
    };
    let diagnostic = Diagnostic::new(code, at, message);
    let diagnostic = diagnostic.help(match moves.is_empty() {
        true => "rules that read `current` describe the device otherwise on each of these stamps: let them agree",
        false => "take one of these stamps out of `from` or `to`, or part the moves by a cohort or a condition",
    });
    let others: Vec<usize> = moves.into_iter().skip(1).filter(|order| Some(*order) != first).collect();
    let diagnostic = others
        .into_iter()
        .fold(diagnostic, |diagnostic, order| diagnostic.related(checked.name("move", order), "goes on"));
    checked.push(Finding::new(diagnostic, entry).example(example));
    Ok(verdict)
}
