use std::hash::Hasher as _;

use siphasher::sip::SipHasher24;

use super::describe::Description;
use super::request::Allocation;
use super::stamps::{Geo, STAMPS, Stamp, State};

/// What happens to a device.
pub(crate) enum Outcome {
    /// DPS would take no other hub than the current one.
    Forced,
    /// It belongs on this stamp.
    Found(&'static Stamp),
    /// No stamp may have it; the reason.
    Refused(&'static str),
}

/// The position of a device on the scale of a name, 0 to 99,999 thousandths of a percent.
pub(crate) fn cohort(name: &str, id: &str) -> u64 {
    draw(name, id, 100_000)
}

/// A number below `end`, always the same for a name and a device.
fn draw(name: &str, id: &str, end: u64) -> u64 {
    let mut hasher = SipHasher24::new_with_key(b"contoso-fleet-1\0");
    hasher.write(&(name.len() as u64).to_le_bytes());
    hasher.write(name.as_bytes());
    hasher.write(id.as_bytes());
    ((u128::from(hasher.finish()) * u128::from(end)) >> 64).try_into().unwrap_or_default()
}

/// A device that looks for its stamp.
struct Search<'a> {
    request: &'a Allocation,
    id: &'a str,
    device: &'a Description,
    current: Option<&'static Stamp>,
    /// An AP device may be put up in the US.
    in_us: Option<Description>,
}

/// Decides where a device belongs.
pub(crate) fn place(request: &Allocation, id: &str, device: &Description, current: Option<&'static Stamp>) -> Outcome {
    let hub = request.current_hub();
    let is_only = request.linked_hubs.iter().all(|linked| linked.eq_ignore_ascii_case(hub));
    if request.linked(hub).is_some() && (is_only || !request.may_change_hub()) {
        return Outcome::Forced;
    }
    let in_us = (device.geo == Geo::Ap).then_some(Description { geo: Geo::Us, ..*device });
    let search = Search { request, id, device, current, in_us };
    if let Some(pinned) = search.pinned() {
        return Outcome::Found(pinned);
    }
    match search.stay_or_place() {
        Some(found) => Outcome::Found(search.moved(found)),
        None => search.keep_or_refuse(),
    }
}

impl Search<'_> {
    fn pinned(&self) -> Option<&'static Stamp> {
        let pin = if matches!(self.id, "bench-01" | "bench-02" | "bench-07") {
            "eu-9"
        } else if self.id.starts_with("fabrikam-") || self.request.text_tag("customer") == Some("fabrikam") {
            "fabrikam"
        } else {
            return None;
        };
        Stamp::named(pin).filter(|stamp| self.may_have(stamp) && takes_by_order(stamp))
    }

    fn is_linked(&self, stamp: &Stamp) -> bool {
        let is_here = self.current.is_some_and(|current| current.is(stamp));
        self.request.linked(stamp.hub).is_some() || is_here && self.request.linked(self.request.current_hub()).is_some()
    }

    fn is_allowed(&self, stamp: &Stamp) -> bool {
        let resides_in_eu = self.request.group() == "contoso-eu" || self.request.text_tag("residency") == Some("eu");
        let is_in_eu = matches!(stamp.region, "westeurope" | "northeurope" | "germanywestcentral");
        let is_customers = self.request.tag("customer").is_some_and(|customer| !customer.is_null());
        (!resides_in_eu || is_in_eu) && !(is_customers && stamp.name == "test-1")
    }

    fn may_have(&self, stamp: &Stamp) -> bool {
        self.is_linked(stamp) && self.is_allowed(stamp)
    }

    /// The stamps that serve the device, and then those that may where none of these takes it.
    fn tiers(&self) -> impl Iterator<Item = Vec<&'static Stamp>> {
        let tier = |device: &Description| {
            STAMPS.iter().filter(|stamp| stamp.serves(device) && self.may_have(stamp)).collect::<Vec<_>>()
        };
        [Some(self.device), self.in_us.as_ref()].into_iter().flatten().map(tier)
    }

    fn stay_or_place(&self) -> Option<&'static Stamp> {
        let stays = |stamp: &&Stamp| stamp.state != State::Down && self.tiers().flatten().any(|other| other.is(stamp));
        self.current.filter(stays).or_else(|| {
            let open = |tier: Vec<&'static Stamp>| tier.into_iter().filter(|stamp| stamp.state == State::Open);
            self.tiers().find_map(|tier| self.pick("", open(tier).map(|stamp| (stamp, stamp.weight)).collect()))
        })
    }

    /// One of several by weight.
    fn pick(&self, name: &str, stamps: Vec<(&'static Stamp, u64)>) -> Option<&'static Stamp> {
        let mut drawn = draw(name, self.id, stamps.iter().map(|(_, weight)| weight).sum());
        stamps.into_iter().find_map(|(stamp, weight)| match drawn.checked_sub(weight) {
            Some(rest) => {
                drawn = rest;
                None
            }
            None => Some(stamp),
        })
    }

    /// The standing moves, first to last.
    fn moved(&self, found: &'static Stamp) -> &'static Stamp {
        let mut stamp = found;
        let target = |name: &'static str, weight| self.target(name).map(|stamp| (stamp, weight));
        if stamp.name == "eu-1" && cohort("relief-1", self.id) < 10_000 {
            let targets = [target("eu-2", 3), target("eu-3", 1)].into_iter().flatten().collect();
            stamp = self.pick("relieve eu-1", targets).unwrap_or(stamp);
        }
        if stamp.name == "eu-2" && cohort("eu-3-share", self.id) < 50_000 {
            let both = [Some((stamp, stamp.weight)), target("eu-3", 50_000)].into_iter().flatten().collect();
            stamp = self.pick("eu-3 gets its share", both).unwrap_or(stamp);
        }
        if matches!(stamp.region, "eastus" | "westus2") {
            stamp = self.target("ap-2").unwrap_or(stamp);
        }
        if stamp.name == "us-2" && cohort("leave-westus2", self.id) < 50_000 {
            let others = self.tiers().find(|tier| tier.iter().any(|other| other.is(stamp))).into_iter().flatten();
            let others = others.filter(|other| !other.is(stamp) && takes_by_order(other));
            stamp = self.pick("leave westus2", others.map(|other| (other, other.weight)).collect()).unwrap_or(stamp);
        }
        stamp
    }

    fn target(&self, name: &str) -> Option<&'static Stamp> {
        self.tiers().flatten().find(|stamp| stamp.name == name && takes_by_order(stamp))
    }

    fn keep_or_refuse(&self) -> Outcome {
        if let Some(current) = self.current.filter(|stamp| stamp.state != State::Down && self.may_have(stamp)) {
            return Outcome::Found(current);
        }
        let serve = || {
            let devices = [Some(self.device), self.in_us.as_ref()];
            devices.into_iter().flatten().flat_map(|device| STAMPS.iter().filter(|stamp| stamp.serves(device)))
        };
        Outcome::Refused(if serve().next().is_none() {
            "not-served"
        } else if !serve().any(|stamp| self.is_allowed(stamp)) {
            "forbidden"
        } else if !serve().any(|stamp| self.may_have(stamp)) {
            "not-linked"
        } else {
            "none-open"
        })
    }
}

fn takes_by_order(stamp: &Stamp) -> bool {
    matches!(stamp.state, State::Open | State::Reserved)
}
