use super::place::cohort;
use super::request::Allocation;
use super::stamps::{Geo, Stamp};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lifecycle {
    Test,
    Production,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Release {
    R4_1,
    R4_2,
}

/// What the rules say of a device.
pub(crate) struct Description {
    pub(crate) geo: Geo,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) family: Option<&'static str>,
    pub(crate) release: Release,
    pub(crate) trial: Option<&'static str>,
    pub(crate) support: &'static str,
}

impl Description {
    pub(crate) fn of(request: &Allocation, id: &str, current: Option<&Stamp>) -> Self {
        let geo = geo(request, current);
        let lifecycle = lifecycle(request, id);
        let family = family(request, id);
        Self {
            geo,
            lifecycle,
            family,
            release: release(request, id, geo, lifecycle),
            trial: trial(id, family),
            support: match geo {
                Geo::Eu => "berlin",
                Geo::Us => "austin",
                Geo::Ap => "singapore",
            },
        }
    }
}

fn geo(request: &Allocation, current: Option<&Stamp>) -> Geo {
    let of_word = |word: &str| match word {
        "eu" => Some(Geo::Eu),
        "us" => Some(Geo::Us),
        "ap" => Some(Geo::Ap),
        _ => None,
    };
    let of_country = |country: &str| match country.to_ascii_uppercase().as_str() {
        "AT" | "DE" | "FR" | "IT" => Some(Geo::Eu),
        "CA" | "MX" | "US" => Some(Geo::Us),
        "AU" | "JP" | "SG" => Some(Geo::Ap),
        _ => None,
    };
    request
        .text_tag("geo")
        .and_then(of_word)
        .or_else(|| request.payload("country").and_then(of_country))
        .or_else(|| request.group().rsplit('-').next().and_then(of_word))
        .or_else(|| current?.geo)
        .unwrap_or(Geo::Eu)
}

fn lifecycle(request: &Allocation, id: &str) -> Lifecycle {
    let is_prototype = || {
        // `*-proto-??`
        let (head, last_two) = id.split_at_checked(id.len().saturating_sub(2)).unwrap_or_default();
        last_two.len() == 2 && head.ends_with("-proto-")
    };
    if matches!(request.group().as_str(), "contoso-benches" | "contoso-lab")
        || request.is_individual() && !request.has_tpm()
        || is_prototype()
        || id.ends_with("-lab")
        || id.contains("burnin")
    {
        Lifecycle::Test
    } else {
        Lifecycle::Production
    }
}

fn family(request: &Allocation, id: &str) -> Option<&'static str> {
    if request.is_edge() {
        return Some("gateway");
    }
    match id {
        "showroom-berlin" => return Some("press"),
        "showroom-austin" => return Some("dryer"),
        _ => {}
    }
    match id.split('-').next() {
        Some("press") => Some("press"),
        Some("dryer" | "dr") => Some("dryer"),
        _ => None,
    }
}

fn release(request: &Allocation, id: &str, geo: Geo, lifecycle: Lifecycle) -> Release {
    let firmware = request.payload("firmware").and_then(|firmware| firmware.split('.').next()?.parse::<u32>().ok());
    let is_pilot = || request.tag("pilot").is_some_and(|pilot| pilot == true);
    let is_canary = || geo == Geo::Eu && lifecycle == Lifecycle::Production && cohort("release-4.2", id) < 5_000;
    match firmware {
        Some(major) if major < 12 => Release::R4_1,
        Some(major) if major >= 13 => Release::R4_2,
        _ if is_pilot() || is_canary() => Release::R4_2,
        _ => Release::R4_1,
    }
}

fn trial(id: &str, family: Option<&str>) -> Option<&'static str> {
    if family != Some("press") {
        return None;
    }
    match cohort("rinse-trial", id) {
        ..10_000 => Some("cool-start"),
        10_000..20_000 => Some("long-rinse"),
        _ => None,
    }
}
