//! What a fleet is like: how many devices, which fields they have, with which values.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use dps::{EnrollmentKind, Object};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use serde_json::Value;

use super::member::Member;
use super::unreadable::Unreadable;

/// The most values of a field that are told apart. Of a field with more only their number is not known.
pub const VALUES: usize = 1_000;

/// The most places of twins and payloads that are told apart.
const PLACES: usize = 256;

/// The most of unreadable lines and of names given twice that are kept to be shown.
pub const SHOWN: usize = 10;

/// What the devices of a fleet, or of a part of it, are like. Parts add up, in whatever order, to the same.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Lines that are devices.
    pub lines: u64,
    /// Devices, each line counted as often as it says.
    pub devices: u64,
    /// Lines that are no devices.
    pub unreadable: u64,
    /// The first of these.
    pub examples: BTreeSet<Unreadable>,
    /// Lines whose registration ID a line before has too.
    pub repeated: u64,
    /// The registration IDs that stand on several lines, the first of them by the alphabet.
    pub twice: BTreeSet<String>,
    fields: HashMap<String, Values, FxBuildHasher>,
    places: usize,
    crowded: bool,
}

/// What devices have in a field.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Devices that have something in it.
    pub devices: u64,
    /// Devices by what they have; none where these are too many to be told apart.
    counts: Option<HashMap<String, u64, FxBuildHasher>>,
    many: bool,
}

impl Summary {
    /// Adds a line that is a device; `repeated` says whether a line before has its name.
    pub fn add(&mut self, member: &Member, repeated: bool) {
        self.lines += 1;
        self.devices += member.weight;
        if repeated {
            self.repeated += 1;
            keep_first(&mut self.twice, member.request.registration_id.as_str().to_owned(), SHOWN);
        }
        self.add_fields(member);
    }

    /// Adds a line that is none.
    pub fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.unreadable += 1;
        keep_first(&mut self.examples, unreadable, SHOWN);
    }

    /// Adds what another part is like.
    pub fn merge(&mut self, other: Self) {
        self.lines += other.lines;
        self.devices += other.devices;
        self.unreadable += other.unreadable;
        self.repeated += other.repeated;
        other.examples.into_iter().for_each(|example| keep_first(&mut self.examples, example, SHOWN));
        other.twice.into_iter().for_each(|name| keep_first(&mut self.twice, name, SHOWN));
        self.crowded |= other.crowded;
        for (name, values) in other.fields {
            self.field(&name).merge(values);
        }
    }

    /// The fields that devices have something in, by name.
    pub fn fields(&self) -> BTreeMap<&str, &Values> {
        let told = |name: &str| !self.crowded || !name.is_empty() && !name.contains('/');
        self.fields.iter().map(|(name, values)| (name.as_str(), values)).filter(|(name, _)| told(name)).collect()
    }

    /// Whether there are more places in twins and payloads than are told apart, so that none is among the fields.
    pub fn is_crowded(&self) -> bool {
        self.crowded
    }

    /// The devices on each hub.
    pub fn current_hubs(&self) -> Option<&Values> {
        self.fields.get("currentIotHubHostName")
    }

    fn add_fields(&mut self, member: &Member) {
        let (request, weight) = (&member.request, member.weight);
        let enrollment = &request.enrollment;
        if let Some(hub) = &request.current_hub {
            self.count("currentIotHubHostName", &hub.to_ascii_lowercase(), weight);
        }
        match &enrollment.kind {
            EnrollmentKind::Group { name } => {
                self.count("enrollmentGroupId", name.as_deref().unwrap_or_default(), weight);
            }
            EnrollmentKind::Individual => self.count("individualEnrollment", "true", weight),
        }
        self.count("attestation", super::write::word(enrollment.attestation), weight);
        if enrollment.iot_edge == Some(true) {
            self.count("iotEdge", "true", weight);
        }
        if enrollment.update_hub_assignment == Some(false) {
            self.count("neverReprovision", "true", weight);
        }
        if request.linked_hubs.iter().next().is_some() {
            let hubs: Vec<&str> = request.linked_hubs.iter().collect();
            self.count("linkedHubs", &hubs.join(" "), weight);
        }
        for (document, object) in [("twin", &enrollment.initial_twin), ("payload", &request.payload)] {
            if let Some(object) = object {
                self.walk(&mut String::from(document), object, weight);
            }
        }
    }

    /// Counts every value of an object that holds no others.
    fn walk(&mut self, path: &mut String, object: &Object, weight: u64) {
        for (key, value) in object {
            let length = path.len();
            path.push('/');
            path.push_str(&key.replace('~', "~0").replace('/', "~1"));
            match value {
                Value::Null => {}
                Value::String(text) => self.count(path, text, weight),
                Value::Object(inner) => self.walk(path, inner, weight),
                other => self.count(path, &alloc::format!("{other}"), weight),
            }
            path.truncate(length);
        }
    }

    fn count(&mut self, field: &str, value: &str, weight: u64) {
        self.field(field).count(value, weight);
    }

    fn field(&mut self, name: &str) -> &mut Values {
        if !self.fields.contains_key(name) {
            let place = name.contains('/');
            self.places += usize::from(place);
            if place && self.places > PLACES {
                self.crowded = true;
                // They are counted under no name, which is not shown.
                return self.fields.entry(String::new()).or_default();
            }
        }
        self.fields.entry_ref(name).or_default()
    }
}

impl Values {
    fn count(&mut self, value: &str, weight: u64) {
        self.devices += weight;
        if self.many {
            return;
        }
        let counts = self.counts.get_or_insert_default();
        *counts.entry_ref(value).or_default() += weight;
        self.limit();
    }

    fn merge(&mut self, other: Self) {
        self.devices += other.devices;
        self.many |= other.many;
        let counts = self.counts.get_or_insert_default();
        for (value, devices) in other.counts.into_iter().flatten() {
            *counts.entry(value).or_default() += devices;
        }
        self.limit();
    }

    /// Whether a field has too many values depends on the fleet alone, and on no order.
    fn limit(&mut self) {
        self.many |= self.counts.as_ref().is_some_and(|counts| counts.len() > VALUES);
        if self.many {
            self.counts = None;
        }
    }

    /// The values with their devices, the most frequent first; none where they are more than [`VALUES`].
    pub fn frequent(&self) -> Option<Vec<(&str, u64)>> {
        if self.many {
            return None;
        }
        let counts = self.counts.iter().flatten();
        let mut values: Vec<(&str, u64)> = counts.map(|(value, devices)| (value.as_str(), *devices)).collect();
        values.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
        Some(values)
    }
}

/// Keeps the first of them alone, so many at most.
pub(crate) fn keep_first<T: Ord>(kept: &mut BTreeSet<T>, one: T, most: usize) {
    kept.insert(one);
    if kept.len() > most {
        kept.pop_last();
    }
}
