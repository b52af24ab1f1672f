//! What the rules say of a device, and the stamps that serve it so: kept from round to round.

use crate::attribute::AttributeId;
use crate::describe::describe;
use crate::description::Description;
use crate::device::Device;
use crate::policy::Policy;
use crate::recorder::Recorder;
use crate::stamp_set::StampId;
use crate::tiers::Tiers;

/// A description and its tiers.
#[derive(Default)]
pub(crate) struct Profile<'p> {
    pub(crate) description: Description,
    pub(crate) tiers: Tiers<'p>,
}

/// The profile of one device, in the rounds of a decision and in decisions that take it to be on other stamps.
#[derive(Default)]
pub(crate) struct Profiled<'p> {
    profile: Profile<'p>,
    /// Whether the profile is made.
    known: bool,
    /// Whether only those attributes are found out that have a say in where the device goes.
    deciding: bool,
}

impl<'p> Profiled<'p> {
    /// For whoever asks for nothing but the device's place.
    pub(crate) fn to_place() -> Self {
        Self { deciding: true, ..Self::default() }
    }

    /// The profile of the device on the stamp `here`. One that is the same wherever the device is, is made only once, unless
    /// every step counts.
    pub(crate) fn on<R: Recorder<'p>>(
        &mut self,
        policy: &'p Policy,
        device: &Device<'_>,
        here: Option<StampId>,
        recorder: &mut R,
    ) -> &mut Profile<'p> {
        let Self { profile, known, deciding } = self;
        if R::ALL || !*known || profile.description.by_place {
            let attributes = |id: AttributeId| !*deciding || policy.index.deciding.get(id.index()) == Some(&true);
            // Both are filled in where they are: they are large to be moved.
            describe(policy, device, here, attributes, &mut profile.description, recorder);
            profile.tiers.fill(policy, device, &profile.description, recorder);
            *known = true;
        }
        profile
    }
}
