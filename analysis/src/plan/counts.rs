//! What is counted of a fleet that walks along ways.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

use placement::Refusal;

use super::back::Purpose;
use super::order::Twice;
use super::walk::Walk;
use super::way::Way;
use crate::difference::Place;
use crate::difference::places::Matrix;
use crate::fleet::{SHOWN, Unreadable, keep_first};

/// What becomes of the devices of a fleet on each way, each line counted as often as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    pub(super) devices: u64,
    pub(super) unreadable: u64,
    pub(super) examples: BTreeSet<Unreadable>,
    /// The devices where they stand before the first step.
    pub(super) before: Matrix,
    pub(super) ways: Vec<WayCounts>,
}

/// The same of one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WayCounts {
    /// Devices that move in two groups of steps.
    pub(super) twice: Twice,
    pub(super) steps: Vec<StepCounts>,
}

/// The same of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StepCounts {
    /// Where devices are before the step and after it; those that are refused are where they were.
    pub(super) flows: Matrix,
    pub(super) moved: u64,
    pub(super) anyway: u64,
    /// Devices that it moves after they have moved anyway.
    pub(super) moved_after: u64,
    pub(super) placed: u64,
    pub(super) refused: [u64; Refusal::ALL.len()],
    pub(super) circles: u64,
    /// Devices that the way back returns.
    pub(super) returned: u64,
    /// Those that it does not.
    pub(super) stuck: BTreeMap<Stuck, u64>,
    /// Devices that were not moved, and that a move of the way back takes elsewhere.
    pub(super) touched: u64,
    /// The moves of the way back that are no good.
    pub(super) bad: BTreeSet<Bad>,
}

/// Devices that the way back does not return.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Stuck {
    /// The group that moved them.
    pub(super) group: usize,
    /// Where they are.
    pub(super) here: Place,
    /// Where the way back takes them.
    pub(super) lands: Place,
    /// Where they were.
    pub(super) home: Place,
    /// Whether DPS takes no other hub for them.
    pub(super) forced: bool,
}

/// A move of a way back that does harm.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Bad {
    pub(super) purpose: Purpose,
    /// Which of its targets.
    pub(super) to: Place,
    /// Whether it leads round a circle; else it takes devices elsewhere that are not its own.
    pub(super) circle: bool,
}

impl Counts {
    pub(super) fn new(walk: &Walk<'_>) -> Self {
        let stamps = walk.places.0.len();
        Self {
            devices: 0,
            unreadable: 0,
            examples: BTreeSet::new(),
            before: Matrix::new(stamps),
            ways: walk.ways.iter().map(|way| WayCounts::new(way, stamps)).collect(),
        }
    }

    pub(super) fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.unreadable += 1;
        keep_first(&mut self.examples, unreadable, SHOWN);
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.devices += other.devices;
        self.unreadable += other.unreadable;
        other.examples.into_iter().for_each(|example| keep_first(&mut self.examples, example, SHOWN));
        self.before.merge(&other.before);
        self.ways.iter_mut().zip(other.ways).for_each(|(way, other)| way.merge(other));
    }
}

impl WayCounts {
    fn new(way: &Way, stamps: usize) -> Self {
        Self { twice: Twice::new(), steps: vec![StepCounts::new(stamps); way.steps.len()] }
    }

    fn merge(&mut self, other: Self) {
        add(&mut self.twice, other.twice);
        self.steps.iter_mut().zip(other.steps).for_each(|(step, other)| step.merge(other));
    }

    /// All devices that move twice.
    pub(super) fn twice(&self) -> u64 {
        self.twice.values().sum()
    }
}

impl StepCounts {
    fn new(stamps: usize) -> Self {
        Self {
            flows: Matrix::new(stamps),
            moved: 0,
            anyway: 0,
            moved_after: 0,
            placed: 0,
            refused: [0; Refusal::ALL.len()],
            circles: 0,
            returned: 0,
            stuck: BTreeMap::new(),
            touched: 0,
            bad: BTreeSet::new(),
        }
    }

    pub(super) fn add_refused(&mut self, refusal: Refusal, devices: u64) {
        let counts = self.refused.iter_mut().zip(Refusal::ALL).filter(|(_, one)| *one == refusal);
        counts.for_each(|(count, _)| *count += devices);
    }

    fn merge(&mut self, other: Self) {
        self.flows.merge(&other.flows);
        self.moved += other.moved;
        self.anyway += other.anyway;
        self.moved_after += other.moved_after;
        self.placed += other.placed;
        self.refused.iter_mut().zip(other.refused).for_each(|(count, other)| *count += other);
        self.circles += other.circles;
        self.returned += other.returned;
        add(&mut self.stuck, other.stuck);
        self.touched += other.touched;
        self.bad.extend(other.bad);
    }
}

fn add<K: Ord>(to: &mut BTreeMap<K, u64>, from: BTreeMap<K, u64>) {
    for (key, devices) in from {
        *to.entry(key).or_default() += devices;
    }
}
