//! What is asked about each device, whatever the pass.

use dps::AllocationRequest;
use placement::{Placer, Placing, Policy, Reach, Rest, StampId, StampSet, Stop};
use smallvec::SmallVec;

use super::goal::{Goal, Task};

/// The policies that a rebalancing is between.
#[derive(Clone, Copy)]
pub(crate) struct Between<'p> {
    pub(crate) task: &'p Task,
    /// The policy as it is.
    pub(crate) old: &'p Policy,
    /// The policy with what has been edited so far.
    pub(crate) base: &'p Policy,
}

/// Asks about devices, one after the other.
pub(crate) struct Look<'p> {
    pub(crate) between: Between<'p>,
    old: Placer<'p>,
    base: Placer<'p>,
}

/// The devices that one move of a proposal would name: those on a stamp, or those of them that a fallback is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Source {
    /// The stamp that they leave.
    pub stamp: StampId,
    /// The fallback, by its number in the policy.
    pub fallback: Option<usize>,
}

/// A source that a device belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) source: Source,
    /// Whether the goal is about the device. Else a move of this source would take it by mistake.
    pub(crate) named: bool,
}

impl<'p> Look<'p> {
    pub(crate) fn new(between: Between<'p>) -> Self {
        Self { between, old: between.old.placer(), base: between.base.placer() }
    }

    /// Decides about a device, and what could be done about it. A device that is on no hub stands where the policy as it is
    /// puts it.
    pub(crate) fn see(&mut self, request: &AllocationRequest) -> Reach<'p> {
        if let Some(hub) = request.current_hub.as_deref() {
            return self.base.reach(request, Some(hub));
        }
        let before = self.old.place(request);
        self.base.reach(request, before.hub(self.between.old, None))
    }

    /// The sources that a device belongs to.
    pub(crate) fn hits(&mut self, request: &AllocationRequest, reach: &Reach<'_>) -> SmallVec<[Hit; 2]> {
        let (Some(stamp), Some(rest)) = (reach.placing.stamp, &reach.rest) else { return SmallVec::new() };
        let whole = Hit { source: Source { stamp, fallback: None }, named: true };
        let is_whole = match &self.between.task.goal {
            Goal::Under(_) | Goal::Equal => true,
            Goal::Empty(old) => stamp == *old,
            Goal::Fill(new) => {
                let may = rest.targets.contains(*new) || rest.barred.contains(*new);
                may && self.base.prefers(request, *new, stamp)
            }
            Goal::FromFallback(name) => {
                return of_fallbacks(self.between.base, name.as_deref(), stamp, &reach.placing, rest);
            }
        };
        is_whole.then_some(whole).into_iter().collect()
    }

    /// The stamps that may take a device, and that its goal asks for.
    pub(crate) fn wanted(&self, rest: &Rest<'_>) -> StampSet {
        let among = match &self.between.task.goal {
            Goal::FromFallback(_) => &rest.first,
            _ => &rest.targets,
        };
        among.and(&self.between.task.takers)
    }

    /// Where it comes to rest if it is moved to a stamp.
    pub(crate) fn stop(&mut self, request: &AllocationRequest, rest: &Rest<'_>, target: StampId) -> Stop {
        self.base.stop(request, rest, target)
    }
}

/// The sources of a device that fallbacks are for. It is about the device where the fallback put it up.
fn of_fallbacks(
    policy: &Policy,
    name: Option<&str>,
    stamp: StampId,
    placing: &Placing<'_>,
    rest: &Rest<'_>,
) -> SmallVec<[Hit; 2]> {
    let fallbacks = policy.fallbacks().iter().enumerate();
    let fallbacks = fallbacks.filter(|(_, fallback)| name.is_none_or(|name| *fallback.name == *name));
    let applying = fallbacks.filter(|(_, fallback)| rest.fallbacks.contains(&&*fallback.name));
    let hits = applying.map(|(index, fallback)| Hit {
        source: Source { stamp, fallback: Some(index) },
        named: placing.fallback == Some(&*fallback.name),
    });
    hits.collect()
}
