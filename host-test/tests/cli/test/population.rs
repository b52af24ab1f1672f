//! Tests of whole fleets.

use serde_json::Value;
use snapbox::str;

use super::{HOME, Run, stamp};

/// Two populations that are as expected, and two that are not.
const POPULATIONS: &str = r#"
policy = "home.toml"

[[population]]
name   = "German devices are dealt by the stamps' weights"
fleet  = { seed = "home", devices = 30_000, id = "press-{n:05}", payload = { country = "DE" } }
expect = { shares = ["eu-1", "eu-2"], refused = 0, how = { placed = 1 } }

[[population]]
name   = "a fleet of a file stays where it is"
fleet  = "fleet.csv"
expect = { stayed = 3, moved = 0, capacity = true }

[[population]]
name   = "both stamps get as many"
fleet  = { seed = "home", devices = 30_000, payload = { country = { shares = { DE = 3, US = 1, JP = 1 } } } }
expect = { shares = { eu-1 = 50, eu-2 = 50 }, refused = { most = 10 } }

[[population]]
name   = "there is room"
fleet  = "broken.csv"
expect = { capacity = true }
"#;

const FLEET: &str = "\
registrationId,currentHub,payload/country,weight
press-1,home-eu-1.azure-devices.net,DE,
press-2,home-eu-2.azure-devices.net,DE,2
";

fn populations(arguments: &[&str]) -> Run {
    let run = stamp(["test"].into_iter().chain(arguments.iter().copied()));
    let broken = FLEET.replace("press-1,", "press 1,").replace("DE,2", "DE,1001");
    run.file("home.toml", HOME).file("home.test.toml", POPULATIONS).file("fleet.csv", FLEET).file("broken.csv", &broken)
}

#[test]
fn populations_are_held_against_limits_of_chance_and_counts() {
    populations(&["--verbose"])
        .prints(str![[r#"
ok   German devices are dealt by the stamps' weights home.test.toml:5, 30,000 devices
ok   a fleet of a file stays where it is home.test.toml:10, 3 devices
FAIL both stamps get as many home.test.toml:15, 30,000 devices
  shares.eu-2: expected 11,603 to 12,389 (50.000 %), got 5,929 (24.712 %)
  shares.*: expected 0 (0.000 %), got 5,980 (24.925 %)
    eu-1 has 12,083 (50.363 %), as expected: 11,603 to 12,389 (50.000 %)
  refused: expected at most 10, got 6,008
FAIL there is room home.test.toml:20, 1,001 devices
  unreadable lines: expected 0, got 1
  capacity.eu-2: expected at most 1,000, got 1,001
2 passed; 2 failed

"#]])
        .exits(1);
}

#[test]
fn the_first_devices_are_asked_of_the_component_too() {
    let printed = populations(&["--filter", "weights", "--format", "json"]).prints(str!["..."]).exits(0);
    let results: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((&results["passed"], &results["requests"]), (&1.into(), &100.into()));
    let test = &results["files"][0]["tests"][0];
    assert_eq!((&test["devices"], &test["line"], &test["passed"]), (&30_000.into(), &5.into(), &true.into()));
}

#[test]
fn a_population_that_fails_is_told_in_every_form() {
    populations(&["--filter", "room", "--format", "github"]).prints(str![[r#"
::error file=home.test.toml,line=20,title=there is room::unreadable lines: expected 0, got 1%0Acapacity.eu-2: expected at most 1,000, got 1,001
0 passed; 1 failed

"#]]).exits(1);
    populations(&["--filter", "room", "--format", "junit"])
        .prints(str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="stamp test" tests="1" failures="1" errors="0" skipped="0">
  <testsuite name="home.test.toml" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="there is room" classname="home.test.toml" file="home.test.toml" line="20">
      <failure message="unreadable lines: expected 0, got 1">unreadable lines: expected 0, got 1
capacity.eu-2: expected at most 1,000, got 1,001</failure>
    </testcase>
  </testsuite>
</testsuites>

"#]])
        .exits(1);
}

#[test]
fn the_first_devices_count_for_coverage() {
    populations(&["--filter", "weights", "--coverage"])
        .prints(str![[r#"
coverage of home.toml: 3 of 4, 75.0 %
  the stamp `us-1` gets no device and has none home.toml:29
1 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn a_fleet_that_cannot_be_read_is_named() {
    let run = populations(&[]).file("home.test.toml", &POPULATIONS.replace("broken.csv", "missing.csv"));
    run.prints(str![[r#"
0 passed; 0 failed

"#]])
        .notes(str![[r#"
error: home.test.toml cannot be run: the fleet of line 20: could not read missing.csv: [..]

"#]])
        .exits(2);
    let run = stamp(["check", "home.test.toml"]).file("home.toml", HOME).file("home.test.toml", POPULATIONS);
    run.notes(str![[r#"
error: home.test.toml cannot be run: the fleet of line 10: could not read fleet.csv: [..]

"#]])
        .exits(2);
}

#[test]
fn what_is_wrong_with_a_population_is_shown_with_its_place() {
    let mistaken = POPULATIONS.replace("\"eu-2\"]", "\"eu-3\"]").replace("id = \"press-{n:05}\"", "id = \"press\"");
    populations(&[])
        .file("home.test.toml", &mistaken)
        .prints(str!["..."])
        .notes(str![[r#"
error[bad-pattern]: `press` has no number: all devices would have one name
 --> home.test.toml:6:50
  |
6 | fleet  = { seed = "home", devices = 30_000, id = "press", payload = { country = "DE" } }
  |                                                  ^^^^^^^
  |
  = help: write a pattern such as `press-{n:06}`

error[unknown-stamp]: no stamp is named `eu-3`
 --> home.test.toml:7:30
  |
7 | expect = { shares = ["eu-1", "eu-3"], refused = 0, how = { placed = 1 } }
  |                              ^^^^^^
  |
  = help: did you mean `eu-1`?

"#]])
        .exits(2);
}
