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
    /// All of them.
    pub(crate) serving: StampSet,
    /// Those that the device may be on, once [`Tiers::retain`] has said which.
    pub(crate) stamps: StampSet,
}

impl<'p> Tier<'p> {
    fn new(fallback: Option<&'p str>, serving: StampSet) -> Self {
        Self { fallback, serving, stamps: StampSet::default() }
    }
}

/// The tiers of a device, first to last.
pub(crate) struct Tiers<'p>(SmallVec<[Tier<'p>; 4]>);

impl<'p> Tiers<'p> {
    /// The tiers, of which no stamp is said to be one that the device may be on; none if an attribute that places has no value.
    pub(crate) fn serving(
        policy: &'p Policy,
        device: &Device<'_>,
        description: &Description,
        recorder: &mut impl Recorder<'p>,
    ) -> Self {
        let mut tiers = SmallVec::new();
        if let Some(stamps) = serving(policy, description) {
            tiers.push(Tier::new(None, stamps));
            let view = device.view(description);
            let applying = policy
                .fallbacks
                .iter()
                .filter(|fallback| fallback.when.holds(Entry::Fallback(&fallback.name), policy, view, recorder));
            tiers.extend(applying.filter_map(|fallback| {
                let mut otherwise = description.clone();
                fallback.instead.iter().for_each(|(attribute, value)| otherwise.replace(*attribute, *value));
                Some(Tier::new(Some(&fallback.name), serving(policy, &otherwise)?))
            }));
        }
        Self(tiers)
    }

    /// Says which stamps the device may be on.
    pub(crate) fn retain(&mut self, stamps: &StampSet) {
        self.0.iter_mut().for_each(|tier| tier.stamps = tier.serving.and(stamps));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Tier<'p>> {
        self.0.iter()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Tier<'p>> {
        self.0.get(index)
    }

    /// The first tier that holds a stamp that the device may be on.
    pub(crate) fn holding(&self, stamp: StampId) -> Option<usize> {
        self.0.iter().position(|tier| tier.stamps.contains(stamp))
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
