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
pub(crate) struct Profile<'p> {
    pub(crate) description: Description,
    pub(crate) tiers: Tiers<'p>,
}

/// The profile of one device, in the rounds of a decision and in decisions that take it to be on other stamps.
#[derive(Default)]
pub(crate) struct Profiled<'p> {
    known: Option<Profile<'p>>,
    /// Whether only those attributes are found out that have a say in where the device goes.
    deciding: bool,
}

impl<'p> Profiled<'p> {
    /// For whoever asks for nothing but the device's place.
    pub(crate) fn to_place() -> Self {
        Self { known: None, deciding: true }
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
        if R::ALL || self.known.as_ref().is_some_and(|known| known.description.by_place) {
            self.known = None;
        }
        let deciding = self.deciding;
        self.known.get_or_insert_with(|| {
            let attributes = |id: AttributeId| !deciding || policy.index.deciding.get(id.index()) == Some(&true);
            let description = describe(policy, device, here, attributes, recorder);
            let tiers = Tiers::serving(policy, device, &description, recorder);
            Profile { description, tiers }
        })
    }
}
