//! The answer to DPS: the hub, and what the policy sends with it.

use alloc::string::String;

use dps::{AllocationAnswer, Object};

use crate::attribute::{AttributeId, ValueId};
use crate::description::Description;
use crate::device::Device;
use crate::name::Name;
use crate::policy::Policy;
use crate::stamp::Stamp;
use crate::stamp_set::StampId;
use crate::template::{ObjectTemplate, Placeholder, fill, merge};

/// The answer for a stamp, or for a forced hub that is none of the policy's.
pub(crate) fn answer(
    policy: &Policy,
    device: &Device<'_>,
    stamp: Option<StampId>,
    description: &Description,
) -> AllocationAnswer {
    let on = stamp.and_then(|stamp| policy.stamp(stamp));
    let described = |attribute| description.value(attribute);
    let fill = |template: &ObjectTemplate| fill(template, &|placeholder| value(policy, on, &described, placeholder));
    let enrolled = || device.request.enrollment.initial_twin.clone().unwrap_or_default();
    AllocationAnswer {
        hub: hub(policy, device, stamp),
        initial_twin: policy.answer.twin.as_ref().map(|twin| merge(enrolled(), fill(twin))),
        payload: policy.answer.payload.as_ref().map(fill),
    }
}

impl Policy {
    /// The twin and the payload that are answered to a device that is described so, without what its enrollment's own
    /// twin has.
    pub fn answered(
        &self,
        stamp: Option<StampId>,
        described: impl Fn(AttributeId) -> Option<ValueId>,
    ) -> (Option<Object>, Option<Object>) {
        let on = stamp.and_then(|stamp| self.stamp(stamp));
        let fill = |template: &ObjectTemplate| fill(template, &|placeholder| value(self, on, &described, placeholder));
        (self.answer.twin.as_ref().map(fill), self.answer.payload.as_ref().map(fill))
    }
}

fn hub(policy: &Policy, device: &Device<'_>, stamp: Option<StampId>) -> String {
    match stamp {
        Some(stamp) if !device.forced => device.hub(policy, stamp),
        // Where no stamp is answered, the hub is forced.
        _ => device.current_hub().unwrap_or_default().into(),
    }
}

fn value<'p>(
    policy: &'p Policy,
    stamp: Option<&'p Stamp>,
    described: &impl Fn(AttributeId) -> Option<ValueId>,
    placeholder: &Placeholder,
) -> Option<&'p str> {
    match placeholder {
        Placeholder::StampName => stamp.map(|stamp| stamp.name.as_str()),
        Placeholder::StampApplication => stamp?.application.as_deref(),
        Placeholder::StampLabel(label) => stamp?.labels.get::<Name>(label).map(|label| &**label),
        Placeholder::Attribute(attribute) => {
            policy.attribute(*attribute)?.value_name(described(*attribute)?).map(Name::as_str)
        }
        Placeholder::PolicyName => Some(policy.name()),
        Placeholder::PolicyRevision => policy.revision(),
    }
}
