//! Ours: the policy `rules/policy.toml`.

use anyhow::{Result, anyhow};
use dps::{AllocationRequest, LinkedHubs};
use placement::{Decision, Placer, Policy};
use serde_json::json;

use crate::corpus::Device;
use crate::peer::{Choice, Peer};
use crate::stamp::Stamp;

/// The text of the policy.
pub const POLICY: &str = include_str!("../../rules/policy.toml");

/// The seed of the policy.
pub const SEED: &str = "peers-1";

/// The whole decision with its answer, as the webhook makes it.
pub struct Decide<'p> {
    policy: &'p Policy,
    hubs: LinkedHubs,
}

/// The place alone, as the tools ask for it.
pub struct Place<'p> {
    policy: &'p Policy,
    placer: Placer<'p>,
    hubs: LinkedHubs,
}

/// Reads a policy.
///
/// # Errors
/// What is wrong with it.
pub fn policy(text: &str) -> Result<Policy> {
    Policy::parse(text).map(|checked| checked.policy).map_err(|problems| anyhow!("the policy has errors: {problems:?}"))
}

impl<'p> Decide<'p> {
    /// By this policy.
    pub fn new(policy: &'p Policy) -> Self {
        Self { policy, hubs: hubs(policy) }
    }
}

impl<'p> Place<'p> {
    /// By this policy.
    pub fn new(policy: &'p Policy) -> Self {
        Self { policy, placer: policy.placer(), hubs: hubs(policy) }
    }
}

/// All hubs of a policy.
pub fn hubs(policy: &Policy) -> LinkedHubs {
    policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect()
}

/// The request of a device, parsed. Requests share the list of the linked hubs, as the devices of a fleet do in the tools.
///
/// # Errors
/// The device is none that DPS could ask about.
pub fn request(device: &Device, hubs: &LinkedHubs) -> Result<AllocationRequest> {
    let body = json!({
        "enrollmentGroup": { "enrollmentGroupId": "contoso" },
        "deviceRuntimeContext": {
            "registrationId": device.registration_id,
            "payload": { "geo": device.geo.word(), "lifecycle": device.lifecycle.word() },
        },
        "linkedHubs": [],
    });
    Ok(AllocationRequest { linked_hubs: hubs.clone(), ..AllocationRequest::parse(body.to_string().as_bytes())? })
}

impl<'p> Peer for Decide<'p> {
    const NAME: &'static str = "ours: Policy::decide";
    const CHOICE: Choice = Choice::OwnHash;
    type Question = AllocationRequest;
    type Answer<'a>
        = Decision<'p>
    where
        Self: 'a;

    fn question(&self, device: &Device) -> Result<AllocationRequest> {
        request(device, &self.hubs)
    }

    fn decide<'a>(&'a mut self, request: &'a AllocationRequest) -> Decision<'p> {
        self.policy.decide(request)
    }

    fn stamp(answer: &Decision<'p>) -> Option<Stamp> {
        Stamp::named(answer.stamp()?)
    }
}

impl<'p> Peer for Place<'p> {
    const NAME: &'static str = "ours: Placer::place";
    const CHOICE: Choice = Choice::OwnHash;
    type Question = AllocationRequest;
    type Answer<'a>
        = Option<&'p str>
    where
        Self: 'a;

    fn question(&self, device: &Device) -> Result<AllocationRequest> {
        request(device, &self.hubs)
    }

    fn decide<'a>(&'a mut self, request: &'a AllocationRequest) -> Option<&'p str> {
        Some(self.policy.stamp(self.placer.place(request).stamp?)?.name.as_str())
    }

    fn stamp(answer: &Option<&'p str>) -> Option<Stamp> {
        Stamp::named((*answer)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_has_the_stamps_of_the_work_and_its_seed() {
        let policy = policy(POLICY).unwrap();
        let capacities: Vec<u16> = Stamp::all().map(|stamp| stamp.share.percent() * 1000).collect();
        assert_eq!(policy.stamps().len(), Stamp::COUNT);
        for (stamp, wanted) in policy.stamps().iter().zip(Stamp::all()) {
            assert_eq!(stamp.name.as_str(), wanted.name());
        }
        let written: Vec<String> = capacities.iter().map(ToString::to_string).collect();
        let read = POLICY.lines().filter_map(|line| line.strip_prefix("capacity = ")).map(|text| text.replace('_', ""));
        assert_eq!(read.collect::<Vec<_>>(), written);
        assert!(POLICY.contains(&format!("seed     = \"{SEED}\"")));
    }
}
