//! What the rules say of a device, and the stamps that serve it so: kept from round to round.

use crate::describe::describe;
use crate::description::Description;
use crate::device::Device;
use crate::policy::Policy;
use crate::recorder::Recorder;
use crate::stamp_set::StampId;
use crate::tiers::Tiers;

/// A description and its tiers.
pub(crate) struct Profile<'p> {
    pub(crate) description: Description,
    pub(crate) tiers: Tiers<'p>,
}

/// The profile of one device, in the rounds of a decision and in decisions that take it to be on other stamps.
#[derive(Default)]
pub(crate) struct Profiled<'p>(Option<Profile<'p>>);

impl<'p> Profiled<'p> {
    /// The profile of the device on the stamp `here`. One that is the same wherever the device is, is made only once, unless
    /// every step counts.
    pub(crate) fn on<R: Recorder<'p>>(
        &mut self,
        policy: &'p Policy,
        device: &Device<'_>,
        here: Option<StampId>,
        recorder: &mut R,
    ) -> &mut Profile<'p> {
        if R::ALL || self.0.as_ref().is_some_and(|known| known.description.by_place) {
            self.0 = None;
        }
        self.0.get_or_insert_with(|| {
            let description = describe(policy, device, here, recorder);
            let tiers = Tiers::serving(policy, device, &description, recorder);
            Profile { description, tiers }
        })
    }
}
