//! What a policy looks up of the hubs that a request names.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;

use dps::{AllocationRequest, LinkedHubs};

use crate::policy::Policy;
use crate::stamp_set::{StampId, StampSet};

/// What a policy looks up of linked hubs.
#[derive(Default)]
pub(crate) struct Linked {
    /// The stamps whose hub DPS would take.
    pub(crate) stamps: StampSet,
}

impl Linked {
    pub(crate) fn new(policy: &Policy, hubs: &LinkedHubs) -> Self {
        let owners = hubs.iter().filter_map(|hub| policy.owner(hub));
        Self { stamps: owners.filter(|owner| owner.own).map(|owner| owner.stamp).collect() }
    }
}

/// What a policy looks up of the hub that a device is on.
#[derive(Clone, Copy)]
pub(crate) struct Whereabouts {
    /// Its stamp, if it is one of the policy's.
    pub(crate) stamp: Option<StampId>,
    /// Whether the hub is linked.
    pub(crate) linked: bool,
    /// Whether no other is.
    pub(crate) only: bool,
    /// Whether it is the stamp's own, and no former one.
    pub(crate) own: bool,
}

impl Whereabouts {
    /// Of a device that is on no hub.
    pub(crate) const NOWHERE: Self = Self { stamp: None, linked: false, only: false, own: false };

    /// Of the device of a request.
    pub(crate) fn of(policy: &Policy, request: &AllocationRequest) -> Self {
        request.current_hub.as_deref().map_or(Self::NOWHERE, |hub| Self::on(policy, &request.linked_hubs, hub))
    }

    fn on(policy: &Policy, hubs: &LinkedHubs, hub: &str) -> Self {
        let owner = policy.owner(hub);
        Self {
            stamp: owner.map(|owner| owner.stamp),
            linked: hubs.get(hub).is_some(),
            only: hubs.is_only(hub),
            own: owner.is_some_and(|owner| owner.own),
        }
    }
}

/// How many hubs are remembered: more than DPS links.
const HUBS: usize = 256;

/// What has been looked up for the devices before.
#[derive(Default)]
pub(crate) struct Known {
    hubs: LinkedHubs,
    linked: Linked,
    on: BTreeMap<Box<str>, Whereabouts>,
}

impl Known {
    /// What a policy looks up of linked hubs, and of the hub that a device is on, if it is not known.
    pub(crate) fn of(&mut self, policy: &Policy, hubs: &LinkedHubs, on: Option<&str>) -> (&Linked, Whereabouts) {
        if !self.hubs.is(hubs) {
            let hubs = hubs.clone();
            *self = Self { linked: Linked::new(policy, &hubs), hubs, on: BTreeMap::new() };
        }
        let on = on.map_or(Whereabouts::NOWHERE, |hub| self.on(policy, hub));
        (&self.linked, on)
    }

    fn on(&mut self, policy: &Policy, hub: &str) -> Whereabouts {
        if let Some(known) = self.on.get(hub) {
            return *known;
        }
        let found = Whereabouts::on(policy, &self.hubs, hub);
        if self.on.len() < HUBS {
            self.on.insert(hub.into(), found);
        }
        found
    }
}
