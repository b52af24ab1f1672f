//! `stamp rebalance`.

use serde_json::Value;
use snapbox::str;

use crate::check::HOME;
use crate::run::{Run, stamp};

/// 2,400 devices on eu-1, which is built for 2,000, and some elsewhere.
const FLEET: &str = "\
seed    = \"home\"
payload = { country = \"DE\" }
devices = 2600

[[group]]
name        = \"too many\"
share       = 12
id          = \"press-{n:05}\"
current-hub = \"home-eu-1.azure-devices.net\"

[[group]]
name        = \"few\"
share       = 1
id          = \"dryer-{n:05}\"
current-hub = \"home-eu-2.azure-devices.net\"
";

pub(crate) fn rebalance(arguments: &[&str]) -> Run {
    let run = stamp(["rebalance", "home.toml", "home.fleet.toml"].into_iter().chain(arguments.iter().copied()));
    run.file("home.toml", HOME).file("home.fleet.toml", FLEET)
}

/// What scripts are told.
pub(crate) fn scripted(run: Run, exit: i32) -> Value {
    serde_json::from_str(&run.prints(str!["..."]).exits(exit)).unwrap()
}

#[test]
fn a_stamp_with_too_many_devices_gives_as_many_as_it_must() {
    rebalance(&[])
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
2,600 devices of home.fleet.toml, as they register
goal: no stamp has more devices than it is built for

--- home.toml
+++ home.toml
@@ -30,3 +30,9 @@
 hub      = "home-us-1.azure-devices.net"
 capacity = 1000
 serves   = { geo = "us" }
+
+[[move]]
+name = "eu-1 to eu-2"
+from = "eu-1"
+to   = "eu-2"
+when = { cohort = { name = "rebalance-eu-1", percent = 15.573 } }

once every device has registered, without these moves (before) and with them (after)
stamp     before     fill      after   capacity  fill
eu-1       2,406  120.3 %      2,000      2,000  ████████████████████ 100.0 %
eu-2         194   19.4 %        600      1,000  ████████████░░░░░░░░  60.0 %
us-1           0    0.0 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

406 devices move (15.6 %), the fewest that there can be
         406  eu-1 -> eu-2

"#]])
        .notes(str![[r#"
nothing is written: --write writes it to home.toml

"#]])
        .exits(0);
}

#[test]
fn the_policy_is_written_where_that_is_asked_for_and_nothing_is_left_to_do_then() {
    let run = rebalance(&["--write"]);
    let written = run.path("home.toml");
    run.prints(str!["..."])
        .notes(str![[r#"
written to home.toml

"#]])
        .then(move || {
            let text = std::fs::read_to_string(&written).unwrap();
            assert!(text.contains("cohort = { name = \"rebalance-eu-1\""), "{text}");
            rebalance(&[])
                .file("home.toml", &text)
                .prints(str![[r#"
policy home 7, sha256 fa78a4a5403f90227a57d7c19593de62c30d33b532f0e0b80cd49221528bf794
2,600 devices of home.fleet.toml, as they register
goal: no stamp has more devices than it is built for

once every device has registered, without these moves (before) and with them (after)
stamp     before     fill      after   capacity  fill
eu-1       2,000  100.0 %      2,000      2,000  ████████████████████ 100.0 %
eu-2         600   60.0 %        600      1,000  ████████████░░░░░░░░  60.0 %
us-1           0    0.0 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

nobody has to move

"#]])
                .exits(0);
        })
        .exits(0);
}

#[test]
fn stamps_are_filled_equally_or_to_a_part() {
    let equal = scripted(rebalance(&["--to", "equal", "--format", "json"]), 0);
    let part = scripted(rebalance(&["--to", "90%", "--format", "json"]), 0);
    for (found, most) in [(&equal, [1740, 880]), (&part, [1800, 900])] {
        for (stamp, most) in found["stamps"].as_array().unwrap().iter().zip(most) {
            assert!(stamp["after"].as_u64().unwrap() <= most, "{stamp}");
        }
        assert_eq!((&found["reached"], &found["written"]), (&Value::Bool(true), &Value::Bool(false)));
    }
}

#[test]
fn a_new_stamp_is_filled_by_its_share() {
    let new = HOME.replace(
        "capacity = 1000\nserves   = { geo = \"eu\" }",
        "capacity = 1000\nstate    = \"reserved\"\nserves   = { geo = \"eu\" }",
    );
    rebalance(&["--fill", "eu-2"])
        .file("home.toml", &new)
        .prints(str![[r#"
policy home 7, sha256 91f53ee94b6d2435612113e4a76fb2009495665c4d780ff8f57f8dda36ae0a87
2,600 devices of home.fleet.toml, as they register
goal: eu-2 has the devices that the hash deals to it

--- home.toml
+++ home.toml
@@ -31,3 +31,10 @@
 hub      = "home-us-1.azure-devices.net"
 capacity = 1000
 serves   = { geo = "us" }
+
+[[move]]
+name = "eu-2 gets its share"
+from = "eu-1"
+to   = "eu-2"
+whom = "preferred"
+when = { cohort = { name = "fill-eu-2", percent = 98.341 } }

once every device has registered, without these moves (before) and with them (after)
stamp     before     fill      after   capacity  fill
eu-1       2,406  120.3 %      1,600      2,000  ████████████████░░░░  80.0 %
eu-2         194   19.4 %      1,000      1,000  ████████████████████ 100.0 %  reserved
us-1           0    0.0 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

806 devices move (31.0 %), as many as fit of the 817 that it should get
         806  eu-1 -> eu-2

"#]])
        .notes(str![[r#"
nothing is written: --write writes it to home.toml

"#]])
        .exits(0);
}

#[test]
fn a_stamp_is_emptied_as_far_as_there_is_room() {
    rebalance(&["--empty", "eu-2"])
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
2,600 devices of home.fleet.toml, as they register
goal: eu-2 has no devices

--- home.toml
+++ home.toml
@@ -23,6 +23,7 @@
 name     = "eu-2"
 hub      = "home-eu-2.azure-devices.net"
 capacity = 1000
+state    = "closed"
 serves   = { geo = "eu" }
 
 [[stamp]]

once every device has registered, without these moves (before) and with them (after)
stamp     before     fill      after   capacity  fill
eu-1       2,406  120.3 %      2,406      2,000  ████████████████████ 120.3 %
eu-2         194   19.4 %        194      1,000  ████░░░░░░░░░░░░░░░░  19.4 %
us-1           0    0.0 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

nobody moves

the goal is not reached
  eu-2 keeps 194 devices
    eu-1 is full, and no other stamp may take them
    what would help: room for 194 devices on another stamp that serves geo eu

"#]])
        .notes(str![[r#"
nothing is written: --write writes it to home.toml

"#]])
        .exits(1);
}

#[test]
fn a_stamp_is_emptied_where_another_takes_all_of_its_devices() {
    let roomy = HOME.replace("capacity = 2000", "capacity = 3000");
    rebalance(&["--empty", "eu-2"])
        .file("home.toml", &roomy)
        .prints(str![[r#"
policy home 7, sha256 dfc8a82e0f925adc9620cbd89455bfca17ca3764298332dd6d057de66eb8ba15
2,600 devices of home.fleet.toml, as they register
goal: eu-2 has no devices

--- home.toml
+++ home.toml
@@ -23,6 +23,7 @@
 name     = "eu-2"
 hub      = "home-eu-2.azure-devices.net"
 capacity = 1000
+state    = "closed"
 serves   = { geo = "eu" }
 
 [[stamp]]
@@ -30,3 +31,8 @@
 hub      = "home-us-1.azure-devices.net"
 capacity = 1000
 serves   = { geo = "us" }
+
+[[move]]
+name = "empty eu-2"
+from = "eu-2"
+to   = "eu-1"

once every device has registered, without these moves (before) and with them (after)
stamp     before     fill      after   capacity  fill
eu-1       2,406   80.2 %      2,600      3,000  ██████████████████░░  86.7 %
eu-2         194   19.4 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-1           0    0.0 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

194 devices move (7.5 %), the fewest that there can be
         194  eu-2 -> eu-1

"#]])
        .notes(str![[r#"
nothing is written: --write writes it to home.toml

"#]])
        .exits(0);
}

/// A fallback, and devices that it has put up: one of them never changes its hub.
const FALLBACK: &str = "
[[fallback]]
name = \"the US may use the EU\"
when = { is = { geo = \"us\" } }
as   = { geo = \"eu\" }
";
const PUT_UP: &str = "\
registrationId,currentHub,payload/country,weight,neverReprovision
press-1,home-eu-1.azure-devices.net,US,20,
press-2,home-eu-2.azure-devices.net,US,3,
press-3,home-eu-1.azure-devices.net,US,1,true
press-4,home-eu-1.azure-devices.net,DE,5,
press 5,,DE,,
";

#[test]
fn devices_come_home_from_a_fallback_and_others_stay() {
    stamp(["rebalance", "home.toml", "fleet.csv", "--from-fallback=the US may use the EU"])
        .file("home.toml", &format!("{HOME}{FALLBACK}"))
        .file("fleet.csv", PUT_UP)
        .prints(str![[r#"
policy home 7, sha256 20951a15b6302a9e20c245eb4c7d4ba87fe1e0957ef577958a9cbada9d001834
29 devices of fleet.csv, as they register
1 line is no device
  6: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone
goal: devices are back from the fallback `the US may use the EU`

--- home.toml
+++ home.toml
@@ -31,6 +31,18 @@
 capacity = 1000
 serves   = { geo = "us" }
 
+[[move]]
+name = "home from eu-1"
+from = "eu-1"
+to   = "us-1"
+when = { is = { geo = "us" } }
+
+[[move]]
+name = "home from eu-2"
+from = "eu-2"
+to   = "us-1"
+when = { is = { geo = "us" } }
+
 [[fallback]]
 name = "the US may use the EU"
 when = { is = { geo = "us" } }

once every device has registered, without these moves (before) and with them (after)
stamp     before     fill      after   capacity  fill
eu-1          26    1.3 %          6      2,000  █░░░░░░░░░░░░░░░░░░░   0.3 %
eu-2           3    0.3 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-1           0    0.0 %         23      1,000  █░░░░░░░░░░░░░░░░░░░   2.3 %

23 devices move (79.3 %), the fewest that there can be
          20  eu-1 -> us-1
           3  eu-2 -> us-1

"#]])
        .notes(str![[r#"
nothing is written: --write writes it to home.toml

"#]])
        .exits(0);
}
