//! Refusals: why no stamp was found.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::device::Device;
use crate::policy::Policy;
use crate::profile::{Profile, Profiled};
use crate::recorder::Silent;

/// Why a device gets no stamp.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Refusal {
    /// An attribute that stamps serve has no value.
    NoValue,
    /// No stamp serves such a device.
    NotServed,
    /// Guarantees forbid every stamp that serves it.
    Forbidden,
    /// None of the stamps that are allowed is linked.
    NotLinked,
    /// None of the stamps that it may be on is open.
    NoneOpen,
}

impl Refusal {
    /// All refusals, in the order in which they are looked for.
    pub const ALL: [Self; 5] = [Self::NoValue, Self::NotServed, Self::Forbidden, Self::NotLinked, Self::NoneOpen];

    /// Its stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoValue => "no-value",
            Self::NotServed => "not-served",
            Self::Forbidden => "forbidden",
            Self::NotLinked => "not-linked",
            Self::NoneOpen => "none-open",
        }
    }

    /// The HTTP status: 503, which DPS retries, for what may be right in a minute; 422, which is final, for what will
    /// not (contract, section 2).
    pub fn status(self) -> u16 {
        match self {
            Self::NoneOpen => 503,
            _ => 422,
        }
    }

    /// What it means, as a sentence without full stop.
    pub fn message(self) -> &'static str {
        match self {
            Self::NoValue => "an attribute that stamps serve has no value for this device",
            Self::NotServed => "no stamp serves such a device",
            Self::Forbidden => "guarantees forbid every stamp that serves this device",
            Self::NotLinked => "no stamp that this device may be on is linked to the enrollment",
            Self::NoneOpen => "no stamp that this device may be on takes devices now",
        }
    }

    /// The reason in the first round's tiers, before any stamp is taken out of them.
    pub(crate) fn of<'p>(policy: &'p Policy, device: &Device<'_>, profiled: &mut Profiled<'p>) -> Self {
        let Profile { description, tiers } = profiled.on(policy, device, device.current, &mut Silent);
        if policy.placing().any(|attribute| description.value(attribute).is_none()) {
            return Self::NoValue;
        }
        if !tiers.any_of(&policy.index.all) {
            Self::NotServed
        } else if !tiers.any_of(&device.allowed) {
            Self::Forbidden
        } else if !tiers.any_of(&device.may_be_on(device.current)) {
            Self::NotLinked
        } else {
            Self::NoneOpen
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
