//! `stamp diff`.

mod budget;
mod forms;
mod git;

use snapbox::str;

use crate::check::HOME;
use crate::run::{Run, repository, stamp};

/// Devices on hubs of the policy and on another, new ones, and one that is none.
const FLEET: &str = "\
registrationId,currentHub,payload/country,weight,neverReprovision
press-1,home-eu-1.azure-devices.net,DE,150,
press-2,home-eu-1.azure-devices.net,US,20,
press-3,other.azure-devices.net,US,5,
press-4,,US,10,
press-5,,DE,3,
press 6,,DE,,
press-7,home-us-1.azure-devices.net,DE,7,true
press-8,home-us-1.azure-devices.net,US,11,
";

/// Half of eu-1 leaves, the US stamp takes nobody new, and France is known.
fn edited() -> String {
    let edited = HOME.replace("US = \"us\" }", "US = \"us\", FR = \"eu\" }");
    let edited = edited.replace("revision = \"7\"", "revision = \"8\"");
    let closed = edited.replace("serves   = { geo = \"us\" }", "state    = \"down\"\nserves   = { geo = \"us\" }");
    format!("{closed}\n[[move]]\nname = \"leave eu-1\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\n")
}

fn diff(arguments: &[&str]) -> Run {
    let run = stamp(["diff", "home.toml", "edited.toml", "fleet.csv"].into_iter().chain(arguments.iter().copied()));
    run.file("home.toml", HOME).file("edited.toml", &edited()).file("fleet.csv", FLEET)
}

#[test]
fn who_moves_is_told_with_the_edit_that_moves_them() {
    diff(&[])
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 8, sha256 9ae0c89e1345…
206 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone
13 on no hub yet: the old policy places them first

150 devices move (72.8 %), 26 devices cut off
         150  eu-1 -> eu-2
          21  us-1 -> refused
           5  a hub of no stamp -> refused
least possible for these shares: 150 (estimate), excess 0 (0.0 %)
would have left by the old policy, and stay now: 20 devices
refused by the new policy: 26 devices, none-open: no stamp that this device may be on takes devices now

why
         150  move `leave eu-1` is new, line 35
              150 eu-1 -> eu-2
          46  stamp `us-1`: `state = "down"` is new, line 32
              20 stay on eu-1, and would have left
              21 us-1 -> refused
              5 a hub of no stamp -> refused
           0  policy: `revision` "7" becomes "8", line 4
           0  rule `country` of `geo`: `map.FR = "eu"` is new, line 14

stamp     before      after     change   capacity  fill
eu-1         170         20       -150      2,000  █░░░░░░░░░░░░░░░░░░░   1.0 %
eu-2           3        153       +150      1,000  ████░░░░░░░░░░░░░░░░  15.3 %
us-1          28          7        -21      1,000  █░░░░░░░░░░░░░░░░░░░   0.7 %  down

"#]])
        .exits(0);
}

#[test]
fn without_an_edit_nobody_moves_but_those_who_would_anyway() {
    diff(&[])
        .file("edited.toml", &format!("# Nothing but a comment.\n{HOME}"))
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 7, sha256 b6bf9e52cf29…
206 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone
13 on no hub yet: the old policy places them first
there is no edit between them that a decision could see

nobody moves
would move anyway, as the old policy wants them elsewhere too: 25 devices
          20  eu-1 -> us-1
           5  a hub of no stamp -> us-1

stamp     before      after     change   capacity  fill
eu-1         170        150        -20      2,000  ██░░░░░░░░░░░░░░░░░░   7.5 %
eu-2           3          3          0      1,000  █░░░░░░░░░░░░░░░░░░░   0.3 %
us-1          28         53        +25      1,000  ██░░░░░░░░░░░░░░░░░░   5.3 %

"#]])
        .exits(0);
}

#[test]
fn placement_from_nothing_is_compared_where_it_is_asked_for() {
    let edited =
        HOME.replace("capacity = 1000\nserves   = { geo = \"eu\" }", "capacity = 9000\nserves   = { geo = \"eu\" }");
    diff(&["--fresh"])
        .file("edited.toml", &edited)
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 7, sha256 8199f812b4a6…
206 devices of fleet.csv, each as if it were new
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone

nobody moves

edits
           0  stamp `eu-2`: `capacity` 1000 becomes 9000, line 25

stamp     before      after     change   capacity  fill
eu-1         157        157          0      2,000  ██░░░░░░░░░░░░░░░░░░   7.9 %
eu-2           3          3          0      9,000  █░░░░░░░░░░░░░░░░░░░   0.0 %
us-1          46         46          0      1,000  █░░░░░░░░░░░░░░░░░░░   4.6 %

"#]])
        .exits(0);
}

#[test]
fn one_policy_alone_is_compared_with_nothing() {
    stamp(["diff", "home.toml", "fleet.csv"])
        .file("home.toml", HOME)
        .file("fleet.csv", FLEET)
        .notes(str![[r#"
error: there is one policy alone, home.toml: name the policy as it is and the policy as it shall be, or give `--base REVISION`

"#]])
        .exits(2);
}

#[test]
fn a_policy_with_errors_is_refused() {
    diff(&[])
        .file("edited.toml", &HOME.replace("capacity = 2000", "capacity = 0"))
        .notes(str![[r#"
error[out-of-range]: `capacity` cannot be 0
  --> edited.toml:19:12
   |
19 | capacity = 0
   |            ^
   |
   = help: write a whole number from 1 to 1,000,000

"#]])
        .exits(1);
}

#[test]
fn the_answers_of_devices_that_stay_are_compared() {
    let old = std::fs::read_to_string(repository().join("policies/contoso.toml")).unwrap();
    let new = old.replace("cool-start", "warm-start").replace("revision = \"2026-11-23\"", "revision = \"2026-11-24\"");
    stamp(["diff", "old.toml", "new.toml", "fleet.txt"])
        .file("old.toml", &old)
        .file("new.toml", &new)
        .file("fleet.txt", &(0..200).map(|number| format!("press-{number}\n")).collect::<String>())
        .prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 b5a7a69ad05d…
new new.toml: policy contoso 2026-11-24, sha256 2d15c4afdb20…
200 devices of fleet.txt, as they register
all of them on no hub yet: the old policy places them first

nobody moves

edits
           0  policy: `revision` "2026-11-23" becomes "2026-11-24", line 12
           0  attribute `trial`: `values` ["cool-start", "long-rinse"] becomes ["warm-start", "long-rinse"], together with: rule `first tenth of the presses` of `trial`: `value` "cool-start" becomes "warm-start", line 148

stamp        before      after     change   capacity  fill
eu-0              0          0          0     20,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %  down
eu-1            118        118          0    100,000  █░░░░░░░░░░░░░░░░░░░   0.1 %
eu-2             61         61          0    100,000  █░░░░░░░░░░░░░░░░░░░   0.1 %
eu-3             16         16          0     50,000  █░░░░░░░░░░░░░░░░░░░   0.0 %  reserved
eu-4              0          0          0     20,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %  closed
eu-9              5          5          0     10,000  █░░░░░░░░░░░░░░░░░░░   0.1 %
fabrikam          0          0          0      5,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %  reserved
us-1              0          0          0    100,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-2              0          0          0     50,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-9              0          0          0     10,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
ap-1              0          0          0     50,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %  down
ap-2              0          0          0     20,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
test-1            0          0          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %

answered otherwise to devices that stay where they are
         200  payload /policy: "contoso 2026-11-23" -> "contoso 2026-11-24"
          20  twin /properties/desired/trial: "cool-start" -> "warm-start"

"#]])
        .exits(0);
}

#[test]
fn a_stamp_by_another_name_moves_nobody() {
    diff(&[])
        .file("edited.toml", &HOME.replace("\"eu-1\"", "\"eu-one\""))
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 7, sha256 56d2100c5c75…
206 devices of fleet.csv, as they register
1 line is no device
  7: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone
13 on no hub yet: the old policy places them first

nobody moves
would move anyway, as the old policy wants them elsewhere too: 25 devices
          20  eu-one -> us-1
           5  a hub of no stamp -> us-1

edits
           0  stamp `eu-one` is new, together with: stamp `eu-1` is gone, line 16

stamp      before      after     change   capacity  fill
eu-one        170        150        -20      2,000  ██░░░░░░░░░░░░░░░░░░   7.5 %
eu-2            3          3          0      1,000  █░░░░░░░░░░░░░░░░░░░   0.3 %
us-1           28         53        +25      1,000  ██░░░░░░░░░░░░░░░░░░   5.3 %

"#]])
        .exits(0);
}

#[test]
fn a_device_that_never_changes_its_hub_stays_on_one_that_no_stamp_has_any_more() {
    let edited = HOME.replace("home-us-1", "home-us-2");
    diff(&[])
        .file("edited.toml", &edited)
        .file("fleet.csv", "registrationId,currentHub,neverReprovision\npress-1,home-us-1.azure-devices.net,true\n")
        .prints(str![[r#"
old home.toml: policy home 7, sha256 014a94ba79ab…
new edited.toml: policy home 7, sha256 4755cc1d1773…
1 device of fleet.csv, as they register

nobody moves

edits
           0  stamp `us-1`: `hub` "home-us-1.azure-devices.net" becomes "home-us-2.azure-devices.net", line 30

stamp     before      after     change   capacity  fill
eu-1           0          0          0      2,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
eu-2           0          0          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %
us-1           1          1          0      1,000  █░░░░░░░░░░░░░░░░░░░   0.1 %

"#]])
        .exits(0);
}
