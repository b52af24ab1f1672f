//! Proposals, and whether they hold.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{StampId, State};

use super::goal::{Goal, Task};
use super::look::Between;
use super::plan::{Banned, Plan, Planner};
use super::proposal::{Proposed, Proposer, with_moves};
use super::scale::{Group, ScalePass, Scales, Stops};
use super::slices::{Rounding, choose};
use super::survey::Survey;
use super::verified::{Edited, Verified};
use super::{Closing, Failed, Fleet, circles};
use crate::edit::{PolicyText, Problem};

/// How often a proposal is made again without the moves that did not hold.
const ATTEMPTS: usize = 4;

/// The policy as it has been edited so far.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) text: PolicyText,
    /// The new moves.
    pub(crate) moves: Vec<String>,
    /// The stamps that devices leave.
    pub(crate) from: Vec<StampId>,
    /// What comes of it; nothing before anything has been moved.
    pub(crate) verified: Option<Verified>,
    /// The most devices that one step of a percentage took.
    pub(crate) largest: u64,
}

impl Draft {
    /// A stamp that is to be empty takes nobody more.
    pub(crate) fn new(old: &PolicyText, task: &Task) -> Result<Self, Problem> {
        let mut draft = Self { text: old.clone(), moves: Vec::new(), from: Vec::new(), verified: None, largest: 0 };
        if let Goal::Empty(stamp) = task.goal
            && let Some(named) = old.policy().stamp(stamp)
        {
            if named.state.takes() {
                draft.text = old.with_state(named.name.as_str(), State::Closed)?;
            }
            draft.from.push(stamp);
        }
        Ok(draft)
    }
}

/// Whether a proposal holds.
enum Verdict {
    Holds,
    /// These moves do what they must not.
    Wrong(Vec<String>),
    /// These stamps get more than they may.
    Full(Vec<StampId>),
}

/// One more step from a draft.
pub(crate) struct Attempt<'a, F> {
    pub(crate) fleet: &'a F,
    pub(crate) task: &'a Task,
    pub(crate) old: &'a PolicyText,
    pub(crate) draft: &'a Draft,
    /// What was planned at first.
    pub(crate) first: &'a Plan,
    pub(crate) survey: &'a Survey<'a>,
}

impl<F: Fleet> Attempt<'_, F> {
    /// The draft with more moves that hold; nothing if there are none to add.
    pub(crate) fn next(&self, banned: &mut Banned) -> Result<Option<Draft>, Failed<F::Error>> {
        for _ in 0..ATTEMPTS {
            let planner = Planner::new(self.task, self.draft.text.policy(), self.survey, banned);
            let plan = planner.plan();
            if plan.wanted.is_empty() {
                return Ok(None);
            }
            let whole = self.whole(&planner);
            let is_simple = matches!(self.task.goal, Goal::Empty(_) | Goal::FromFallback(_));
            if is_simple && let (next, Verdict::Holds) = self.tried(&whole, 0)? {
                return Ok(Some(next));
            }
            let (parts, largest) = self.parts(&plan)?;
            if parts.is_empty() {
                return Ok(None);
            }
            let (next, verdict) = self.tried(&parts, largest)?;
            let is_bad: &dyn Fn(&Proposed) -> bool = match &verdict {
                Verdict::Holds => return Ok(self.goes_on(&next).then_some(next)),
                Verdict::Wrong(names) => &|proposed| names.contains(&proposed.order.name),
                Verdict::Full(stamps) => &|proposed| proposed.to.iter().any(|to| stamps.contains(to)),
            };
            let bad: Vec<&Proposed> = parts.iter().filter(|proposed| is_bad(proposed)).collect();
            if bad.is_empty() {
                return Ok(None);
            }
            for proposed in bad {
                let pairs = proposed.sources.iter().flat_map(|from| proposed.to.iter().map(|to| (*from, *to)));
                banned.extend(pairs);
            }
        }
        Ok(None)
    }

    /// Whether a draft moves more than the one before.
    fn goes_on(&self, next: &Draft) -> bool {
        let moved = |draft: &Draft| draft.verified.as_ref().map_or(0, |verified| verified.flows.values().sum::<u64>());
        moved(next) > moved(self.draft)
    }

    /// One move for all that are to leave a stamp.
    fn whole(&self, planner: &Planner<'_>) -> Vec<Proposed> {
        Proposer::new(&self.task.goal, &self.draft.text).whole(&planner.targets())
    }

    /// Moves by the percentages that a plan takes, and the most devices that one step of a percentage takes.
    fn parts(&self, plan: &Plan) -> Result<(Vec<Proposed>, u64), Failed<F::Error>> {
        let mut proposer = Proposer::new(&self.task.goal, &self.draft.text);
        let groups = proposer.groups(plan);
        let between = Between { task: self.task, old: self.old.policy(), base: self.draft.text.policy() };
        let scales = self.fleet.pass(|| ScalePass::new(between, &groups)).map_err(Failed::Fleet)?.into_scales();
        let largest = scales.iter().flat_map(BTreeMap::values).flatten().copied().max().unwrap_or(0);
        let rounding = match self.task.goal {
            Goal::Under(_) => Rounding::Up,
            Goal::Equal => Rounding::Down,
            Goal::Fill(_) | Goal::Empty(_) | Goal::FromFallback(_) => Rounding::Whole,
        };
        let stamps = (&*self.survey.on, self.rooms(plan));
        let proposed = match self.task.goal {
            Goal::Fill(new) => {
                let (group, scale) = together(&groups, scales);
                let parts = choose(plan, stamps, group.as_slice(), &Vec::from([scale]), rounding);
                parts.iter().map(|part| proposer.share(&groups, new, &part.slice)).collect()
            }
            _ => proposer.parts(&groups, &choose(plan, stamps, &groups, &scales, rounding)),
        };
        Ok((proposed, largest))
    }

    /// How many more devices each stamp may get: a stamp that takes none for the goal may still get some by the policy's own
    /// orders, from those that do.
    fn rooms(&self, plan: &Plan) -> Vec<u64> {
        let stamps = self.old.policy().stamp_ids().zip(&plan.bounds).zip(&self.survey.on);
        stamps.map(|((stamp, bound), on)| self.most(stamp, *bound).saturating_sub(*on)).collect()
    }

    /// The most devices that a stamp may have, given its part in the goal.
    fn most(&self, stamp: StampId, bound: u64) -> u64 {
        match self.task.goal {
            Goal::Under(_) => bound,
            Goal::Equal if self.task.takers.contains(stamp) => bound,
            _ => self.old.policy().stamp(stamp).map_or(0, |stamp| u64::from(stamp.capacity)),
        }
    }

    /// What comes of more moves, and whether they hold.
    fn tried(&self, more: &[Proposed], largest: u64) -> Result<(Draft, Verdict), Failed<F::Error>> {
        let mut draft = self.draft.clone();
        draft.text = with_moves(&draft.text, more)?;
        draft.largest = draft.largest.max(largest);
        draft.moves.extend(more.iter().map(|proposed| proposed.order.name.clone()));
        draft.from.extend(more.iter().flat_map(|proposed| &proposed.sources).map(|source| source.stamp));
        let verified = self.verify(&draft)?;
        let verdict = self.judge(&draft, &verified);
        draft.verified = Some(verified);
        Ok((draft, verdict))
    }

    fn verify(&self, draft: &Draft) -> Result<Verified, Failed<F::Error>> {
        let policies = (self.old.policy(), draft.text.policy());
        let edited = Edited::new(self.task, policies, &draft.moves, &draft.from);
        Ok(self.fleet.pass(|| edited.pass()).map_err(Failed::Fleet)?.into_verified())
    }

    /// The draft, and what comes of it. Where a stamp would be worse for it that another takes no devices any more, the policy
    /// stays as it is.
    pub(crate) fn ended(&self) -> Result<(PolicyText, Verified, Option<Closing>), Failed<F::Error>> {
        if let Some(verified) = &self.draft.verified {
            return Ok((self.draft.text.clone(), verified.clone(), None));
        }
        let verified = self.verify(self.draft)?;
        let worse = match self.judge(self.draft, &verified) {
            Verdict::Holds => return Ok((self.draft.text.clone(), verified, None)),
            Verdict::Full(stamps) => stamps,
            Verdict::Wrong(_) => Vec::new(),
        };
        let closing = Closing { refused: verified.refused, worse };
        let as_it_is = Draft { text: self.old.clone(), ..self.draft.clone() };
        let verified = self.verify(&as_it_is)?;
        Ok((as_it_is.text, verified, Some(closing)))
    }

    fn judge(&self, draft: &Draft, verified: &Verified) -> Verdict {
        let mut wrong: Vec<String> = verified.wrong.keys().cloned().collect();
        if verified.astray + verified.refused > 0 {
            wrong.clone_from(&draft.moves);
        }
        if wrong.is_empty() && verified.astray + verified.refused == 0 {
            wrong = circles::new(self.old, &draft.text, &draft.moves);
        }
        if !wrong.is_empty() || verified.astray + verified.refused > 0 {
            return Verdict::Wrong(wrong);
        }
        let stamps = self.old.policy().stamp_ids();
        let full: Vec<StampId> = stamps.filter(|stamp| self.is_worse(verified, *stamp)).collect();
        if full.is_empty() { Verdict::Holds } else { Verdict::Full(full) }
    }

    /// Whether a stamp is further from its goal than before, or further over its capacity.
    fn is_worse(&self, verified: &Verified, stamp: StampId) -> bool {
        let of = |counts: &[u64]| counts.get(stamp.index()).copied().unwrap_or(0);
        let (before, after, bound) = (of(&verified.before), of(&verified.after), of(&self.first.bounds));
        let is_emptier = self.task.goal == Goal::Equal && after < before.min(bound);
        after > before.max(self.most(stamp, bound)) || is_emptier
    }

    /// Whether the policy's own orders have taken devices on to stamps that take none for the goal. What was planned does not
    /// know of it.
    pub(crate) fn has_strayed(&self, verified: &Verified) -> bool {
        let is_taker = |(_, to): &(StampId, StampId)| self.task.takers.contains(*to);
        self.task.goal == Goal::Equal && !verified.flows.keys().all(is_taker)
    }

    /// Whether what comes of edits is the goal.
    pub(crate) fn is_reached(&self, verified: &Verified, largest: u64) -> bool {
        let over = |slack: u64| {
            let mut stamps = verified.after.iter().zip(&self.first.bounds);
            stamps.any(|(after, bound)| *after > bound.saturating_add(slack))
        };
        match self.task.goal {
            Goal::Under(_) => !over(0),
            Goal::Equal => !over(largest),
            Goal::Empty(stamp) => verified.after.get(stamp.index()).is_none_or(|left| *left == 0),
            Goal::FromFallback(_) => verified.put_up <= self.survey.homeless(),
            Goal::Fill(stamp) => {
                let moved: u64 = verified.flows.values().sum();
                let of = |counts: &[u64]| counts.get(stamp.index()).copied().unwrap_or(0);
                let is_full = of(&verified.after) + largest > of(&self.first.bounds);
                moved >= self.survey.share() || moved > 0 && is_full
            }
        }
    }
}

/// All sources of a stamp that is to be filled as one: they share a cohort, and one move takes from all of them.
fn together(groups: &[Group], scales: Scales) -> (Option<Group>, BTreeMap<Stops, Vec<u64>>) {
    let mut all: BTreeMap<Stops, Vec<u64>> = BTreeMap::new();
    for (stops, scale) in scales.into_iter().flatten() {
        match all.get_mut(&stops) {
            Some(sum) => sum.iter_mut().zip(&scale).for_each(|(sum, devices)| *sum += devices),
            None => drop(all.insert(stops, scale)),
        }
    }
    let wanted = groups.iter().flat_map(|group| &group.to).map(|(_, devices)| devices).sum();
    let group = groups.first().cloned().map(|group| {
        let to = group.to.iter().map(|(to, _)| (*to, wanted)).collect();
        Group { to, ..group }
    });
    (group, all)
}
