//! Step 3 of a round: the stamps that a device may be on, best first.

use smallvec::SmallVec;

use crate::asked::Entry;
use crate::description::Description;
use crate::device::Device;
use crate::policy::Policy;
use crate::recorder::Recorder;
use crate::stamp_set::{StampId, StampSet};

/// The stamps that serve a description, or one that a fallback makes of it.
pub(crate) struct Tier<'p> {
    /// The fallback's name; none for the first tier.
    pub(crate) fallback: Option<&'p str>,
    /// Whether the device may be on them or not.
    pub(crate) serving: StampSet,
}

/// The tiers of a device.
#[derive(Default)]
pub(crate) struct Tiers<'p> {
    /// First to last.
    tiers: SmallVec<[Tier<'p>; 2]>,
    /// The stamps that the device may be on, in whatever tier, once [`Tiers::retain`] has said which.
    pub(crate) stamps: StampSet,
}

impl<'p> Tiers<'p> {
    /// Makes them those of a device that is described so; none if an attribute that places has no value.
    pub(crate) fn fill(
        &mut self,
        policy: &'p Policy,
        device: &Device<'_>,
        description: &Description,
        recorder: &mut impl Recorder<'p>,
    ) {
        self.tiers.clear();
        let Some(stamps) = serving(policy, description) else { return };
        self.tiers.push(Tier { fallback: None, serving: stamps });
        let view = device.view(description);
        for fallback in &policy.fallbacks {
            if fallback.when.holds(Entry::Fallback(&fallback.name), policy, view, recorder) {
                let mut otherwise = description.clone();
                fallback.instead.iter().for_each(|(attribute, value)| otherwise.replace(*attribute, *value));
                let stamps = serving(policy, &otherwise);
                self.tiers.extend(stamps.map(|serving| Tier { fallback: Some(&fallback.name), serving }));
            }
        }
    }

    /// Says which stamps the device may be on.
    pub(crate) fn retain(&mut self, stamps: StampSet) {
        self.stamps = stamps;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Tier<'p>> {
        self.tiers.iter()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Tier<'p>> {
        self.tiers.get(index)
    }

    /// The first tier that holds a stamp that the device may be on.
    pub(crate) fn holding(&self, stamp: StampId) -> Option<usize> {
        let serves = || self.tiers.iter().position(|tier| tier.serving.contains(stamp));
        self.stamps.contains(stamp).then(serves)?
    }

    /// Whether one of these stamps serves in any tier.
    pub(crate) fn any_of(&self, stamps: &StampSet) -> bool {
        self.iter().any(|tier| tier.serving.meets(stamps))
    }
}

/// The stamps that serve a description; none if a value is missing.
fn serving(policy: &Policy, description: &Description) -> Option<StampSet> {
    let mut stamps = policy.index.all.clone();
    for attribute in policy.placing() {
        let value = description.value(attribute)?;
        stamps.retain(policy.index.serving.get(attribute.0)?.get(value.0)?);
    }
    Some(stamps)
}
