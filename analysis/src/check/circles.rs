//! Devices for which rounds go in a circle.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use placement::{Deal, Diagnostic, Policy, Round, Trace};

use super::Code;
use super::finding::{Example, Finding};
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
    /// Whether it leads from the stamp itself to one that the hash prefers to it.
    uphill: bool,
    when: Set,
}

/// The steps from each stamp.
type Steps = BTreeMap<usize, Vec<Step>>;

pub(super) fn check(checked: &mut Checked<'_, '_>) -> Result<(), TooLarge> {
    let steps = steps(checked)?;
    let mut told = Told::default();
    let mut ways = WAYS;
    // The shortest first: they are seen best, and most devices go round them.
    for lengths in [2..=2, 3..=3, 4..=checked.policy.stamps().len()] {
        let mut walk = Walk { checked, steps: &steps, lengths, ways, circles: Vec::new() };
        let walked = steps
            .keys()
            .try_for_each(|start| walk.from(*start, Set::EVERYTHING, true, &mut Vec::from([(*start, None)])));
        ways = walk.ways;
        for (circle, when) in walk.circles {
            if told.circles.len() < SHOWN && !told.knows(&circle) {
                report(checked, &circle, when, &mut told)?;
            }
        }
        if told.circles.len() >= SHOWN {
            return Ok(());
        }
        if walked.is_err() {
            return if told.circles.is_empty() { Err(TooLarge) } else { Ok(()) };
        }
    }
    if told.circles.is_empty() && !(checked.policy.moves().is_empty() && checked.space.level(Subject::Here).is_none()) {
        let at = checked.name("move", 0);
        checked.proved(at, "", "no device goes round a circle of moves or of rules".into());
    }
    Ok(())
}

/// A stamp, and the move that led there.
type Way = Vec<(usize, Option<usize>)>;

/// The circles that were told of, shown or in doubt, by their stamps.
#[derive(Default)]
struct Told {
    circles: Vec<Vec<usize>>,
}

impl Told {
    fn knows(&self, way: &Way) -> bool {
        self.circles.contains(&stamps(way))
    }
}

/// The stamps of a circle, whatever the order.
fn stamps(way: &Way) -> Vec<usize> {
    let mut stamps: Vec<usize> = way.iter().map(|(stamp, _)| *stamp).collect();
    stamps.sort_unstable();
    stamps.dedup();
    stamps
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
            steps.push(Step { to: *stamp, order: None, uphill: false, when: *when });
        }
        for moved in checked.rounds.moved.iter().filter(|moved| moved.from == *stamp && moved.to != here) {
            let when = checked.diagrams.and(*when, moved.when)?;
            // Of a device that was placed first nothing is known about the stamp that it was on.
            let uphill = *stamp == here && preferred(checked.policy, moved.order);
            steps.push(Step { to: moved.to, order: Some(moved.order), uphill, when });
        }
    }
    Ok(steps)
}

/// Whether a move leads only to stamps that the hash prefers to the one before.
fn preferred(policy: &Policy, order: usize) -> bool {
    policy.moves().get(order).is_some_and(|order| matches!(order.deal, Deal::Preferred))
}

struct Walk<'w, 'c, 'p> {
    checked: &'w mut Checked<'c, 'p>,
    steps: &'w Steps,
    /// How many stamps the circles have that are looked for.
    lengths: RangeInclusive<usize>,
    ways: usize,
    circles: Vec<(Way, Set)>,
}

impl Walk<'_, '_, '_> {
    /// Follows the steps from the last stamp of a way, which begins at the least of a circle. No device goes round one
    /// whose steps are all uphill, as the `uphill` ones of the way so far.
    fn from(&mut self, at: usize, when: Set, uphill: bool, way: &mut Way) -> Result<(), TooLarge> {
        let start = way.first().map_or(at, |(start, _)| *start);
        for step in self.steps.get(&at).into_iter().flatten() {
            let when = self.checked.diagrams.and(when, step.when)?;
            if when.is_empty() || step.to < start {
                continue;
            }
            self.ways = self.ways.checked_sub(1).ok_or(TooLarge)?;
            let uphill = uphill && step.uphill;
            if step.to == start && self.lengths.contains(&way.len()) {
                if !uphill {
                    let mut circle = way.clone();
                    circle.push((step.to, step.order));
                    self.circles.push((circle, when));
                }
            } else if way.len() < *self.lengths.end() && !way.iter().any(|(met, _)| *met == step.to) {
                way.push((step.to, step.order));
                self.from(step.to, when, uphill, way)?;
                way.pop();
            }
        }
        Ok(())
    }
}

/// The circle that a device goes round, from its first stamp in the policy.
fn met(policy: &Policy, trace: &Trace<'_>) -> Option<Way> {
    let circle = trace.circle.as_ref()?;
    let number = |name: &str| policy.stamps().iter().position(|stamp| stamp.name.as_str() == name);
    let order = |round: &Round<'_>| {
        let taken = round.by_move.as_ref()?;
        policy.moves().iter().position(|order| *order.name == *taken.name)
    };
    let rounds = trace.rounds.iter().skip_while(|round| round.here != circle.first().copied());
    let mut steps: Way =
        circle.iter().zip(rounds).filter_map(|(here, round)| Some((number(here)?, order(round)))).collect();
    let first = (0..steps.len()).min_by_key(|at| steps.get(*at).map(|(stamp, _)| *stamp))?;
    steps.rotate_left(first);
    let start = steps.first()?.0;
    let ends = steps.iter().map(|(stamp, _)| *stamp).skip(1).chain([start]);
    Some([(start, None)].into_iter().chain(ends.zip(steps.iter().map(|(_, order)| *order))).collect())
}

fn report(checked: &mut Checked<'_, '_>, circle: &Way, when: Set, told: &mut Told) -> Result<(), TooLarge> {
    let policy = checked.policy;
    let heres: Vec<Option<usize>> = circle.iter().skip(1).map(|(stamp, _)| Some(*stamp)).collect();
    let mut known = false;
    // What it goes round may be another circle than the one that was looked for: cohorts and the hash decide.
    let search = checked.seek(when, &heres, |request, _| {
        let way = policy.decide(request).circle.then(|| met(policy, &policy.explain(request))).flatten()?;
        known |= told.knows(&way);
        (!told.knows(&way)).then(|| (way, example(policy, request, &[])))
    })?;
    match search {
        Search::Found((way, example)) => {
            tell(checked, Code::Circle, &way, example);
            told.circles.push(stamps(&way));
        }
        Search::Unknown if !known => {
            tell(checked, Code::CircleNotExcluded, circle, None);
            told.circles.push(stamps(circle));
        }
        Search::Unknown | Search::Impossible => {}
    }
    Ok(())
}

fn tell(checked: &mut Checked<'_, '_>, code: Code, circle: &Way, example: Option<Example>) {
    let names: Vec<&str> = circle.iter().map(|(stamp, _)| checked.stamp(*stamp)).collect();
    let names = names.join(" → ");
    let moves: Vec<usize> = circle.iter().filter_map(|(_, order)| *order).collect();
    let first = moves.first().copied();
    let at = first.map_or(0..0, |order| checked.name("move", order));
    let entry = first.and_then(|order| checked.policy.moves().get(order)).map(|order| &*order.name).unwrap_or_default();
    let message = match code {
        Code::Circle => format!("a device goes round a circle: {names}"),
        _ => format!("a circle could neither be shown nor excluded: {names}"),
    };
    let diagnostic = Diagnostic::new(code, at, message).help(match moves.is_empty() {
        true => "rules that read `current` describe the device otherwise on each of these stamps: let them agree",
        false => "take one of these stamps out of `from` or `to`, or part the moves by a cohort or a condition",
    });
    let others = moves.into_iter().skip(1).filter(|order| Some(*order) != first);
    let diagnostic =
        others.fold(diagnostic, |diagnostic, order| diagnostic.related(checked.name("move", order), "goes on"));
    checked.push(Finding::new(diagnostic, entry).example(example));
}
