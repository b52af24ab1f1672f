//! A request as a policy sees it: what is fixed before the first round.

use alloc::borrow::Cow;
use alloc::string::String;

use dps::{AllocationRequest, RegistrationId};

use crate::asked::Entry;
use crate::condition::View;
use crate::description::Description;
use crate::hash::DeviceHash;
use crate::linked::{Linked, Whereabouts};
use crate::policy::Policy;
use crate::recorder::Recorder;
use crate::stamp_set::{StampId, StampSet};

/// A device that asks for its stamp.
pub(crate) struct Device<'r> {
    pub(crate) request: &'r AllocationRequest,
    pub(crate) hash: DeviceHash,
    /// The stamp that it is on, if that is one of the policy's.
    pub(crate) current: Option<StampId>,
    /// Whether it is on the own hub of its stamp.
    on_own_hub: bool,
    /// Whether DPS would take no hub but the current one: of a device that never changes hub or has no other linked.
    pub(crate) forced: bool,
    /// The stamps whose hub DPS would take.
    linked: &'r StampSet,
    /// The current stamp, if DPS would take the former hub that the device is on.
    linked_by_former_hub: Option<StampId>,
    /// The stamps that no guarantee forbids.
    pub(crate) allowed: Cow<'r, StampSet>,
}

impl<'r> Device<'r> {
    /// A device, given what the policy looks up of its linked hubs, and of the one that it is on.
    pub(crate) fn new<'p: 'r>(
        policy: &'p Policy,
        request: &'r AllocationRequest,
        linked: &'r Linked,
        on: Whereabouts,
        recorder: &mut impl Recorder<'p>,
    ) -> Self {
        let hash = policy.key.device(&request.registration_id);
        let never_changes = request.enrollment.update_hub_assignment == Some(false);
        Self {
            request,
            hash,
            current: on.stamp,
            on_own_hub: on.own,
            forced: on.linked && (never_changes || on.only),
            linked: &linked.stamps,
            linked_by_former_hub: on.stamp.filter(|_| on.linked),
            allowed: allowed(policy, View { request, hash, description: &Description::default() }, recorder),
        }
    }

    /// The same device on no hub.
    pub(crate) fn anew(&self) -> Self {
        let (current, linked_by_former_hub, allowed) = (None, None, self.allowed.clone());
        Self { current, on_own_hub: false, forced: false, linked_by_former_hub, allowed, ..*self }
    }

    pub(crate) fn id(&self) -> &RegistrationId {
        &self.request.registration_id
    }

    pub(crate) fn view<'v>(&'v self, description: &'v Description) -> View<'v> {
        View { request: self.request, hash: self.hash, description }
    }

    /// Whether DPS would take a stamp, in a round that looks at the device on the stamp `here`.
    ///
    /// A former hub counts only where the device is on it: the next registration, from another stamp, would not know
    /// it any more, and must find the same.
    pub(crate) fn is_linked(&self, stamp: StampId, here: Option<StampId>) -> bool {
        self.linked.contains(stamp) || here == Some(stamp) && self.linked_by_former_hub == here
    }

    /// The stamps that could be the answer of such a round: linked, and not forbidden.
    pub(crate) fn may_be_on(&self, here: Option<StampId>) -> StampSet {
        let mut linked = self.linked.clone();
        if let Some(stamp) = self.linked_by_former_hub.filter(|stamp| here == Some(*stamp)) {
            linked.insert(stamp);
        }
        linked.retain(&self.allowed);
        linked
    }

    /// The stamps that DPS would take from wherever the device is.
    pub(crate) fn linked(&self) -> &StampSet {
        self.linked
    }

    /// The current hub in the spelling of the request; none if it is not linked.
    pub(crate) fn current_hub(&self) -> Option<&'r str> {
        self.request.linked_hubs.get(self.request.current_hub.as_deref()?)
    }

    /// Whether a device that stays on its stamp keeps its hub: it is the stamp's own, or that is not linked.
    pub(crate) fn stays_on_hub(&self) -> bool {
        self.current.is_some_and(|stamp| self.on_own_hub || !self.linked.contains(stamp))
    }

    /// The hub to answer for a stamp, in the spelling of the request: its own where linked, else the current hub.
    pub(crate) fn hub(&self, policy: &Policy, stamp: StampId) -> String {
        let linked = &self.request.linked_hubs;
        let own = policy.stamp(stamp).and_then(|stamp| linked.get(stamp.hub.as_str()));
        own.or_else(|| self.current_hub()).unwrap_or_default().into()
    }
}

fn allowed<'p>(policy: &'p Policy, view: View<'_>, recorder: &mut impl Recorder<'p>) -> Cow<'p, StampSet> {
    let mut allowed = Cow::Borrowed(&policy.index.all);
    for guarantee in &policy.guarantees {
        if guarantee.when.holds(Entry::Guarantee(&guarantee.name), policy, view, recorder) {
            allowed.to_mut().retain(&guarantee.allowed);
        }
    }
    allowed
}
