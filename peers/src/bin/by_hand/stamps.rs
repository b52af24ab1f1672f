use std::fmt;

use super::describe::{Description, Lifecycle, Release};

/// Where a device is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Geo {
    Eu,
    Us,
    Ap,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Reserved,
    Closed,
    Down,
}

pub(crate) struct Stamp {
    pub(crate) name: &'static str,
    pub(crate) hub: &'static str,
    pub(crate) former_hub: Option<&'static str>,
    pub(crate) weight: u64,
    pub(crate) state: State,
    pub(crate) region: &'static str,
    pub(crate) application: Option<&'static str>,
    /// The one geography that it serves, if it is one.
    pub(crate) geo: Option<Geo>,
    serves: fn(&Description) -> bool,
}

impl Stamp {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        STAMPS.iter().find(|stamp| stamp.name == name)
    }

    pub(crate) fn of_hub(hub: &str) -> Option<&'static Self> {
        let is = |own: &str| own.eq_ignore_ascii_case(hub);
        STAMPS.iter().find(|stamp| is(stamp.hub) || stamp.former_hub.is_some_and(is))
    }

    pub(crate) fn serves(&self, device: &Description) -> bool {
        (self.serves)(device)
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Display for Geo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Eu => "eu",
            Self::Us => "us",
            Self::Ap => "ap",
        })
    }
}

const OPEN: Stamp = Stamp {
    name: "",
    hub: "",
    former_hub: None,
    weight: 0,
    state: State::Open,
    region: "",
    application: None,
    geo: None,
    serves: |_| false,
};

fn produces(device: &Description, geo: Geo, release: Release) -> bool {
    device.lifecycle == Lifecycle::Production && device.geo == geo && device.release == release
}

fn is_eu_4_1(device: &Description) -> bool {
    produces(device, Geo::Eu, Release::R4_1)
}

fn is_us_4_1(device: &Description) -> bool {
    produces(device, Geo::Us, Release::R4_1)
}

fn is_ap_4_1(device: &Description) -> bool {
    produces(device, Geo::Ap, Release::R4_1)
}

const EU: Stamp = Stamp { geo: Some(Geo::Eu), serves: is_eu_4_1, ..OPEN };
const US: Stamp = Stamp { geo: Some(Geo::Us), serves: is_us_4_1, ..OPEN };
const AP: Stamp = Stamp { geo: Some(Geo::Ap), serves: is_ap_4_1, ..OPEN };

pub(crate) static STAMPS: [Stamp; 13] = [
    Stamp {
        name: "eu-0",
        hub: "contoso-eu-0.azure-devices.net",
        weight: 20_000,
        state: State::Down,
        region: "westeurope",
        ..EU
    },
    Stamp {
        name: "eu-1",
        hub: "contoso-eu-1.azure-devices.net",
        weight: 100_000,
        region: "westeurope",
        application: Some("https://eu-1.contoso.example"),
        ..EU
    },
    Stamp {
        name: "eu-2",
        hub: "contoso-eu-2.azure-devices.net",
        weight: 50_000,
        region: "northeurope",
        application: Some("https://eu-2.contoso.example"),
        ..EU
    },
    Stamp {
        name: "eu-3",
        hub: "contoso-eu-3.azure-devices.net",
        weight: 50_000,
        state: State::Reserved,
        region: "germanywestcentral",
        application: Some("https://eu-3.contoso.example"),
        ..EU
    },
    Stamp {
        name: "eu-4",
        hub: "contoso-eu-4.azure-devices.net",
        weight: 20_000,
        state: State::Closed,
        region: "northeurope",
        application: Some("https://eu-4.contoso.example"),
        ..EU
    },
    Stamp {
        name: "eu-9",
        hub: "contoso-eu-9.azure-devices.net",
        weight: 10_000,
        region: "northeurope",
        application: Some("https://eu-9.contoso.example"),
        serves: |device| produces(device, Geo::Eu, Release::R4_2),
        ..EU
    },
    Stamp {
        name: "fabrikam",
        hub: "contoso-fabrikam.azure-devices.net",
        weight: 5_000,
        state: State::Reserved,
        region: "germanywestcentral",
        application: Some("https://fabrikam.contoso.example"),
        serves: |device| device.geo == Geo::Eu,
        ..EU
    },
    Stamp {
        name: "us-1",
        hub: "contoso-us-1b.azure-devices.net",
        former_hub: Some("contoso-us-1.azure-devices.net"),
        weight: 100_000,
        region: "eastus",
        application: Some("https://us-1.contoso.example"),
        ..US
    },
    Stamp {
        name: "us-2",
        hub: "contoso-us-2.azure-devices.net",
        weight: 50_000,
        region: "westus2",
        application: Some("https://us-2.contoso.example"),
        ..US
    },
    Stamp {
        name: "us-9",
        hub: "contoso-us-9.azure-devices.net",
        weight: 10_000,
        region: "centralus",
        application: Some("https://us-9.contoso.example"),
        serves: |device| produces(device, Geo::Us, Release::R4_2),
        ..US
    },
    Stamp {
        name: "ap-1",
        hub: "contoso-ap-1.azure-devices.net",
        weight: 50_000,
        state: State::Down,
        region: "southeastasia",
        application: Some("https://ap-1.contoso.example"),
        ..AP
    },
    Stamp {
        name: "ap-2",
        hub: "contoso-ap-2.azure-devices.net",
        weight: 20_000,
        region: "japaneast",
        application: Some("https://ap-2.contoso.example"),
        ..AP
    },
    Stamp {
        name: "test-1",
        hub: "contoso-test-1.azure-devices.net",
        weight: 1_000,
        region: "westeurope",
        serves: |device| device.lifecycle == Lifecycle::Test,
        ..OPEN
    },
];
