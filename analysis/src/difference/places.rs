//! Where a device can be, as two policies see it.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use placement::{Placing, Policy, StampId};

/// Where a device is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// On a stamp: its number among those of both policies.
    Stamp(usize),
    /// On a hub that is none of the policies'.
    OtherHub,
    /// On no hub: it is new, or refused.
    Nowhere,
}

/// A stamp of either policy or of both. The same name is the same stamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedOn {
    /// Its name.
    pub name: String,
    /// Its number in the old policy.
    pub old: Option<StampId>,
    /// Its number in the new one.
    pub new: Option<StampId>,
    /// The name that it had in the old one, if that was another: its hub is the same.
    pub renamed: Option<String>,
}

/// The stamps of two policies: those of the new one in its order, then those of the old one alone.
#[derive(Clone, Debug)]
pub(crate) struct Places(pub(crate) Vec<PlacedOn>);

impl Places {
    pub(crate) fn of(old: &Policy, new: &Policy) -> Self {
        let named = |policy: &Policy, name: &str| {
            policy.stamp_ids().find(|id| policy.stamp(*id).is_some_and(|stamp| stamp.name.as_str() == name))
        };
        let placed =
            |name: &str| PlacedOn { name: name.into(), old: named(old, name), new: named(new, name), renamed: None };
        let news: Vec<PlacedOn> =
            new.stamps().iter().map(|stamp| renamed(placed(stamp.name.as_str()), old, new)).collect();
        let is_gone = |id: &StampId| news.iter().all(|stamp| stamp.old != Some(*id));
        let gone = old.stamp_ids().filter(is_gone).filter_map(|id| Some(placed(old.stamp(id)?.name.as_str())));
        let gone: Vec<PlacedOn> = gone.collect();
        Self(news.into_iter().chain(gone).collect())
    }

    /// For each stamp of a policy, where a device on it is.
    pub(crate) fn by_stamp(&self, policy: &Policy) -> Vec<Place> {
        let is_named = |stamp: &PlacedOn, name: &str| stamp.name == name || stamp.renamed.as_deref() == Some(name);
        let place =
            |name: &str| self.0.iter().position(|stamp| is_named(stamp, name)).map_or(Place::OtherHub, Place::Stamp);
        policy.stamps().iter().map(|stamp| place(stamp.name.as_str())).collect()
    }
}

/// A stamp of the new policy; under another name it is one of the old policy's if that has its hub and no stamp of the new
/// one has that name. No device notices the name.
fn renamed(stamp: PlacedOn, old: &Policy, new: &Policy) -> PlacedOn {
    let hub = stamp.new.and_then(|id| new.stamp(id)).map(|stamp| stamp.hub.as_str());
    let before = hub.filter(|_| stamp.old.is_none()).and_then(|hub| {
        old.stamp_ids().find(|id| old.stamp(*id).is_some_and(|before| before.hub.as_str().eq_ignore_ascii_case(hub)))
    });
    let name = before.and_then(|id| old.stamp(id)).map(|before| before.name.as_str());
    match name.filter(|name| new.stamps().iter().all(|other| other.name.as_str() != *name)) {
        Some(name) => PlacedOn { old: before, renamed: Some(name.into()), ..stamp },
        None => stamp,
    }
}

impl Place {
    /// It for a device that stands here. One that is forced to stay on a hub that is no stamp's is where it stands.
    pub(crate) fn for_one_on(self, stands: Self) -> Self {
        if self == Self::OtherHub { stands } else { self }
    }
}

/// Where a decision puts a device.
pub(crate) fn put(by_stamp: &[Place], placing: &Placing<'_>) -> Place {
    match (&placing.outcome, placing.stamp) {
        (Err(_), _) => Place::Nowhere,
        (Ok(_), Some(stamp)) => by_stamp.get(stamp.index()).copied().unwrap_or(Place::OtherHub),
        (Ok(_), None) => Place::OtherHub,
    }
}

/// Devices by where they were and where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matrix {
    stamps: usize,
    devices: Vec<u64>,
}

/// Devices that go from one place to another, or stay where they are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Flow {
    /// Where they are before.
    pub from: Place,
    /// Where they are after.
    pub to: Place,
    /// How many they are.
    pub devices: u64,
}

impl Flow {
    /// Whether they are on another hub afterwards: neither placed nor refused nor where they were.
    pub fn is_move(&self) -> bool {
        self.from != self.to && self.from != Place::Nowhere && self.to != Place::Nowhere
    }
}

/// The places that are no stamps.
const OTHERS: usize = 2;

impl Matrix {
    pub(crate) fn new(stamps: usize) -> Self {
        Self { stamps, devices: vec![0; (stamps + OTHERS) * (stamps + OTHERS)] }
    }

    fn number(&self, place: Place) -> usize {
        match place {
            Place::Stamp(stamp) => stamp,
            Place::OtherHub => self.stamps,
            Place::Nowhere => self.stamps + 1,
        }
    }

    fn place(&self, number: usize) -> Place {
        match number.checked_sub(self.stamps) {
            None => Place::Stamp(number),
            Some(0) => Place::OtherHub,
            Some(_) => Place::Nowhere,
        }
    }

    pub(crate) fn add(&mut self, from: Place, to: Place, devices: u64) {
        let at = self.number(from) * (self.stamps + OTHERS) + self.number(to);
        self.devices.get_mut(at).into_iter().for_each(|count| *count += devices);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.devices.iter_mut().zip(&other.devices).for_each(|(count, other)| *count += other);
    }

    /// The flows that there are, by the order of places.
    pub(crate) fn flows(&self) -> impl Iterator<Item = Flow> + '_ {
        let size = self.stamps + OTHERS;
        let all = self.devices.iter().enumerate().filter(|(_, devices)| **devices > 0);
        all.map(move |(at, devices)| Flow { from: self.place(at / size), to: self.place(at % size), devices: *devices })
    }
}
