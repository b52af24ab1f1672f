//! What would have to change for another answer: each change is made, and decided.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use dps::AllocationRequest;
use placement::rendezvous::Weight;
use placement::{
    By, Change, Decision, How, Out, Outcome, Percent, Policy, Slice, StampId, State, Trace, TracedOutcome,
};
use serde::Serialize;

use super::cohort::{End, Standing};
use super::contest::contests;
use super::entry::EntryName;
use super::thousandths::Thousandths;
use crate::replay::Changed;

/// A change of the policy or of the request, and what would be decided then.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Otherwise<'p> {
    /// The change.
    #[serde(rename = "if")]
    pub change: If<'p>,
    /// What would be decided.
    pub then: Then,
}

/// A change, everything else being as it is.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum If<'p> {
    /// The device had no stamp yet.
    New,
    /// The enrollment let devices change hub, and the hubs of all stamps were linked.
    Free,
    /// The policy had no guarantees.
    NoGuarantees,
    /// The stamp were `down`.
    Down {
        /// The stamp.
        stamp: &'p str,
    },
    /// The stamp were `open`.
    Open {
        /// The stamp.
        stamp: &'p str,
    },
    /// The stamp's hub were linked.
    Linked {
        /// The stamp.
        stamp: &'p str,
    },
    /// The stamp had this weight.
    Weight {
        /// The stamp.
        stamp: &'p str,
        /// The weight.
        weight: u32,
    },
    /// An end of the slice of a cohort were moved so far that the device changes sides.
    Edge {
        /// The cohort.
        cohort: &'p str,
        /// The entry that asks for it.
        entry: EntryName<'p>,
        /// The end.
        end: End,
        /// Where it would be.
        to: Thousandths,
    },
}

/// What would be decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Then {
    /// The HTTP status.
    pub status: u16,
    /// What would happen to the device.
    pub how: Option<How>,
    /// The stamp.
    pub stamp: Option<String>,
    /// The hub.
    pub hub: Option<String>,
    /// The code of the refusal.
    pub code: Option<String>,
    /// What of the answer would be another; none where it would be the same.
    pub changed: Option<Changed>,
}

impl Then {
    fn new(decision: &Decision<'_>, today: &Decision<'_>) -> Self {
        let (mut how_it_is, mut hub, mut code) = (None, None, None);
        match &decision.outcome {
            Outcome::Answered { how, answer, .. } => (how_it_is, hub) = (Some(*how), Some(answer.hub.clone())),
            Outcome::Refused(refusal) => code = Some(refusal.to_string()),
        }
        Self {
            status: decision.status(),
            how: how_it_is,
            stamp: decision.stamp().map(ToOwned::to_owned),
            hub,
            code,
            changed: changed(&today.outcome, &decision.outcome),
        }
    }
}

/// What of an answer is another; the first that is.
fn changed(today: &Outcome<'_>, then: &Outcome<'_>) -> Option<Changed> {
    match (today, then) {
        (Outcome::Answered { stamp, answer, .. }, Outcome::Answered { stamp: other, answer: then, .. }) => {
            let hub = || (answer.hub != then.hub).then_some(Changed::Hub);
            let rest = || (answer != then).then_some(Changed::Answer);
            (stamp != other).then_some(Changed::Stamp).or_else(hub).or_else(rest)
        }
        (Outcome::Refused(today), Outcome::Refused(then)) => (today != then).then_some(Changed::Refusal),
        _ => Some(Changed::Stamp),
    }
}

/// The changes that concern a device. No change of the policy concerns one whose answer is forced: DPS leaves no choice.
///
/// Changes of an edge or of a weight, and the guarantees, are only told where the answer would be another; those that ask what comes next
/// are always told.
pub(super) fn otherwise<'p>(
    policy: &'p Policy,
    request: &AllocationRequest,
    trace: &Trace<'p>,
    cohorts: &[Standing<'p>],
) -> Vec<Otherwise<'p>> {
    let asking = Asking { policy, request, trace, today: policy.decide(request) };
    if matches!(trace.outcome, TracedOutcome::Answered { how: How::Forced, .. }) {
        return [asking.free()].into();
    }
    let mut all: Vec<Otherwise<'p>> = asking.down().into_iter().chain(asking.as_new()).collect();
    all.extend(asking.taken());
    all.extend(asking.without_guarantees());
    all.extend(cohorts.iter().filter(|standing| standing.asked).filter_map(|standing| asking.edge(standing)));
    all.extend(asking.weight());
    all
}

struct Asking<'a, 'p> {
    policy: &'p Policy,
    request: &'a AllocationRequest,
    trace: &'a Trace<'p>,
    today: Decision<'p>,
}

impl<'p> Asking<'_, 'p> {
    /// What would be decided after a change of the policy.
    fn changed(&self, change: &Change) -> Then {
        let policy = self.policy.changed(change);
        Then::new(&policy.decide(self.request), &self.today)
    }

    fn id(&self, name: &str) -> Option<StampId> {
        let stamp = self.policy.stamps().iter().find(|stamp| stamp.name.as_str() == name)?;
        self.policy.stamp_of_hub(stamp.hub.as_str())
    }

    /// The stamp that is the answer is down.
    fn down(&self) -> Option<Otherwise<'p>> {
        let stamp = self.today.stamp()?;
        let then = self.changed(&Change::State(self.id(stamp)?, State::Down));
        Some(Otherwise { change: If::Down { stamp }, then })
    }

    /// The device is on no hub.
    fn as_new(&self) -> Option<Otherwise<'p>> {
        self.request.current_hub.as_ref()?;
        let request = AllocationRequest { current_hub: None, ..self.request.clone() };
        let decision = self.policy.decide(&request);
        Some(Otherwise { change: If::New, then: Then::new(&decision, &self.today) })
    }

    /// No guarantee keeps the device from a stamp.
    fn without_guarantees(&self) -> Option<Otherwise<'p>> {
        self.trace.guarantees.iter().find(|asked| asked.holds)?;
        let policy = self.policy.without_guarantees();
        let then = Then::new(&policy.decide(self.request), &self.today);
        then.changed.is_some().then_some(Otherwise { change: If::NoGuarantees, then })
    }

    /// DPS leaves a choice.
    fn free(&self) -> Otherwise<'p> {
        let mut request = self.request.clone();
        request.enrollment.update_hub_assignment = None;
        let hubs = self.policy.stamps().iter().map(|stamp| stamp.hub.as_str());
        request.linked_hubs = self.request.linked_hubs.iter().chain(hubs).map(ToOwned::to_owned).collect();
        Otherwise { change: If::Free, then: Then::new(&self.policy.decide(&request), &self.today) }
    }

    /// A stamp that would serve the device opens, or is linked, where none took it.
    fn taken(&self) -> Vec<Otherwise<'p>> {
        let kept = matches!(self.trace.outcome, TracedOutcome::Answered { how: How::Kept, .. });
        let none_took_it = kept || matches!(self.trace.outcome, TracedOutcome::Refused { .. });
        let Some(round) = self.trace.rounds.first().filter(|_| none_took_it) else { return Vec::new() };
        let mut changes: Vec<If<'p>> = Vec::new();
        for tier in &round.tiers {
            let out =
                tier.out.iter().filter(|out| out.why == Out::NotLinked).map(|out| If::Linked { stamp: out.stamp });
            for change in tier.stamps.iter().map(|stamp| If::Open { stamp }).chain(out) {
                if !changes.contains(&change) {
                    changes.push(change);
                }
            }
        }
        let told = changes.into_iter().filter_map(|change| {
            let then = match change {
                If::Open { stamp } => self.changed(&Change::State(self.id(stamp)?, State::Open)),
                If::Linked { stamp } => self.linked(stamp)?,
                _ => return None,
            };
            then.changed.is_some().then_some(Otherwise { change, then })
        });
        told.collect()
    }

    fn linked(&self, name: &str) -> Option<Then> {
        let stamp = self.policy.stamps().iter().find(|stamp| stamp.name.as_str() == name)?;
        let linked_hubs = self.request.linked_hubs.iter().chain([stamp.hub.as_str()]).map(ToOwned::to_owned).collect();
        let request = AllocationRequest { linked_hubs, ..self.request.clone() };
        Some(Then::new(&self.policy.decide(&request), &self.today))
    }

    /// The edge of a cohort moves just over the device.
    fn edge(&self, standing: &Standing<'p>) -> Option<Otherwise<'p>> {
        let slice = standing.edge.flipped(slice(standing)?, standing.is_in)?;
        let then = self.changed(&Change::Slice(standing.span.clone(), slice));
        let end = standing.edge.end;
        let to = Thousandths(if end == End::Lower { slice.start } else { slice.end }.thousandths());
        let change = If::Edge { cohort: standing.cohort, entry: standing.entry, end, to };
        then.changed.is_some().then_some(Otherwise { change, then })
    }

    /// The runner-up of the placement weighs enough to win.
    fn weight(&self) -> Option<Otherwise<'p>> {
        let round = self.trace.rounds.first().filter(|round| round.by == Some(By::Place))?;
        let contests = contests(self.policy, self.trace);
        let contest = contests.iter().find(|contest| contest.round == 0 && contest.by_move.is_none())?;
        let runner_up = contest.candidates.get(1).filter(|_| !round.candidates.is_empty())?;
        let weight = runner_up.wins.as_ref()?.at_least?;
        let then = self.changed(&Change::Weight(self.id(runner_up.stamp)?, Weight::new(weight)?));
        then.changed.is_some().then_some(Otherwise { change: If::Weight { stamp: runner_up.stamp, weight }, then })
    }
}

/// The part of the scale that is asked for.
fn slice(standing: &Standing<'_>) -> Option<Slice> {
    let percent = |thousandths: Thousandths| Percent::parse(&thousandths.to_string()).ok();
    let [start, end] = standing.slice;
    Some(Slice { start: percent(start)?, end: percent(end)? })
}
