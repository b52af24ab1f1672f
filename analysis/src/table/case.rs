use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{Refusal, State};
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::{Share, Shares};

/// A case: devices that the policy treats alike, but for what the hash prefers and for moves.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Case {
    /// The pin that decides; it looks at no attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// What is described, for each attribute of the table; several values where it makes no difference which.
    pub values: Vec<Vec<Value>>,
    /// The rules that give the values, by attribute.
    pub rules: BTreeMap<String, Vec<String>>,
    /// The shares of devices that cohorts put into this case, of those that are alike otherwise and of whom some are.
    pub share: Shares,
    /// The tiers, without stamps that guarantees forbid.
    pub tiers: Vec<Tier>,
    /// Guarantees that forbid stamps of the tiers.
    pub guarantees: Vec<String>,
    /// What becomes of a new device, before any move.
    pub new: NewDevice,
    /// Whom moves move on from where they would be, stamp by stamp.
    pub moves: Vec<MovedOn>,
    /// The stamps on which a device stays that is there already, unless a move takes it on.
    pub stays: Vec<String>,
    /// The body of a request of this case; none where none was found.
    pub example: Option<Json>,
}

/// The value of an attribute, or none.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// This.
    Is(String),
    /// None.
    None,
}

impl core::fmt::Display for Value {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Is(value) => value,
            Self::None => "(none)",
        })
    }
}

/// A tier of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Tier {
    /// The fallback that makes it; none for the first.
    pub fallback: Option<String>,
    /// Its stamps.
    pub stamps: Vec<Place>,
}

/// A stamp and its state.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Place {
    /// The stamp.
    pub stamp: String,
    /// Its state.
    #[serde(serialize_with = "word")]
    pub state: State,
}

fn word<S: Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(state.word())
}

/// What becomes of a new device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NewDevice {
    /// It is pinned to this stamp.
    Pinned(String),
    /// It is placed on one of these.
    Placed(Vec<Candidate>),
    /// It is refused for this reason.
    Refused(Refusal),
    /// No new device is of this case: a rule reads the stamp that a device is on, or a pin holds devices on a stamp that
    /// is closed.
    None,
}

/// A stamp that a device may be placed on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Candidate {
    /// The stamp.
    pub stamp: String,
    /// Its share of such devices, by weight.
    pub share: Share,
}

/// Devices that a move moves on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MovedOn {
    /// The move.
    #[serde(rename = "move")]
    pub name: String,
    /// The stamp that they would be on.
    pub from: String,
    /// The stamps that they may go to.
    pub to: Vec<String>,
    /// Whether only those go whom the hash prefers there.
    pub preferred: bool,
    /// The share of those on `from` that it is for.
    pub share: Share,
}

impl Case {
    /// Whether the two come to the same, and differ in the values of one attribute alone.
    pub(super) fn merges_with(&self, other: &Self) -> bool {
        let differing = self.values.iter().zip(&other.values).filter(|(one, other)| one != other).count();
        let alike = |case: &Self| {
            (case.tiers.clone(), case.guarantees.clone(), case.new.clone(), case.moves.clone(), case.stays.clone())
        };
        differing <= 1
            && self.pin.is_none()
            && other.pin.is_none()
            && self.values.len() == other.values.len()
            && alike(self) == alike(other)
    }

    /// Takes in a case that [merges](Self::merges_with) with this one; the share is that of both.
    pub(super) fn absorb(&mut self, other: Self, share: Shares) {
        self.share = share;
        for (values, more) in self.values.iter_mut().zip(other.values) {
            values.extend(more.into_iter().filter(|value| !values.contains(value)).collect::<Vec<_>>());
        }
        for (attribute, rules) in other.rules {
            let known = self.rules.entry(attribute).or_default();
            known.extend(rules.into_iter().filter(|rule| !known.contains(rule)).collect::<Vec<_>>());
        }
    }
}
