//! Policies that are begun.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use analysis::coverage::Coverage;
use analysis::format::format;
use analysis::start::{Asked, Geography, LinkedHub, Problem, Start, Texts};
use analysis::test_file::{Draft, Request};
use analysis::{Native, judge};
use placement::Policy;
use proptest::prelude::*;

/// What stands on a command line.
#[derive(Clone, Debug, Default)]
struct Options {
    capacity: Option<u32>,
    hubs: Vec<String>,
    geographies: Vec<String>,
    linked: String,
}

fn begin(name: &str, options: &Options) -> Result<Texts, Problem> {
    let hubs: Vec<Asked> = options.hubs.iter().map(|hub| hub.parse()).collect::<Result<_, _>>()?;
    let geographies: Vec<Geography> = options.geographies.iter().map(|geo| geo.parse()).collect::<Result<_, _>>()?;
    let linked = if options.linked.is_empty() { Vec::new() } else { LinkedHub::read(options.linked.as_bytes())? };
    let start = Start {
        name,
        random: "0123456789abcdef",
        capacity: options.capacity,
        hubs: &hubs,
        geographies: &geographies,
        linked: &linked,
    };
    start.texts()
}

/// The policy has no problems, passes its tests, which exercise all of it, and both texts are laid out.
#[track_caller]
fn works(texts: &Texts) -> Policy {
    for text in [&texts.policy, &texts.tests] {
        assert_eq!(&format(text).unwrap(), text);
    }
    let checked = Policy::parse(&texts.policy).unwrap_or_else(|problems| panic!("{problems:?}\n{}", texts.policy));
    assert_eq!(checked.warnings, [], "{}", texts.policy);
    let policy = checked.policy;
    let tests = Draft::parse(&texts.tests).unwrap().against(&policy);
    let tests = tests.unwrap_or_else(|problems| panic!("{problems:?}\n{}", texts.tests));
    let mut coverage = Coverage::new(&policy, &texts.policy);
    for test in tests {
        let Request::Body(body) = &test.request else { panic!("no file is named") };
        let native = Native::decide(&policy, body);
        assert_eq!(judge(&policy, &test.expect, &native.reply, &native), [], "{}\n{}", test.name, texts.policy);
        native.trace().into_iter().for_each(|trace| coverage.add(&policy, trace));
    }
    // A reserved stamp that alone serves a geography gets none of its devices, so the rules go before the answer.
    assert!(coverage.reaches(100), "{:?}\n{}", coverage.points().collect::<Vec<_>>(), texts.policy);
    policy
}

/// The lines of a text that are no comments.
fn said(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with('#')).map(|line| format!("{line}\n")).collect()
}

#[test]
fn hubs_and_geographies_become_stamps_and_an_attribute() {
    let options = Options {
        hubs: vec!["contoso-spare".into()],
        geographies: vec!["eu=contoso-eu-1:100_000,Contoso-EU-2.azure-devices.net".into(), "us=contoso-us-1:7".into()],
        capacity: Some(5_000),
        ..Options::default()
    };
    let texts = begin("contoso", &options).unwrap();
    works(&texts);
    let stamps = &said(&texts.policy)[said(&texts.policy).find("[[stamp]]").unwrap()..];
    assert_eq!(
        stamps,
        r#"[[stamp]]
name     = "eu-1"
hub      = "contoso-eu-1.azure-devices.net"
capacity = 100_000
serves   = { geo = "eu" }

[[stamp]]
name     = "eu-2"
hub      = "Contoso-EU-2.azure-devices.net"
capacity = 5_000
serves   = { geo = "eu" }

[[stamp]]
name     = "us-1"
hub      = "contoso-us-1.azure-devices.net"
capacity = 7
serves   = { geo = "us" }

[[stamp]]
name     = "spare"
hub      = "contoso-spare.azure-devices.net"
capacity = 5_000
serves   = { geo = "*" }

"#
    );
}

const LINKED: &str = r#"[
  { "name": "contoso-a.azure-devices.net", "location": "westeurope", "allocationWeight": 3, "applyAllocationPolicy": null,
    "connectionString": "HostName=contoso-a.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey=c2VjcmV0" },
  { "name": "contoso-b.azure-devices.net", "location": "North Europe", "allocationWeight": null, "applyAllocationPolicy": false,
    "connectionString": "HostName=contoso-b.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey=****" },
  { "name": "contoso-c.azure-devices.net", "location": "eastus" }
]"#;

#[test]
fn linked_hubs_bring_their_region_and_weight_and_whether_they_take_devices() {
    let options = Options {
        geographies: vec!["eu=West Europe,northeurope:20".into(), "us=contoso-c".into()],
        linked: LINKED.into(),
        ..Options::default()
    };
    let texts = begin("contoso", &options).unwrap();
    works(&texts);
    let stamps = &said(&texts.policy)[said(&texts.policy).find("[[stamp]]").unwrap()..];
    assert_eq!(
        stamps,
        r#"[[stamp]]
name     = "a"
hub      = "contoso-a.azure-devices.net"
capacity = 1_000  # the number of devices that it is built for: put yours in
weight   = 3
serves   = { geo = "eu" }
labels   = { region = "westeurope" }

[[stamp]]
name     = "b"
hub      = "contoso-b.azure-devices.net"
capacity = 20
weight   = 1
state    = "reserved"
serves   = { geo = "eu" }
labels   = { region = "northeurope" }

[[stamp]]
name     = "c"
hub      = "contoso-c.azure-devices.net"
capacity = 1_000  # the number of devices that it is built for: put yours in
weight   = 1
serves   = { geo = "us" }
labels   = { region = "eastus" }

"#
    );
}

#[test]
fn a_connection_string_is_copied_nowhere() {
    let texts = begin("contoso", &Options { linked: LINKED.into(), ..Options::default() }).unwrap();
    for text in [&texts.policy, &texts.tests] {
        assert!(!text.contains("SharedAccess") && !text.contains("c2VjcmV0"), "{text}");
    }
    let secret = "HostName=x;SharedAccessKey=c2VjcmV0";
    for broken in
        [format!("\"{secret}\""), secret.into(), format!("[{{\"name\":\"{secret}\"}}]"), format!("[\"{secret}\"]")]
    {
        let problem = begin("contoso", &Options { linked: broken.clone(), ..Options::default() }).unwrap_err();
        assert!(!problem.to_string().contains("c2VjcmV0"), "{problem}");
        assert!(!format!("{problem:?}").contains("c2VjcmV0"), "{problem:?}");
    }
}

#[test]
fn a_stamp_has_a_name_of_its_own_whatever_its_hub_is_called() {
    let hubs = ["contoso-eu-1", "eu-1", "-x9", "contoso-eu-1.azure-devices.us", "contoso"];
    let texts = begin("contoso", &Options { hubs: hubs.map(String::from).into(), ..Options::default() }).unwrap();
    let policy = works(&texts);
    let names: Vec<_> = policy.stamps().iter().map(|stamp| stamp.name.as_str()).collect();
    assert_eq!(names, ["eu-1", "eu-1-2", "s-x9", "eu-1-3", "contoso"]);
}

#[track_caller]
fn refuses(name: &str, options: &Options, why: &str) {
    assert_eq!(begin(name, options).unwrap_err().to_string(), why);
}

#[test]
fn what_cannot_be_a_policy_is_refused() {
    let hubs = |hub: &str| Options { hubs: vec![hub.into()], ..Options::default() };
    let geographies = |texts: &[&str]| Options {
        geographies: texts.iter().map(|text| text.to_string()).collect(),
        ..Options::default()
    };
    let linked = |text: &str| Options { linked: text.into(), ..Options::default() };
    refuses("fleet", &Options::default(), "no hub is named");
    refuses(
        "Fleet",
        &hubs("hub-1"),
        "`Fleet` does not begin with a lower-case letter or a digit: a name has up to 64 of the characters \
         `a-z 0-9 . _ -`, and begins with a letter or a digit",
    );
    refuses(
        "fleet",
        &hubs("https://hub-1.azure-devices.net"),
        "`https://hub-1.azure-devices.net` is a URL: write the hub's host name, or what stands before .azure-devices.net",
    );
    refuses(
        "fleet",
        &hubs("hub 1"),
        "`hub 1.azure-devices.net` has ` ` before the domain, where only letters, digits and hyphens may stand",
    );
    refuses("fleet", &hubs("hub-1:many"), "`many` is no capacity: write a whole number from 1 to 1,000,000");
    refuses("fleet", &hubs("hub-1:0"), "`0` is no capacity: write a whole number from 1 to 1,000,000");
    refuses("fleet", &geographies(&["eu"]), "write a geography as NAME=HUB, or NAME=HUB,HUB…");
    refuses("fleet", &geographies(&["eu=hub-1,"]), "write a geography as NAME=HUB, or NAME=HUB,HUB…");
    refuses("fleet", &geographies(&["eu=hub-1", "eu=hub-2"]), "the geography `eu` is there twice");
    refuses("fleet", &linked("[]"), "no hub is named");
    let elsewhere = Options { linked: LINKED.into(), ..geographies(&["ap=japaneast"]) };
    refuses(
        "fleet",
        &elsewhere,
        "no linked hub is `japaneast`, or in a region of this name: write a hub that is not linked with its domain",
    );
    refuses(
        "fleet",
        &linked("{"),
        "this is not what `az iot dps linked-hub list -o json` prints: it is no JSON from line 1, column 1 on",
    );
    refuses("fleet", &linked("{}"), "this is not what `az iot dps linked-hub list -o json` prints: it is no list");
    refuses(
        "fleet",
        &linked("[{}]"),
        "this is not what `az iot dps linked-hub list -o json` prints: hub 1 of the list has no host name as its `name`",
    );
}

fn options() -> impl Strategy<Value = (String, Options)> {
    let hub = "[a-z0-9]{3,5}(-[a-z0-9]{1,2})?(\\.azure-devices\\.(net|us))?(:[1-9][0-9]{0,4})?";
    let region = prop_oneof![Just("westeurope"), Just("North Europe"), Just("eastus")];
    let place = prop_oneof![4 => hub.prop_map(String::from), 1 => region.clone().prop_map(String::from)];
    let places = prop::collection::vec(place, 1..4).prop_map(|places| places.join(","));
    let geographies = prop::collection::btree_map("[a-z0-9][a-z0-9._-]{0,4}|nowhere", places, 0..4);
    let flag = prop_oneof![Just("null"), Just("true"), Just("false")];
    let linked = (hub, region, prop::option::of(1..1000_u32), flag).prop_map(|(hub, region, weight, flag)| {
        let host = hub.split(['.', ':']).next().unwrap();
        let weight = weight.map_or("null".to_owned(), |weight| weight.to_string());
        format!(
            r#"{{ "name": "{host}.azure-devices.net", "location": "{region}", "allocationWeight": {weight}, "applyAllocationPolicy": {flag} }}"#
        )
    });
    let linked = prop::collection::vec(linked, 0..5).prop_map(|hubs| format!("[{}]", hubs.join(",")));
    let capacity = prop::option::of(1..=1_000_000_u32);
    let parts = ("[a-z0-9][a-z0-9._-]{0,6}", capacity, prop::collection::vec(hub, 0..4), geographies, linked);
    parts.prop_map(|(name, capacity, hubs, geographies, linked)| {
        let geographies = geographies.into_iter().map(|(name, places)| format!("{name}={places}")).collect();
        (name, Options { capacity, hubs, geographies, linked })
    })
}

proptest! {
    #[test]
    fn whatever_is_asked_for_works_at_once_or_is_refused((name, options) in options()) {
        match begin(&name, &options) {
            Ok(texts) => drop(works(&texts)),
            Err(problem) => {
                let linked = options.linked.len() > 2;
                let expected = match &problem {
                    Problem::NoHub => !linked && options.hubs.is_empty() && options.geographies.is_empty(),
                    Problem::NotLinked { .. } => linked,
                    Problem::Hub { hub, .. } => !linked && hub.starts_with("North Europe"),
                    _ => false,
                };
                prop_assert!(expected, "{problem}");
            }
        }
    }
}
