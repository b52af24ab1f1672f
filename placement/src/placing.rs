//! Where a device is placed: the decision without the answer that is made of it.

use alloc::vec::Vec;

use dps::{AllocationRequest, LinkedHubs};

use crate::attribute::ValueId;
use crate::decision::How;
use crate::describe::describe;
use crate::description::Description;
use crate::device::Device;
use crate::linked::Known;
use crate::policy::Policy;
use crate::profile::Profiled;
use crate::recorder::{Event, Recorder, Silent};
use crate::refusal::Refusal;
use crate::settle::{Settled, settle};
use crate::stamp_set::{StampId, StampSet};

/// Which stamp a policy decided for, and by which entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placing<'p> {
    /// The stamp that the device is on, if it is one of the policy's.
    pub current: Option<StampId>,
    /// The stamp that is answered; none of a refusal, and where a forced hub is none of the policy's.
    pub stamp: Option<StampId>,
    /// What happens to the device, or why it is refused.
    pub outcome: Result<How, Refusal>,
    /// Whether the hub that the device is on is answered. Else it is the own one of the stamp.
    pub keeps_hub: bool,
    /// The pin that decided.
    pub pin: Option<&'p str>,
    /// The fallback that admitted the stamp.
    pub fallback: Option<&'p str>,
    /// The moves that were taken, first to last.
    pub moves: Vec<&'p str>,
    /// Whether the policy's moves go round a circle for this device.
    pub circle: bool,
    /// What the hash had to choose among first; nothing of a device that was not placed. Moves may have taken it on.
    pub dealt: Option<Dealt>,
}

/// A contest by weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dealt {
    /// The stamps that it was among.
    pub among: StampSet,
    /// The one that the hash prefers.
    pub to: StampId,
}

/// Decides about many devices: what of them is alike is looked up once.
///
/// ```
/// # let policy = placement::Policy::parse(r#"
/// #     language = 1
/// #     hash     = 1
/// #     policy   = "smallest"
/// #     seed     = "smallest"
/// #     [[stamp]]
/// #     name     = "only"
/// #     hub      = "contoso-only.azure-devices.net"
/// #     capacity = 1000
/// # "#).map_err(|diagnostics| diagnostics[0].message.clone())?.policy;
/// # let requests = [dps::AllocationRequest::parse(br#"{
/// #     "enrollmentGroup": {},
/// #     "deviceRuntimeContext": { "registrationId": "press-0042" },
/// #     "linkedHubs": ["contoso-only.azure-devices.net"]
/// # }"#).map_err(|error| error.to_string())?];
/// let mut placer = policy.placer();
/// for request in &requests {
///     let stamp = placer.place(request).stamp.and_then(|stamp| policy.stamp(stamp));
///     assert_eq!(stamp.map(|stamp| stamp.name.as_str()), policy.decide(request).stamp());
/// }
/// # Ok::<(), String>(())
/// ```
pub struct Placer<'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) known: Known,
}

impl Policy {
    /// Decides about many devices, one after the other.
    pub fn placer(&self) -> Placer<'_> {
        Placer { policy: self, known: Known::default() }
    }
}

impl<'p> Placer<'p> {
    /// Decides about a request: by the walk of [`Policy::decide`], but without the answer.
    pub fn place(&mut self, request: &AllocationRequest) -> Placing<'p> {
        self.place_from(request, request.current_hub.as_deref())
    }

    /// The same as if the device were on this hub; new, where there is none.
    pub fn place_from(&mut self, request: &AllocationRequest, hub: Option<&str>) -> Placing<'p> {
        self.place_among(request, &request.linked_hubs, hub)
    }

    /// The same as if these hubs were linked.
    pub fn place_among(&mut self, request: &AllocationRequest, hubs: &LinkedHubs, hub: Option<&str>) -> Placing<'p> {
        let (linked, on) = self.known.of(self.policy, hubs, hub);
        let device = Device::new(self.policy, request, linked, on, &mut Silent);
        place(self.policy, &device, &mut Profiled::to_place())
    }

    /// What is decided about a request and, if its device is on a hub, what would be if it were new. It costs less than both
    /// one by one: what does not depend on where the device is, is found out once.
    pub fn place_and_anew(&mut self, request: &AllocationRequest) -> (Placing<'p>, Option<Placing<'p>>) {
        let hub = request.current_hub.as_deref();
        let (linked, on) = self.known.of(self.policy, &request.linked_hubs, hub);
        let device = Device::new(self.policy, request, linked, on, &mut Silent);
        let mut profiled = Profiled::to_place();
        let placing = place(self.policy, &device, &mut profiled);
        let anew = hub.is_some().then(|| place(self.policy, &device.anew(), &mut profiled));
        (placing, anew)
    }

    /// What a device is described as on a hub, where these are linked: for each attribute, in file order, its value.
    pub fn describe(
        &mut self,
        request: &AllocationRequest,
        hubs: &LinkedHubs,
        hub: Option<&str>,
    ) -> impl Iterator<Item = Option<ValueId>> + use<'p> {
        let (linked, on) = self.known.of(self.policy, hubs, hub);
        let device = Device::new(self.policy, request, linked, on, &mut Silent);
        let mut description = Description::default();
        describe(self.policy, &device, on.stamp, |_| true, &mut description, &mut Silent);
        self.policy.attribute_ids().map(move |attribute| description.value(attribute))
    }
}

impl Placing<'_> {
    /// The hub that is answered to a device that is on the hub `from`, in the spelling of the policy or of `from`; none of
    /// a refusal.
    pub fn hub<'h>(&self, policy: &'h Policy, from: Option<&'h str>) -> Option<&'h str> {
        let own = || Some(policy.stamp(self.stamp?)?.hub.as_str());
        if self.keeps_hub { from } else { own() }
    }
}

/// The first contest of a decision, and nothing else of it.
struct First(Option<Dealt>);

impl<'p> Recorder<'p> for First {
    const ALL: bool = false;

    fn note(&mut self, _: impl FnOnce() -> Event<'p>) {}

    fn dealt(&mut self, among: StampSet, to: StampId) {
        self.0.get_or_insert(Dealt { among, to });
    }
}

fn place<'p>(policy: &'p Policy, device: &Device<'_>, profiled: &mut Profiled<'p>) -> Placing<'p> {
    let mut contest = First(None);
    let mut placing = conclude(policy, device, profiled, &mut contest);
    placing.dealt = contest.0;
    placing
}

/// Decides where a device belongs.
pub(crate) fn conclude<'p>(
    policy: &'p Policy,
    device: &Device<'_>,
    profiled: &mut Profiled<'p>,
    recorder: &mut impl Recorder<'p>,
) -> Placing<'p> {
    let settled = if device.forced { None } else { settle(policy, device, profiled, recorder) };
    let (stamp, outcome) = match &settled {
        _ if device.forced => (device.current, Ok(How::Forced)),
        Some(settled) => (Some(settled.stamp), Ok(how(device, settled))),
        None => unsettled(policy, device, profiled),
    };
    let last = settled.as_ref().and_then(|settled| settled.last);
    let stays = stamp.is_some() && stamp == device.current;
    Placing {
        current: device.current,
        stamp,
        outcome,
        keeps_hub: device.forced || stays && device.stays_on_hub(),
        pin: last.and_then(|found| found.pin),
        fallback: last.and_then(|found| found.fallback),
        circle: settled.as_ref().is_some_and(|settled| settled.circle),
        moves: settled.map(|settled| settled.moves).unwrap_or_default(),
        dealt: None,
    }
}

/// The stamp that a device keeps for which nothing was found, or why it is refused.
fn unsettled<'p>(
    policy: &'p Policy,
    device: &Device<'_>,
    profiled: &mut Profiled<'p>,
) -> (Option<StampId>, Result<How, Refusal>) {
    let keeps = |stamp: &StampId| policy.stamp(*stamp).is_some_and(|stamp| stamp.state.keeps());
    match device.current.filter(keeps).filter(|stamp| device.may_be_on(device.current).contains(*stamp)) {
        Some(stamp) => (Some(stamp), Ok(How::Kept)),
        None => (None, Err(Refusal::of(policy, device, profiled))),
    }
}

fn how(device: &Device<'_>, settled: &Settled<'_>) -> How {
    match device.current {
        _ if settled.last.is_some_and(|found| found.pin.is_some()) => How::Pinned,
        Some(current) if current == settled.stamp => How::Stayed,
        Some(_) => How::Moved,
        None => How::Placed,
    }
}
