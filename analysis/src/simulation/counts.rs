//! What is counted of a fleet.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

use placement::{How, Placing, Policy, Refusal, StampId};

use super::contests::{Contests, DealtTo};
use super::flows::{Flow, Flows, From, To, add_all, add_at};
use super::outage::{OutageCounts, add_refused};
use crate::fleet::{Member, SHOWN, Unreadable, keep_first};

/// What a policy decides about the devices of a fleet, each line counted as often as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts<'p> {
    /// Devices.
    pub devices: u64,
    /// Lines that are no devices.
    pub unreadable: u64,
    /// The first of these.
    pub examples: BTreeSet<Unreadable>,
    /// Devices that are answered, by the order of [`How::ALL`].
    how: [u64; How::ALL.len()],
    /// Devices that are refused, by the order of [`Refusal::ALL`].
    refused: [u64; Refusal::ALL.len()],
    /// Devices that a fallback admitted to their stamp, by its name.
    pub fallbacks: BTreeMap<&'p str, u64>,
    /// Devices that stay on their stamp but get its own hub instead of a former one.
    pub change_hub: u64,
    /// Devices that the policy's moves send round a circle.
    pub circles: u64,
    flows: Flows,
    /// Where the devices would go if they were new.
    anew: Vec<u64>,
    contests: Contests,
    /// What becomes of the devices in each outage.
    pub outages: Vec<OutageCounts>,
}

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headroom {
    /// How many more devices there is room for.
    pub devices: u64,
    /// The stamp that is full then.
    pub stamp: StampId,
}

impl<'p> Counts<'p> {
    pub(crate) fn new(policy: &Policy, outages: usize) -> Self {
        Self {
            devices: 0,
            unreadable: 0,
            examples: BTreeSet::new(),
            how: [0; How::ALL.len()],
            refused: [0; Refusal::ALL.len()],
            fallbacks: BTreeMap::new(),
            change_hub: 0,
            circles: 0,
            flows: Flows::new(policy),
            anew: vec![0; policy.stamps().len()],
            contests: Contests::default(),
            outages: vec![OutageCounts::new(policy); outages],
        }
    }

    /// Adds a device: what is decided about it, and what would be if it were new, where it is not.
    pub(crate) fn add(&mut self, policy: &Policy, member: &Member, placing: Placing<'p>, anew: Option<Placing<'p>>) {
        let weight = member.weight;
        self.devices += weight;
        match placing.outcome {
            Ok(how) => self.how.iter_mut().zip(How::ALL).filter(|(_, one)| *one == how).for_each(|(n, _)| *n += weight),
            Err(refusal) => add_refused(&mut self.refused, refusal, weight),
        }
        if let Some(fallback) = placing.fallback {
            *self.fallbacks.entry(fallback).or_default() += weight;
        }
        let stays = placing.stamp.is_some() && placing.stamp == placing.current;
        self.change_hub += if stays && !placing.keeps_hub { weight } else { 0 };
        self.circles += if placing.circle { weight } else { 0 };
        let to = match (&placing.outcome, placing.stamp) {
            (Err(_), _) => To::Refused,
            (Ok(_), Some(stamp)) => To::Stamp(stamp),
            (Ok(_), None) => To::OtherHub,
        };
        let from = match (placing.current, &member.request.current_hub) {
            (Some(stamp), _) => From::Stamp(stamp),
            (None, Some(_)) => From::OtherHub,
            (None, None) => From::New,
        };
        self.flows.add(from, to, weight);
        if let Some(stamp) = anew.as_ref().unwrap_or(&placing).stamp {
            add_at(&mut self.anew, stamp, weight);
        }
        if let Some(dealt) = placing.dealt {
            self.contests.add(policy, dealt, weight);
        }
    }

    pub(crate) fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.unreadable += 1;
        keep_first(&mut self.examples, unreadable, SHOWN);
    }

    pub(crate) fn add_outage(&mut self, index: usize, add: impl FnMut(&mut OutageCounts)) {
        self.outages.get_mut(index).into_iter().for_each(add);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.devices += other.devices;
        self.unreadable += other.unreadable;
        other.examples.into_iter().for_each(|example| keep_first(&mut self.examples, example, SHOWN));
        add_all(&mut self.how, &other.how);
        add_all(&mut self.refused, &other.refused);
        other.fallbacks.into_iter().for_each(|(name, devices)| *self.fallbacks.entry(name).or_default() += devices);
        self.change_hub += other.change_hub;
        self.circles += other.circles;
        self.flows.merge(&other.flows);
        add_all(&mut self.anew, &other.anew);
        self.contests.merge(other.contests);
        self.outages.iter_mut().zip(&other.outages).for_each(|(mine, other)| mine.merge(other));
    }

    /// Devices that are answered, by what happens to them.
    pub fn how(&self) -> impl Iterator<Item = (How, u64)> {
        How::ALL.into_iter().zip(self.how)
    }

    /// Devices that are refused, by the reason.
    pub fn refused(&self) -> impl Iterator<Item = (Refusal, u64)> {
        Refusal::ALL.into_iter().zip(self.refused)
    }

    /// From where to where devices go.
    pub fn flows(&self, policy: &Policy) -> Vec<Flow> {
        self.flows.all(policy).collect()
    }

    /// The devices on each stamp afterwards, in file order.
    pub fn on_stamps(&self, policy: &Policy) -> Vec<u64> {
        let mut on = vec![0; policy.stamps().len()];
        for flow in self.flows.all(policy) {
            if let To::Stamp(stamp) = flow.to {
                add_at(&mut on, stamp, flow.devices);
            }
        }
        on
    }

    /// What the hash dealt to the stamps, and how far that is explained by chance. Moves may have taken devices on.
    pub fn dealt(&self, policy: &Policy) -> Vec<DealtTo> {
        self.contests.dealt(policy)
    }

    /// How many more devices like these, registering for the first time, until the first stamp is full; nothing if none
    /// would get a stamp.
    pub fn headroom(&self, policy: &Policy) -> Option<Headroom> {
        let on = self.on_stamps(policy);
        let rooms = policy.stamp_ids().zip(policy.stamps()).zip(on.iter().zip(&self.anew));
        let rooms = rooms.filter(|(_, (_, anew))| **anew > 0).map(|((id, stamp), (on, anew))| {
            let room = u64::from(stamp.capacity).saturating_sub(*on);
            let more = u128::from(room) * u128::from(self.devices) / u128::from(*anew);
            Headroom { devices: u64::try_from(more).unwrap_or(u64::MAX), stamp: id }
        });
        rooms.min_by_key(|headroom| headroom.devices)
    }
}
