//! What was asked for, put together: the stamps, and whom they take.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use dps::HubName;
use placement::Name;

use super::azure::region;
use super::{Asked, LinkedHub, Problem, Start};

/// What ends the host name of a hub that is named by its first part.
const DOMAIN: &str = ".azure-devices.net";

/// The weight in DPS of a linked hub that has none of its own.
const WEIGHT: u32 = 1;

/// The policy that is to be written.
pub(super) struct Plan<'a> {
    pub(super) name: &'a str,
    pub(super) random: &'a str,
    pub(super) geographies: Vec<&'a str>,
    pub(super) stamps: Vec<Stamp<'a>>,
}

/// A stamp that is to be written.
pub(super) struct Stamp<'a> {
    pub(super) name: String,
    pub(super) hub: HubName,
    /// Its capacity, if somebody said it.
    pub(super) capacity: Option<u32>,
    pub(super) weight: Option<u32>,
    pub(super) region: Option<&'a str>,
    /// Whether it is open; else it is reserved.
    pub(super) is_open: bool,
    /// The geographies that it is for; every one where it names none.
    pub(super) geographies: Vec<&'a str>,
}

impl<'a> Plan<'a> {
    pub(super) fn of(start: &Start<'a>) -> Result<Self, Problem> {
        let geographies = start.geographies.iter().map(|geography| geography.name.as_str()).collect::<Vec<_>>();
        check_names(start.name, &geographies)?;
        let mut plan = Self { name: start.name, random: start.random, geographies, stamps: Vec::new() };
        for linked in start.linked {
            plan.with_stamp(linked.host.clone(), |stamp| {
                (stamp.weight, stamp.is_open) = (linked.weight, linked.takes);
                stamp.region = linked.region.as_deref();
            });
        }
        for geography in start.geographies {
            for asked in &geography.places {
                plan.add(asked, Some(&geography.name), start.linked)?;
            }
        }
        for asked in start.hubs {
            plan.add(asked, None, start.linked)?;
        }
        if plan.stamps.is_empty() {
            return Err(Problem::NoHub);
        }
        plan.settle(start.capacity);
        Ok(plan)
    }

    /// The stamps that serve a geography; where there are none, all.
    pub(super) fn serving(&self, geography: Option<&str>) -> impl Iterator<Item = &Stamp<'a>> {
        self.stamps.iter().filter(move |stamp| {
            let named = |geography| stamp.geographies.is_empty() || stamp.geographies.contains(&geography);
            geography.is_none_or(named)
        })
    }

    /// Makes stamps of what was asked for: of the linked hubs in a region, or of one hub.
    fn add(&mut self, asked: &Asked, geography: Option<&'a str>, linked: &'a [LinkedHub]) -> Result<(), Problem> {
        let in_region = linked.iter().filter(|hub| hub.region.is_some() && hub.region == region(&asked.place));
        let mut hubs: Vec<HubName> = in_region.map(|hub| hub.host.clone()).collect();
        if hubs.is_empty() {
            hubs.push(hub(&asked.place, linked)?);
        }
        for hub in hubs {
            self.with_stamp(hub, |stamp| {
                stamp.capacity = asked.capacity.or(stamp.capacity);
                stamp.geographies.extend(geography.filter(|geography| !stamp.geographies.contains(geography)));
            });
        }
        Ok(())
    }

    /// Changes the stamp of a hub, which is made if there is none.
    fn with_stamp(&mut self, hub: HubName, change: impl FnOnce(&mut Stamp<'a>)) {
        if let Some(stamp) = self.stamps.iter_mut().find(|stamp| stamp.hub == hub) {
            return change(stamp);
        }
        let mut stamp = Stamp {
            name: String::new(),
            hub,
            capacity: None,
            weight: None,
            region: None,
            is_open: true,
            geographies: Vec::new(),
        };
        change(&mut stamp);
        self.stamps.push(stamp);
    }

    /// What can be said of a stamp only where all are known.
    fn settle(&mut self, capacity: Option<u32>) {
        let geographies = &self.geographies;
        let rank = |stamp: &Stamp<'a>| geographies.iter().position(|name| stamp.geographies.first() == Some(name));
        self.stamps.sort_by_key(|stamp| rank(stamp).unwrap_or(geographies.len()));
        let weighs = self.stamps.iter().any(|stamp| stamp.weight.is_some());
        let mut names: Vec<String> = Vec::new();
        for stamp in &mut self.stamps {
            stamp.capacity = stamp.capacity.or(capacity);
            if weighs {
                stamp.weight = stamp.weight.or(Some(WEIGHT));
            }
            stamp.name = name_of(&stamp.hub, self.name, &names);
            names.push(stamp.name.clone());
        }
    }
}

/// The hub of this host name, or of this first part of one. Where linked hubs are known, a first part is one of theirs:
/// a region that none of them is in must not be taken for a hub.
fn hub(place: &str, linked: &[LinkedHub]) -> Result<HubName, Problem> {
    let is_short_for = |hub: &&LinkedHub| label(&hub.host).eq_ignore_ascii_case(place);
    if let Some(hub) = linked.iter().find(is_short_for) {
        return Ok(hub.host.clone());
    }
    if !linked.is_empty() && !place.contains('.') {
        return Err(Problem::NotLinked { place: place.to_owned() });
    }
    let host = if place.contains('.') { place.to_owned() } else { format!("{place}{DOMAIN}") };
    HubName::parse(&host).map_err(|error| Problem::Hub { hub: host, error })
}

fn check_names(policy: &str, geographies: &[&str]) -> Result<(), Problem> {
    for name in [policy].iter().chain(geographies) {
        Name::parse(name).map_err(|error| Problem::Name { name: name.to_string(), error })?;
    }
    for (at, name) in geographies.iter().enumerate() {
        if geographies.iter().skip(at + 1).any(|other| other == name) {
            return Err(Problem::Twice { name: name.to_string() });
        }
    }
    Ok(())
}

/// The first part of a host name.
fn label(hub: &HubName) -> &str {
    hub.as_str().split('.').next().unwrap_or_default()
}

/// A stamp is named as its hub, without the policy's name before it: `eu-1` for `contoso-eu-1` of `contoso`. The letter
/// `s` makes a name of what would be none.
fn name_of(hub: &HubName, policy: &str, taken: &[String]) -> String {
    let label = label(hub).to_lowercase();
    let own = label.strip_prefix(policy).and_then(|rest| rest.strip_prefix('-')).unwrap_or(&label);
    let name = if Name::parse(own).is_ok() { own.to_owned() } else { format!("s{own}") };
    let others = (2..).map(|number| format!("{name}-{number}"));
    [name.clone()].into_iter().chain(others).find(|name| !taken.contains(name)).unwrap_or(name)
}
