//! A valid policy.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use dps::RegistrationId;

use crate::attribute::{Attribute, AttributeId, ValueId};
use crate::deciding::deciding;
use crate::description::Description;
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::hash::{Domain, HashKey};
use crate::hubs::{Hubs, Owner};
use crate::name::Name;
use crate::orders::{Fallback, Guarantee, Move, Pin};
use crate::stamp::Stamp;
use crate::stamp_set::{StampId, StampSet};
use crate::template::AnswerTemplate;

/// A valid policy: which stamp each device belongs to.
///
/// There is no way to make one but [`Policy::parse`], so what holds a policy can decide about every request.
#[derive(Clone)]
pub struct Policy {
    pub(crate) name: Name,
    pub(crate) revision: Option<Box<str>>,
    pub(crate) digest: Digest,
    pub(crate) key: HashKey,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) stamps: Vec<Stamp>,
    pub(crate) pins: Vec<Pin>,
    pub(crate) moves: Vec<Move>,
    pub(crate) fallbacks: Vec<Fallback>,
    pub(crate) guarantees: Vec<Guarantee>,
    pub(crate) answer: AnswerTemplate,
    pub(crate) index: Index,
}

/// What a text turned out to be.
#[derive(Debug)]
pub struct Checked {
    /// The policy.
    pub policy: Policy,
    /// What is worth a second look, in the order of the text.
    pub warnings: Vec<Diagnostic>,
}

/// What the decision looks up rather than searches.
#[derive(Clone)]
pub(crate) struct Index {
    /// All stamps.
    pub(crate) all: StampSet,
    /// Stamps that take new devices by placement.
    pub(crate) open: StampSet,
    /// Stamps that take devices by a move or a pin.
    pub(crate) taking: StampSet,
    /// For each attribute and value, the stamps that serve it; empty for attributes without `places`.
    pub(crate) serving: Vec<Vec<StampSet>>,
    /// For each attribute, whether it has a say in where a device goes.
    pub(crate) deciding: Vec<bool>,
    /// Whose each hub is.
    pub(crate) hubs: Hubs,
}

impl Index {
    pub(crate) fn new(attributes: &[Attribute], stamps: &[Stamp], moves: &[Move], fallbacks: &[Fallback]) -> Self {
        let that = |holds: &dyn Fn(&Stamp) -> bool| -> StampSet {
            stamps.iter().enumerate().filter(|(_, stamp)| holds(stamp)).map(|(id, _)| StampId(id)).collect()
        };
        let serving = attributes.iter().enumerate().map(|(attribute, described)| {
            let serves = |stamp: &Stamp, value| {
                stamp.serves.get(attribute).and_then(Option::as_ref).is_some_and(|served| served.contains(value))
            };
            (0..described.values.len()).map(|value| that(&|stamp| serves(stamp, ValueId(value)))).collect()
        });
        Self {
            all: StampSet::first(stamps.len()),
            open: that(&|stamp| stamp.state.places()),
            taking: that(&|stamp| stamp.state.takes()),
            serving: serving.collect(),
            deciding: deciding(attributes, moves, fallbacks),
            hubs: Hubs::of(stamps),
        }
    }
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// Everything that is wrong with it, and what is worth a second look, in the order of the text.
    pub fn parse(source: &str) -> Result<Checked, Vec<Diagnostic>> {
        crate::read::policy(source)
    }

    /// The policy's name.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Which edition of the policy this is.
    pub fn revision(&self) -> Option<&str> {
        self.revision.as_deref()
    }

    /// SHA-256 of the file in lower-case hexadecimal, as `sha256sum` prints it.
    pub fn digest(&self) -> &str {
        self.digest.as_str()
    }

    /// The key of its hashing.
    pub fn key(&self) -> &HashKey {
        &self.key
    }

    /// Its attributes, in file order.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The attribute of this number, if it is one of this policy's.
    pub fn attribute(&self, id: AttributeId) -> Option<&Attribute> {
        self.attributes.get(id.0)
    }

    /// Its stamps, in file order.
    pub fn stamps(&self) -> &[Stamp] {
        &self.stamps
    }

    /// Its pins, in file order.
    pub fn pins(&self) -> &[Pin] {
        &self.pins
    }

    /// Its moves, in file order.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// Its fallbacks, in file order.
    pub fn fallbacks(&self) -> &[Fallback] {
        &self.fallbacks
    }

    /// Its guarantees, in file order.
    pub fn guarantees(&self) -> &[Guarantee] {
        &self.guarantees
    }

    /// The stamp of a hub, present or former; letter case does not matter.
    pub fn stamp_of_hub(&self, hub: &str) -> Option<StampId> {
        self.owner(hub).map(|owner| owner.stamp)
    }

    /// Whose a hub is; letter case does not matter.
    pub(crate) fn owner(&self, hub: &str) -> Option<Owner> {
        self.index.hubs.owner(hub)
    }

    /// The numbers of its attributes, in file order.
    pub fn attribute_ids(&self) -> impl Iterator<Item = AttributeId> + use<> {
        (0..self.attributes.len()).map(AttributeId)
    }

    /// The numbers of its stamps, in file order.
    pub fn stamp_ids(&self) -> impl Iterator<Item = StampId> + use<> {
        (0..self.stamps.len()).map(StampId)
    }

    /// The stamp of this number, if it is one of this policy's.
    pub fn stamp(&self, id: StampId) -> Option<&Stamp> {
        self.stamps.get(id.0)
    }

    /// What stands for a registration ID in a log that hides it (`docs/hashing.md`, section 2, `mask`).
    pub fn mask(&self, id: &RegistrationId) -> u64 {
        self.key.hash(Domain::Mask, id.as_str())
    }

    /// The attributes that answers use, each once.
    pub fn answered_attributes(&self) -> BTreeSet<AttributeId> {
        self.answer.attributes()
    }

    /// The name of a stamp of this policy.
    pub(crate) fn stamp_name(&self, id: StampId) -> &str {
        self.stamp(id).map(|stamp| stamp.name.as_str()).unwrap_or_default()
    }

    /// The attributes that stamps serve.
    pub(crate) fn placing(&self) -> impl Iterator<Item = AttributeId> + '_ {
        self.attributes.iter().enumerate().filter(|(_, attribute)| attribute.places).map(|(id, _)| AttributeId(id))
    }

    /// The name of the value that a description has for an attribute.
    pub(crate) fn value_name(&self, attribute: AttributeId, description: &Description) -> Option<&str> {
        let value = description.value(attribute)?;
        self.attributes.get(attribute.0)?.value_name(value).map(Name::as_str)
    }
}

impl core::fmt::Debug for Policy {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let digest: String = self.digest().chars().take(12).collect();
        write!(f, "Policy({} {} {digest})", self.name(), self.revision().unwrap_or("-"))
    }
}
