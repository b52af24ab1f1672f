//! How many devices should go from where to where.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use placement::{Policy, StampId};

use super::goal::{Goal, Task};
use super::look::Source;
use super::network::{EdgeId, Network, Sent, UNBOUNDED};
use super::survey::Survey;

/// All of a capacity, in thousandths of a percent.
const WHOLE: u64 = 100_000;
/// The finest difference of fill that is told apart when stamps are filled equally: a millionth.
const PARTS: u64 = 1_000_000;

/// Devices that should go from a source to a stamp.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Wanted {
    pub(crate) source: Source,
    pub(crate) to: StampId,
    pub(crate) devices: u64,
}

/// What a survey says about what should be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Plan {
    /// From where to where, the stamps that only take first.
    pub(crate) wanted: Vec<Wanted>,
    /// The most devices that each stamp is to have.
    pub(crate) bounds: Vec<u64>,
    /// The stamps that keep devices which should leave, and for each the stamps that could take these, directly or by
    /// making room: all are full.
    pub(crate) unmet: Vec<Unmet>,
}

/// Devices that should leave a stamp and cannot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unmet {
    pub(crate) stamp: StampId,
    pub(crate) full: Vec<StampId>,
}

/// Moves that are not to be proposed, beside those that would make trouble.
pub(crate) type Banned = BTreeSet<(Source, StampId)>;

/// What is known when a plan is made.
pub(crate) struct Planner<'s> {
    task: &'s Task,
    policy: &'s Policy,
    survey: &'s Survey<'s>,
    /// Each class with the stamps that it may go to.
    classes: Vec<(Source, Vec<StampId>, u64)>,
}

impl<'s> Planner<'s> {
    pub(crate) fn new(task: &'s Task, policy: &'s Policy, survey: &'s Survey<'_>, banned: &Banned) -> Self {
        let may = |source: Source, to: StampId| {
            !banned.contains(&(source, to))
                && survey.troubles.get(&(source, to)).is_none_or(|trouble| !trouble.is_any())
        };
        let mut classes: BTreeMap<(Source, Vec<StampId>), u64> = BTreeMap::new();
        for (class, devices) in &survey.classes {
            let ways: Vec<StampId> = class.ways.iter().filter(|to| may(class.source, *to)).collect();
            if !ways.is_empty() {
                *classes.entry((class.source, ways)).or_default() += devices;
            }
        }
        let classes = classes.into_iter().map(|((source, ways), devices)| (source, ways, devices)).collect();
        Self { task, policy, survey, classes }
    }

    /// The fewest devices that have to move, from where to where.
    pub(crate) fn plan(&self) -> Plan {
        let bounds = self.bounds();
        let mut flow = Flow::new(self, &bounds);
        flow.send();
        let wanted = if let Goal::Fill(new) = self.task.goal { self.share(new) } else { flow.wanted(self) };
        Plan { wanted, unmet: flow.unmet(self), bounds }
    }

    /// All devices that a stamp which is to be filled should have, room or not.
    fn share(&self, new: StampId) -> Vec<Wanted> {
        let all = self.classes.iter();
        all.map(|(source, _, devices)| Wanted { source: *source, to: new, devices: *devices }).collect()
    }

    /// The stamps that moves from each source could go to.
    pub(crate) fn targets(&self) -> BTreeMap<Source, Vec<StampId>> {
        let mut targets: BTreeMap<Source, BTreeSet<StampId>> = BTreeMap::new();
        for (source, ways, _) in &self.classes {
            targets.entry(*source).or_default().extend(ways);
        }
        targets.into_iter().map(|(source, to)| (source, to.into_iter().collect())).collect()
    }

    /// The stamps of the policy with the devices on them, and their capacities.
    fn stamps(&self) -> impl Iterator<Item = (StampId, u64, u64)> + '_ {
        let stamps = self.policy.stamp_ids().zip(self.policy.stamps()).zip(&self.survey.on);
        stamps.map(|((id, stamp), on)| (id, *on, u64::from(stamp.capacity)))
    }

    /// The most devices that each stamp is to have.
    fn bounds(&self) -> Vec<u64> {
        match &self.task.goal {
            Goal::Under(part) => {
                self.stamps().map(|(.., capacity)| capacity.saturating_mul((*part).into()) / WHOLE).collect()
            }
            Goal::Equal => self.equal(),
            Goal::Empty(old) => {
                self.stamps().map(|(id, on, capacity)| if id == *old { 0 } else { on.max(capacity) }).collect()
            }
            Goal::Fill(_) => self.stamps().map(|(.., capacity)| capacity).collect(),
            Goal::FromFallback(_) => self.stamps().map(|(_, on, capacity)| on.max(capacity)).collect(),
        }
    }

    /// The devices that are to leave a stamp, given the most that it is to have.
    fn supply(&self, stamp: StampId, on: u64, bound: u64) -> u64 {
        match &self.task.goal {
            Goal::Under(_) | Goal::Equal | Goal::Empty(_) => on.saturating_sub(bound),
            Goal::Fill(_) | Goal::FromFallback(_) => {
                self.classes.iter().filter(|(source, ..)| source.stamp == stamp).map(|(.., devices)| devices).sum()
            }
        }
    }

    /// The bounds of the most equal filling: the fullest stamps are as little full as can be, then the next ones, and so
    /// on, as far as there are ways.
    fn equal(&self) -> Vec<u64> {
        let mut fixed: Vec<Option<u64>> = self.stamps().map(|_| None).collect();
        loop {
            let at = |fill: u64| -> Vec<u64> {
                let bounds = self.stamps().zip(&fixed);
                bounds.map(|((.., capacity), fixed)| fixed.unwrap_or_else(|| filled(capacity, fill))).collect()
            };
            let fill = self.least_fill(&at);
            if fill == 0 {
                return at(0);
            }
            // Below it some stamps keep more than they should, and whatever could take their devices is full.
            let mut flow = Flow::new(self, &at(fill - 1));
            flow.send();
            let full = flow.full(self);
            let bounds = at(fill);
            for ((id, ..), (fixed, bound)) in self.stamps().zip(fixed.iter_mut().zip(bounds)) {
                if full.contains(&id) {
                    fixed.get_or_insert(bound);
                }
            }
        }
    }

    /// The least fill of the stamps that are not fixed yet for which all devices have a way.
    fn least_fill(&self, at: &impl Fn(u64) -> Vec<u64>) -> u64 {
        let most = self
            .stamps()
            .map(|(_, on, capacity)| on.saturating_mul(PARTS).div_ceil(capacity.max(1)))
            .max()
            .unwrap_or(0);
        let (mut low, mut high) = (0, most);
        while low < high {
            let middle = low + (high - low) / 2;
            let mut flow = Flow::new(self, &at(middle));
            if flow.send().devices == flow.supply { high = middle } else { low = middle + 1 }
        }
        high
    }
}

/// The devices of a stamp that is filled so far.
fn filled(capacity: u64, fill: u64) -> u64 {
    capacity.saturating_mul(fill).div_ceil(PARTS)
}

/// The network of a plan. Each device that moves costs one, where it leaves its own stamp: so none is counted twice, and
/// what makes room on a stamp are other devices than those that come.
struct Flow {
    network: Network,
    supply: u64,
    /// The edges to the devices that leave each stamp.
    supplies: Vec<(StampId, u64, EdgeId)>,
    /// The edges from a class to a stamp.
    ways: Vec<(Source, StampId, EdgeId)>,
}

const FROM: usize = 0;
const TO: usize = 1;

/// The node of the devices that leave a stamp, and of those that come to it.
fn leaving(stamp: StampId) -> usize {
    2 + 2 * stamp.index()
}

fn coming(stamp: StampId) -> usize {
    3 + 2 * stamp.index()
}

impl Flow {
    fn new(planner: &Planner<'_>, bounds: &[u64]) -> Self {
        let stamps = planner.survey.on.len();
        let mut network = Network::new(2 + 2 * stamps + planner.classes.len());
        let mut supplies = Vec::new();
        for ((id, on, _), bound) in planner.stamps().zip(bounds) {
            let supply = planner.supply(id, on, *bound);
            supplies.push((id, supply, network.edge(FROM, leaving(id), supply, 0)));
            if planner.task.takers.contains(id) {
                network.edge(coming(id), TO, bound.saturating_sub(on), 0);
                if planner.task.may_chain() {
                    network.edge(coming(id), leaving(id), UNBOUNDED, 0);
                }
            }
        }
        let mut ways = Vec::new();
        for ((source, targets, devices), node) in planner.classes.iter().zip(2 + 2 * stamps..) {
            network.edge(leaving(source.stamp), node, *devices, 1);
            for to in targets {
                ways.push((*source, *to, network.edge(node, coming(*to), UNBOUNDED, 0)));
            }
        }
        Self { network, supply: supplies.iter().map(|(_, supply, _)| supply).sum(), supplies, ways }
    }

    fn send(&mut self) -> Sent {
        self.network.send(FROM, TO)
    }

    /// What was sent from each source to each stamp; the stamps that only take, and what leads to them, first.
    fn wanted(&self, planner: &Planner<'_>) -> Vec<Wanted> {
        let mut flows: BTreeMap<(Source, StampId), u64> = BTreeMap::new();
        for (source, to, edge) in &self.ways {
            *flows.entry((*source, *to)).or_default() += self.network.along(*edge);
        }
        flows.retain(|_, devices| *devices > 0);
        let mut wanted = Vec::new();
        // No cheapest flow goes round a circle, so in each turn there is a stamp that all it sends to have been settled.
        let mut left: Vec<StampId> = planner.policy.stamp_ids().collect();
        while !left.is_empty() {
            let waits = |stamp: &StampId| flows.keys().any(|(source, to)| source.stamp == *stamp && left.contains(to));
            let (waiting, ready): (Vec<StampId>, Vec<StampId>) = left.iter().partition(|stamp| waits(stamp));
            let ready = if ready.is_empty() { core::mem::take(&mut left) } else { ready };
            for stamp in &ready {
                let mut mine: Vec<Wanted> = flows
                    .iter()
                    .filter(|((source, _), _)| source.stamp == *stamp)
                    .map(|((source, to), devices)| Wanted { source: *source, to: *to, devices: *devices })
                    .collect();
                mine.sort_by_key(|wanted| (wanted.source, core::cmp::Reverse(wanted.devices), wanted.to));
                wanted.extend(mine);
            }
            left = if left.is_empty() { left } else { waiting };
        }
        wanted
    }

    fn unmet(&self, planner: &Planner<'_>) -> Vec<Unmet> {
        let unmet = self.supplies.iter().filter(|(_, supply, edge)| self.network.along(*edge) < *supply);
        let unmet = unmet.map(|(stamp, ..)| {
            let within = self.network.within_reach(leaving(*stamp));
            let is = |to: &StampId| within.get(coming(*to)).copied().unwrap_or_default();
            Unmet { stamp: *stamp, full: planner.policy.stamp_ids().filter(is).collect() }
        });
        unmet.collect()
    }

    /// The stamps that more devices should leave than can, and those that such devices could go to.
    fn full(&self, planner: &Planner<'_>) -> Vec<StampId> {
        let within = self.network.within_reach(FROM);
        let is = |node: usize| within.get(node).copied().unwrap_or_default();
        planner.policy.stamp_ids().filter(|stamp| is(leaving(*stamp)) || is(coming(*stamp))).collect()
    }
}
