//! `stamp rebalance`: goals that are not reached, and what is refused.

use serde_json::Value;
use snapbox::str;

use crate::check::HOME;
use crate::rebalance::{rebalance, scripted};
use crate::run::stamp;

#[test]
fn a_goal_without_room_says_what_is_missing_and_is_not_written() {
    let small =
        HOME.replace("capacity = 1000\nserves   = { geo = \"eu\" }", "capacity = 300\nserves   = { geo = \"eu\" }");
    let run = |arguments: &[&str]| rebalance(arguments).file("home.toml", &small);
    run(&["--write"])
        .prints(str![[r#"
policy home 7, sha256 26fca81ae8ebcef2ce43c012e8fb53998d7827d6498956d6f4ea960e20a3bab8
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
+when = { cohort = { name = "rebalance-eu-1", percent = 3.668 } }

once every device has registered, without these moves (before) and with them (after)
stamp     before     fill      after   capacity  fill
eu-1       2,406  120.3 %      2,300      2,000  ████████████████████ 115.0 %
eu-2         194   64.7 %        300        300  ████████████████████ 100.0 %
us-1           0    0.0 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

106 devices move (4.1 %), as far as it goes
         106  eu-1 -> eu-2

the goal is not reached
  eu-1 keeps 300 devices too many
    eu-2 is full, and no other stamp may take them
    what would help: room for 300 devices on another stamp that serves geo eu

"#]])
        .notes(str![[r#"
nothing is written, as the goal is not reached: --partial writes what comes nearer

"#]])
        .leaves("home.toml", &small)
        .exits(1);
    let found = scripted(run(&["--write", "--partial", "--format", "json"]), 1);
    assert_eq!((&found["reached"], &found["written"]), (&Value::Bool(false), &Value::Bool(true)));
    assert_eq!(found["left"][0]["full"], serde_json::json!(["eu-2"]));
    let nobody = scripted(run(&["--into", "us-1", "--format", "json"]), 1);
    assert_eq!((&nobody["moved"], &nobody["diff"]), (&0.into(), &Value::Null));
    assert_eq!(nobody["left"][0]["held"][0]["why"], "alone");
}

#[test]
fn pinned_devices_do_not_leave_a_stamp_that_is_to_be_empty() {
    let pin =
        "\n[[pin]]\nname  = \"benches\"\nwhen  = { registration-id = { prefix = \"bench\" } }\nstamp = \"eu-2\"\n";
    stamp(["rebalance", "home.toml", "fleet.csv", "--empty", "eu-2"])
        .file("home.toml", &format!("{HOME}{pin}"))
        .file("fleet.csv", "registrationId,currentHub,payload/country\nbench-1,home-eu-2.azure-devices.net,DE\npress-1,home-eu-2.azure-devices.net,DE\n")
        .prints(str![[r#"
policy home 7, sha256 fcd998237326387df70ccbf412c575645f2033bc75c030bcb0c2a6a0dcfc91ee
2 devices of fleet.csv, as they register
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
@@ -35,3 +36,8 @@
 name  = "benches"
 when  = { registration-id = { prefix = "bench" } }
 stamp = "eu-2"
+
+[[move]]
+name = "empty eu-2"
+from = "eu-2"
+to   = "eu-1"

once every device has registered, without these moves (before) and with them (after)
stamp     before     fill      after   capacity  fill
eu-1           0    0.0 %          1      2,000  █░░░░░░░░░░░░░░░░░░░   0.1 %
eu-2           2    0.2 %          1      1,000  █░░░░░░░░░░░░░░░░░░░   0.1 %
us-1           0    0.0 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

1 device moves (50.0 %), as far as it goes
           1  eu-2 -> eu-1

the goal is not reached
  eu-2 keeps 1 device
    1 held by the pin `benches`: bench-1

"#]])
        .notes(str![[r#"
nothing is written: --write writes it to home.toml

"#]])
        .exits(1);
}

#[test]
fn a_guarantee_never_has_to_hold_back_whom_a_move_would_take() {
    let guarantee =
        "\n[[guarantee]]\nname  = \"not there\"\nwhen  = { registration-id = \"press-00001\" }\nnever = \"eu-2\"\n";
    let found = scripted(rebalance(&["--format", "json"]).file("home.toml", &format!("{HOME}{guarantee}")), 1);
    assert_eq!(found["moved"], 0);
    let not = &found["not_proposed"][0];
    assert_eq!((&not["from"], &not["to"], &not["guarded"]), (&"eu-1".into(), &"eu-2".into(), &1.into()));
}

#[test]
fn what_cannot_be_asked_is_told() {
    for (arguments, told) in [
        (
            ["--fill", "eu1"],
            str![[r#"
error: no stamp is named `eu1`: did you mean `eu-1`?

"#]],
        ),
        (["--empty", "none"], str!["error: no stamp is named `none`: [..]\n"]),
        (
            ["--from-fallback=x", "--write"],
            str![[r#"
error: the policy has no fallbacks

"#]],
        ),
    ] {
        rebalance(&arguments).notes(told).exits(2);
    }
    stamp(["rebalance", "home.toml", "-"])
        .file("home.toml", HOME)
        .notes(str![[r#"
error: a fleet is read several times to rebalance it, and the standard input can be read once: write it to a file

"#]])
        .exits(2);
    stamp(["rebalance", "-", "fleet.csv", "--write"])
        .notes(str![[r#"
error: the standard input cannot be written: give the policy's file

"#]])
        .exits(2);
    let closed = HOME.replace("capacity = 2000\n", "capacity = 2000\nstate    = \"closed\"\n");
    rebalance(&["--fill", "eu-1"])
        .file("home.toml", &closed)
        .notes(str![[r#"
error: the stamp `eu-1` is closed and takes no devices: give it the state `open` or `reserved` first

"#]])
        .exits(2);
    rebalance(&["--format", "json"]).file("home.toml", "language = 1\n").prints(str!["..."]).exits(1);
}

#[test]
fn where_no_other_stamp_takes_the_devices_it_says_which_one_would_help() {
    rebalance(&["--into", "us-1"])
        .prints(str![[r#"
policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3
2,600 devices of home.fleet.toml, as they register
goal: no stamp has more devices than it is built for

once every device has registered, without these moves (before) and with them (after)
stamp     before     fill      after   capacity  fill
eu-1       2,406  120.3 %      2,406      2,000  ████████████████████ 120.3 %
eu-2         194   19.4 %        194      1,000  ████░░░░░░░░░░░░░░░░  19.4 %
us-1           0    0.0 %          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

nobody moves

the goal is not reached
  eu-1 keeps 406 devices too many
    2,406 without another stamp that takes devices and may take them: press-00001, press-00002, press-00003, …
    what would help: room for 406 devices on another stamp that serves geo eu

"#]])
        .exits(1);
}
