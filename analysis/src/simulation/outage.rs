//! What becomes of a fleet when stamps are down.

use alloc::vec;
use alloc::vec::Vec;

use placement::{Placing, Policy, Refusal, StampId, State};

use super::flows::{add_all, add_at};

/// Stamps that are taken to be down together.
pub struct Outage {
    pub(crate) down: Vec<StampId>,
    pub(crate) policy: Policy,
}

impl Outage {
    pub(crate) fn new(policy: &Policy, down: Vec<StampId>) -> Self {
        Self { policy: policy.with_down(&down), down }
    }
}

/// What becomes of the devices that stood where the policy wants them, when stamps go down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutageCounts {
    /// Devices that leave each stamp, in file order.
    pub left: Vec<u64>,
    /// Devices that come to each.
    pub arrived: Vec<u64>,
    /// Devices of stamps that are down and that no other takes, by the order of [`Refusal::ALL`].
    pub refused: [u64; Refusal::ALL.len()],
    /// Devices that DPS lets go to no other hub than the one that is down.
    pub stranded: u64,
}

impl OutageCounts {
    pub(crate) fn new(policy: &Policy) -> Self {
        let none = || vec![0; policy.stamps().len()];
        Self { left: none(), arrived: none(), refused: [0; Refusal::ALL.len()], stranded: 0 }
    }

    /// Adds a device that stood on a stamp, and what is decided now.
    pub(crate) fn add(&mut self, outage: &Outage, stamp: StampId, now: &Placing<'_>, devices: u64) {
        match (&now.outcome, now.stamp) {
            (Err(refusal), _) => {
                add_at(&mut self.left, stamp, devices);
                add_refused(&mut self.refused, *refusal, devices);
            }
            (Ok(_), Some(to)) if to != stamp => {
                add_at(&mut self.left, stamp, devices);
                add_at(&mut self.arrived, to, devices);
            }
            (Ok(_), _) if outage.down.contains(&stamp) => self.stranded += devices,
            (Ok(_), _) => {}
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        add_all(&mut self.left, &other.left);
        add_all(&mut self.arrived, &other.arrived);
        add_all(&mut self.refused, &other.refused);
        self.stranded += other.stranded;
    }

    /// All devices that leave their stamp or are refused.
    pub fn affected(&self) -> u64 {
        self.left.iter().sum()
    }

    /// All devices that have nowhere to go.
    pub fn nowhere(&self) -> u64 {
        self.refused.iter().sum()
    }

    /// The stamps that get more devices than they are built for, the one first that is full first, if devices come in the
    /// proportion in which they come in the end; each with the devices beyond its capacity. `before` are the devices on
    /// each stamp.
    pub fn over(&self, policy: &Policy, before: &[u64]) -> Vec<(StampId, u64)> {
        let mut over: Vec<(StampId, u64, u64, u64)> = Vec::new();
        for (id, stamp) in policy.stamp_ids().zip(policy.stamps()) {
            let of = |counts: &[u64]| counts.get(id.index()).copied().unwrap_or_default();
            let (capacity, arrived) = (u64::from(stamp.capacity), of(&self.arrived));
            let after = (of(before) + arrived).saturating_sub(of(&self.left));
            if arrived > 0 && after > capacity {
                over.push((id, after - capacity, capacity.saturating_sub(of(before)), arrived));
            }
        }
        let part = |room: u64, of: u64| u128::from(room) * u128::from(of);
        over.sort_by(|(.., room, arrived), (.., other, others)| part(*room, *others).cmp(&part(*other, *arrived)));
        over.into_iter().map(|(stamp, beyond, ..)| (stamp, beyond)).collect()
    }
}

pub(crate) fn add_refused(refused: &mut [u64], refusal: Refusal, devices: u64) {
    let counts = refused.iter_mut().zip(Refusal::ALL).filter(|(_, one)| *one == refusal);
    counts.for_each(|(count, _)| *count += devices);
}

/// Every combination of `size` stamps of a policy, 1 or 2, that are not down anyway; none if they are more than `most`.
pub fn combinations(policy: &Policy, size: usize, most: usize) -> Option<Vec<Vec<StampId>>> {
    let is_up = |id: &StampId| policy.stamp(*id).is_some_and(|stamp| stamp.state != State::Down);
    let stamps: Vec<StampId> = policy.stamp_ids().filter(is_up).collect();
    let mut all: Vec<Vec<StampId>> = vec![Vec::new()];
    for _ in 0..size {
        let longer = all.iter().flat_map(|some| {
            let behind = stamps.iter().filter(|stamp| some.last().is_none_or(|last| last < stamp));
            behind.map(|stamp| some.iter().chain([stamp]).copied().collect())
        });
        all = longer.take(most + 1).collect();
    }
    (all.len() <= most).then_some(all)
}
