//! `stamp simulate`.

use std::collections::BTreeMap;

use serde::Deserialize;
use snapbox::str;

use crate::check::HOME;
use crate::run::{Run, stamp};

/// Devices on hubs of the policy and on another, new ones, and one that is none.
pub(crate) const FLEET: &str = "\
registrationId,currentHub,payload/country,weight,neverReprovision
press-1,home-eu-1.azure-devices.net,DE,1500,
press-2,home-eu-1.azure-devices.net,US,200,
press-3,other.azure-devices.net,US,50,
press-4,,US,100,
press-5,,JP,3,
press 6,,DE,,
press-7,home-us-1.azure-devices.net,DE,7,true
";

fn simulate(arguments: &[&str]) -> Run {
    let run = stamp(["simulate", "home.toml", "fleet.csv"].into_iter().chain(arguments.iter().copied()));
    run.file("home.toml", HOME).file("fleet.csv", FLEET)
}

#[test]
fn a_fleet_is_held_against_the_capacities_and_who_moves_is_told() {
    simulate(&[])
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
1,860 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

stamp    devices   capacity  fill
eu-1       1,500      2,000  ███████████████░░░░░  75.0 %
eu-2           0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-1         357      1,000  ████████░░░░░░░░░░░░  35.7 %

what happens
  forced            7    0.4 %
  stayed        1,500   80.6 %
  moved           200   10.8 %
  placed          150    8.1 %
  refused           3    0.2 %  no-value: an attribute that stamps serve has no value for this device

250 devices move (13.4 %)
         200  eu-1 -> us-1
          50  a hub of no stamp -> us-1

room for 617 more devices like these, then eu-1 is full

"#]])
        .exits(0);
}

#[test]
fn adopting_a_policy_that_agrees_moves_nobody() {
    simulate(&[])
        .file("fleet.csv", "registrationId,currentHub,payload/country\na,home-eu-2.azure-devices.net,DE\nb,home-us-1.azure-devices.net,US\n")
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
2 devices of fleet.csv, as they register

stamp    devices   capacity  fill
eu-1           0      2,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
eu-2           1      1,000  █░░░░░░░░░░░░░░░░░░░   0.1 %
us-1           1      1,000  █░░░░░░░░░░░░░░░░░░░   0.1 %

what happens
  stayed            2  100.0 %

nobody moves

room for 1,998 more devices like these, then us-1 is full

"#]])
        .exits(0);
}

#[test]
fn new_devices_are_dealt_within_what_chance_explains() {
    let recipe = "seed = \"home\"\ndevices = 2000\npayload = { country = \"DE\" }\n";
    stamp(["simulate", "home.toml", "new.fleet.toml"])
        .file("home.toml", HOME)
        .file("new.fleet.toml", recipe)
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
2,000 devices of new.fleet.toml, as they register

stamp    devices   capacity  fill
eu-1       1,338      2,000  ██████████████░░░░░░  66.9 %
eu-2         662      1,000  ██████████████░░░░░░  66.2 %
us-1           0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

what happens
  placed        2,000  100.0 %

dealt by weight among several stamps, before any move
  eu-1      1,338 of 2,000  expected 1,333, by chance 1,225 to 1,438
  eu-2        662 of 2,000  expected 666, by chance 561 to 774

room for 989 more devices like these, then eu-1 is full

"#]])
        .exits(0);
}

#[test]
fn stamps_that_are_down_show_who_goes_where_and_what_overflows() {
    simulate(&["--down", "eu-1"])
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
1,860 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

stamp    devices   capacity  fill
eu-1       1,500      2,000  ███████████████░░░░░  75.0 %
eu-2           0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-1         357      1,000  ████████░░░░░░░░░░░░  35.7 %

what happens
  forced            7    0.4 %
  stayed        1,500   80.6 %
  moved           200   10.8 %
  placed          150    8.1 %
  refused           3    0.2 %  no-value: an attribute that stamps serve has no value for this device

250 devices move (13.4 %)
         200  eu-1 -> us-1
          50  a hub of no stamp -> us-1

room for 617 more devices like these, then eu-1 is full

if eu-1 is down: 1,500 devices leave
       1,500  to eu-2  500 more than it is built for

"#]])
        .exits(0);
    simulate(&["--down", "eu-1", "--down", "eu-2"])
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
1,860 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

stamp    devices   capacity  fill
eu-1       1,500      2,000  ███████████████░░░░░  75.0 %
eu-2           0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-1         357      1,000  ████████░░░░░░░░░░░░  35.7 %

what happens
  forced            7    0.4 %
  stayed        1,500   80.6 %
  moved           200   10.8 %
  placed          150    8.1 %
  refused           3    0.2 %  no-value: an attribute that stamps serve has no value for this device

250 devices move (13.4 %)
         200  eu-1 -> us-1
          50  a hub of no stamp -> us-1

room for 617 more devices like these, then eu-1 is full

if eu-1 and eu-2 are down: 1,500 devices leave
       1,500  nowhere to go, none-open: no stamp that this device may be on takes devices now

"#]])
        .exits(0);
}

#[test]
fn every_outage_is_tried_and_those_that_hurt_are_shown() {
    simulate(&["--outages", "1"])
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
1,860 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

stamp    devices   capacity  fill
eu-1       1,500      2,000  ███████████████░░░░░  75.0 %
eu-2           0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-1         357      1,000  ████████░░░░░░░░░░░░  35.7 %

what happens
  forced            7    0.4 %
  stayed        1,500   80.6 %
  moved           200   10.8 %
  placed          150    8.1 %
  refused           3    0.2 %  no-value: an attribute that stamps serve has no value for this device

250 devices move (13.4 %)
         200  eu-1 -> us-1
          50  a hub of no stamp -> us-1

room for 617 more devices like these, then eu-1 is full

if eu-1 is down: 1,500 devices leave
       1,500  to eu-2  500 more than it is built for

if us-1 is down: 350 devices leave
         350  nowhere to go, none-open: no stamp that this device may be on takes devices now
           7  cannot leave: DPS takes no other hub for them

everybody has a place if one of these is down: eu-2

"#]])
        .exits(0);
    let two = simulate(&["--outages", "2", "--format", "json"]).prints(str!["..."]).exits(0);
    let two: Simulated = serde_json::from_str(&two).unwrap();
    let down: Vec<String> = two.outages.iter().map(|outage| outage.down.join(" ")).collect();
    assert_eq!(down, ["eu-1 eu-2", "eu-1 us-1", "eu-2 us-1"]);
}

#[test]
fn a_required_capacity_fails_where_it_is_not_kept_in_outages_too() {
    simulate(&["--require-capacity"]).prints(str!["..."]).exits(0);
    simulate(&["--require-capacity", "--outages", "1"]).prints(str!["..."]).exits(1);
    simulate(&["--require-capacity"])
        .file("fleet.csv", "registrationId,weight,payload/country\na,1001,US\n")
        .prints(str!["..."])
        .exits(1);
}

#[test]
fn what_cannot_be_simulated_is_told() {
    simulate(&["--down", "eu1"])
        .notes(str![[r#"
error: no stamp is named `eu1`: did you mean `eu-1`?

"#]])
        .exits(2);
    simulate(&["--on-error", "stop"])
        .notes(str![[r#"
error: fleet.csv:7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

"#]])
        .exits(2);
    simulate(&["--format", "json"]).file("home.toml", "language = 1\n").prints(str!["..."]).exits(1);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it says what the JSON holds")]
struct Simulated {
    policy: Identity,
    fleet: String,
    devices: u64,
    unreadable: Unreadable,
    stamps: Vec<Stamp>,
    how: BTreeMap<String, u64>,
    refused: BTreeMap<String, u64>,
    fallbacks: BTreeMap<String, u64>,
    circles: u64,
    moving: u64,
    change_hub: u64,
    flows: Vec<Flow>,
    headroom: Option<Headroom>,
    outages: Vec<Outage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it says what the JSON holds")]
struct Identity {
    name: String,
    revision: Option<String>,
    digest: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it says what the JSON holds")]
struct Unreadable {
    lines: u64,
    first: Vec<First>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it says what the JSON holds")]
struct First {
    line: u64,
    wrong: String,
    help: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it says what the JSON holds")]
struct Stamp {
    stamp: String,
    state: String,
    devices: u64,
    capacity: u64,
    dealt: Option<Dealt>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it says what the JSON holds")]
struct Dealt {
    among: u64,
    devices: u64,
    expected: u64,
    least: u64,
    most: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Flow {
    from: String,
    to: String,
    devices: u64,
    #[serde(rename = "move")]
    is_move: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it says what the JSON holds")]
struct Headroom {
    devices: u64,
    stamp: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outage {
    down: Vec<String>,
    leave: u64,
    to: BTreeMap<String, u64>,
    refused: BTreeMap<String, u64>,
    stranded: u64,
    over: Vec<Over>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Over {
    stamp: String,
    devices: u64,
}

#[test]
fn scripts_get_the_same_as_json() {
    let printed = simulate(&["--format", "json", "--down", "eu-1"]).prints(str!["..."]).exits(0);
    let simulated: Simulated = serde_json::from_str(&printed).unwrap();
    assert_eq!((simulated.devices, simulated.unreadable.lines, simulated.moving), (1860, 1, 250));
    let moves: Vec<_> =
        simulated.flows.iter().filter(|flow| flow.is_move).map(|flow| (&*flow.from, &*flow.to, flow.devices)).collect();
    assert_eq!(moves, [("eu-1", "us-1", 200), ("a hub of no stamp", "us-1", 50)]);
    assert_eq!((simulated.how["forced"], simulated.refused["no-value"]), (7, 3));
    let outage = &simulated.outages[0];
    assert_eq!((outage.leave, outage.to["eu-2"], outage.stranded, outage.refused["none-open"]), (1500, 1500, 0, 0));
    assert_eq!((&*outage.over[0].stamp, outage.over[0].devices), ("eu-2", 500));
}

#[test]
fn a_fleet_without_a_device_is_no_fleet() {
    let bad = "registrationId\npress 1\npress 2\n";
    for arguments in [
        &["simulate", "home.toml"][..],
        &["diff", "home.toml", "home.toml"],
        &["plan", "home.toml", "home.toml"],
        &["rebalance", "home.toml"],
    ] {
        stamp(arguments.iter().copied().chain(["bad.csv"]))
            .file("home.toml", HOME)
            .file("bad.csv", bad)
            .notes(str![[r#"
error: no line of bad.csv is a device: line 2: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

"#]])
            .exits(2);
    }
}
