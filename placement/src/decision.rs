//! The decision: which stamp a device belongs to, or why none.

use alloc::vec::Vec;
use core::fmt;

use dps::{AllocationAnswer, AllocationRequest};
use serde::Serialize;

use crate::answer::answer;
use crate::attribute::AttributeId;
use crate::description::Description;
use crate::device::Device;
use crate::linked::{Linked, Whereabouts};
use crate::placing::conclude;
use crate::policy::Policy;
use crate::profile::Profiled;
use crate::recorder::{Recorder, Silent};
use crate::refusal::Refusal;
use crate::trace::{Trace, Tracer};

/// What a policy decided about a request, and by which entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision<'p> {
    /// The stamp that the device is on, if it is one of the policy's.
    pub current_stamp: Option<&'p str>,
    /// What the device is described as, in file order; for a refusal, as it is described where it is.
    pub attributes: Vec<Described<'p>>,
    /// The pin that decided.
    pub pin: Option<&'p str>,
    /// The fallback that admitted the stamp.
    pub fallback: Option<&'p str>,
    /// The moves that were taken, first to last.
    pub moves: Vec<&'p str>,
    /// Whether the policy's moves go round a circle for this device.
    pub circle: bool,
    /// The answer or the refusal.
    pub outcome: Outcome<'p>,
}

/// An attribute of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Described<'p> {
    /// The attribute's name.
    pub attribute: &'p str,
    /// Its value.
    pub value: Option<&'p str>,
    /// The rule that gave the value.
    pub rule: Option<&'p str>,
}

/// The answer or the refusal.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<'p> {
    /// DPS is answered a hub.
    Answered {
        /// What happened to the device.
        how: How,
        /// The stamp; none only where a forced hub is none of the policy's.
        stamp: Option<&'p str>,
        /// What is answered.
        answer: AllocationAnswer,
    },
    /// DPS is answered an error.
    Refused(Refusal),
}

/// What happened to a device that was answered a hub.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// DPS would accept no other hub.
    Forced,
    /// A pin decided.
    Pinned,
    /// Nothing was found for it, and it keeps its stamp for now.
    Kept,
    /// It was on this stamp already.
    Stayed,
    /// It was on another stamp of the policy.
    Moved,
    /// It was on none of the policy's stamps.
    Placed,
}

impl How {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Forced, Self::Pinned, Self::Kept, Self::Stayed, Self::Moved, Self::Placed];

    /// The word for it in logs, tests and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Forced => "forced",
            Self::Pinned => "pinned",
            Self::Kept => "kept",
            Self::Stayed => "stayed",
            Self::Moved => "moved",
            Self::Placed => "placed",
        }
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl<'p> Decision<'p> {
    /// The stamp that was answered.
    pub fn stamp(&self) -> Option<&'p str> {
        match &self.outcome {
            Outcome::Answered { stamp, .. } => *stamp,
            Outcome::Refused(_) => None,
        }
    }

    /// The HTTP status of the outcome.
    pub fn status(&self) -> u16 {
        match &self.outcome {
            Outcome::Answered { .. } => 200,
            Outcome::Refused(refusal) => refusal.status(),
        }
    }
}

impl Policy {
    /// Decides about a request. Every request has a decision; the same request always has the same.
    pub fn decide(&self, request: &AllocationRequest) -> Decision<'_> {
        let (linked, on) = (Linked::new(self, &request.linked_hubs), Whereabouts::of(self, request));
        decide(self, &Device::new(self, request, &linked, on, &mut Silent), &mut Silent)
    }

    /// Decides about a request, and records every step. The decision is the one of [`Policy::decide`].
    pub fn explain<'p>(&'p self, request: &AllocationRequest) -> Trace<'p> {
        let mut tracer = Tracer::default();
        let (linked, on) = (Linked::new(self, &request.linked_hubs), Whereabouts::of(self, request));
        let device = Device::new(self, request, &linked, on, &mut tracer);
        let decision = decide(self, &device, &mut tracer);
        Trace::new(&device, tracer, &decision)
    }
}

fn decide<'p>(policy: &'p Policy, device: &Device<'_>, recorder: &mut impl Recorder<'p>) -> Decision<'p> {
    let mut profiled = Profiled::default();
    let placing = conclude(policy, device, &mut profiled, recorder);
    let stamp = placing.stamp;
    let described_on = if placing.outcome.is_ok() { stamp } else { device.current };
    let description = &profiled.on(policy, device, described_on, &mut Silent).description;
    let name = |stamp| policy.stamp_name(stamp);
    let outcome = match placing.outcome {
        Ok(how) => {
            Outcome::Answered { how, stamp: stamp.map(name), answer: answer(policy, device, stamp, description) }
        }
        Err(refusal) => Outcome::Refused(refusal),
    };
    Decision {
        current_stamp: device.current.map(name),
        attributes: attributes(policy, description),
        pin: placing.pin,
        fallback: placing.fallback,
        circle: placing.circle,
        moves: placing.moves,
        outcome,
    }
}

fn attributes<'p>(policy: &'p Policy, description: &Description) -> Vec<Described<'p>> {
    let attributes = policy.attributes.iter().enumerate().map(|(id, attribute)| {
        let described = description.described(AttributeId(id));
        Described {
            attribute: attribute.name.as_str(),
            value: described.and_then(|described| attribute.value_name(described.value)).map(|name| name.as_str()),
            rule: described.and_then(|described| attribute.rules.get(described.rule)).map(|rule| &*rule.name),
        }
    });
    attributes.collect()
}
