//! How a plan is told to scripts, and what cannot be planned.

use serde_json::{Value, json};
use snapbox::str;

use super::orders::moves;
use super::{PRESSES, canary, plan};
use crate::check::HOME;
use crate::run::stamp;

#[test]
fn for_scripts_it_is_json() {
    let order = |percent: u32| {
        moves(&format!(
            "\n[[move]]\nname = \"relief\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\nwhen = {{ cohort = {{ name = \"relief\", percent = {percent} }} }}\n"
        ))
    };
    let new = order(40).replace("capacity = 2000", "capacity = 4000");
    let printed = plan(&order(10), &new, &["--ramp", "100", "--format", "json"]).prints(str!["..."]).exits(0);
    let json: Value = serde_json::from_str(&printed).unwrap();
    let figures = ["devices", "moved", "twice", "seconds"].map(|figure| json[figure].as_u64().unwrap());
    assert_eq!(figures, [6000, 917, 0, 551]);
    assert_eq!(json["before"][0], json!({ "stamp": "eu-1", "devices": 2739 }));
    let steps = json["steps"].as_array().unwrap();
    let files: Vec<&Value> = steps.iter().map(|step| &step["file"]).collect();
    assert_eq!(files, ["1-everything-else.toml", "2-move-relief-40.toml"]);
    let edits = json!([{ "line": 18, "words": "stamp `eu-1`: `capacity` 2000 becomes 4000" }]);
    assert_eq!(steps[0]["units"], json!([{ "what": "everything-else", "edits": edits }]));
    ramped(&steps[1]);
}

fn ramped(step: &Value) {
    let words = "the hub of eu-1: 917 operations at 100 a minute";
    let expected = [
        ("/label", json!("move `relief` 40 %")),
        ("/flows", json!([{ "from": "eu-1", "to": "eu-2", "devices": 917, "move": true }])),
        ("/over/0", json!({ "stamp": "eu-2", "devices": 1680 })),
        ("/stamps/0", json!({ "stamp": "eu-1", "capacity": 4000, "devices": 1822 })),
        ("/bottleneck", json!({ "what": "hub", "stamp": "eu-1", "operations": 917, "rate": 100, "words": words })),
        ("/back/returned", json!(917)),
        ("/back/touched", json!(0)),
        ("/back/file", json!("2-back.toml")),
        ("/back/moves", json!(["back from eu-2 (move relief)"])),
        ("/units/0/entries", json!(["move `relief`"])),
    ];
    for (place, value) in expected {
        assert_eq!(step.pointer(place), Some(&value), "{place}");
    }
}

#[test]
fn policies_that_are_the_same_need_no_way() {
    plan(HOME, HOME, &[])
        .prints(str![[r#"
old old.toml: policy home 7, sha256 014a94ba79ab…
new new.toml: policy home 7, sha256 014a94ba79ab…
6,000 devices of presses.fleet.toml, as they register
the two policies are the same: there is no way to go

"#]])
        .exits(0);
    plan(HOME, &HOME.replace("\"7\"", "\"8\""), &[])
        .prints(str![[r#"
old old.toml: policy home 7, sha256 014a94ba79ab…
new new.toml: policy home 8, sha256 b6bd84ccaf85…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
everything else
  nothing that a decision could see
   1                      0             -           0           0
      eu-1 has 4,035 then, 2,035 more than it is built for
      eu-2 has 1,965 then, 965 more than it is built for

nobody moves by the edit

"#]])
        .exits(0);
}

#[test]
fn what_cannot_be_planned_is_told() {
    canary(&["--ramp", "10,50"])
        .notes(str![[r#"
error: invalid value '10,50' for '--ramp <PARTS>': `10,50` does not end at 100: the last step is all of the way

For more information, try '--help'.

"#]])
        .exits(2);
    canary(&["--hub-rate", "eu-8=100"])
        .notes(str![[r#"
error: --hub-rate: no stamp is named `eu-8`: did you mean `eu-0`?

"#]])
        .exits(2);
    canary(&["--hub-rate", "eu-9=fast"]).notes(str![[r#"
error: invalid value 'eu-9=fast' for '--hub-rate <[STAMP=]NUMBER>': `fast` is no number of devices in a minute, such as `100`

For more information, try '--help'.

"#]]).exits(2);
    canary(&["--dps-rate", "0"])
        .notes(str![[r#"
error: invalid value '0' for '--dps-rate <NUMBER>': 0 is not in 1..=4294967295

For more information, try '--help'.

"#]])
        .exits(2);
    canary(&["--registers-every", "1w"]).notes(str![[r#"
error: invalid value '1w' for '--registers-every <TIME>': `1w` is no time: write a whole number with its unit, such as `30m`, `12h` or `1d`

For more information, try '--help'.

"#]]).exits(2);
}

#[test]
fn where_nothing_can_be_written_it_is_told() {
    canary(&["--write", "full"])
        .file("full/there.txt", "")
        .notes(str![[r#"
error: the folder full is not empty: name a new one

"#]])
        .exits(2);
    canary(&["--write", "old.toml"])
        .notes(str![[r#"
error: old.toml is a file: name a folder

"#]])
        .exits(2);
}

#[test]
fn what_cannot_be_read_is_told() {
    stamp(["plan", "old.toml", "new.toml", "-"])
        .file("old.toml", HOME)
        .file("new.toml", HOME)
        .notes(str![[r#"
error: the fleet is read several times, which <standard input> cannot be: write it to a file first

"#]])
        .exits(2);
    stamp(["plan", "old.toml", "new.toml", "gone.csv"])
        .file("old.toml", HOME)
        .file("new.toml", HOME)
        .notes(str![[r#"
error: could not read gone.csv: No such file or directory (os error 2)

"#]])
        .exits(2);
    plan(HOME, &HOME.replace("capacity = 2000", "capacity = 0"), &[])
        .notes(str![[r#"
...
error[out-of-range]: `capacity` cannot be 0
...
"#]])
        .exits(1);
}

#[test]
fn a_device_that_never_changes_its_hub_does_not_move_off_one_that_no_stamp_has_any_more() {
    stamp(["plan", "old.toml", "new.toml", "fleet.csv"])
        .file("old.toml", HOME)
        .file("new.toml", &HOME.replace("home-us-1", "home-us-2"))
        .file("fleet.csv", "registrationId,currentHub,neverReprovision\npress-1,home-us-1.azure-devices.net,true\n")
        .prints(str![[r#"
old old.toml: policy home 7, sha256 014a94ba79ab…
new new.toml: policy home 7, sha256 4755cc1d1773…
1 device of fleet.csv, as they register

step    ends at        move         takes        back    not back  slowest
everything else
  stamp `us-1`: `hub` "home-us-1.azure-devices.net" becomes "home-us-2.azure-devices.net", line 30
   1                      0             -           0           0

nobody moves by the edit

"#]])
        .exits(0);
}

#[test]
fn who_moves_after_moving_anyway_is_told() {
    let on_a_stamp_that_is_down = format!("{PRESSES}current-hub = \"contoso-eu-0.azure-devices.net\"\n");
    canary(&["--ramp", "50,100"])
        .file("presses.fleet.toml", &on_a_stamp_that_is_down)
        .prints(str![[r#"
old old.toml: policy contoso 2026-11-23, sha256 b5a7a69ad05d…
new new.toml: policy contoso 2026-11-23, sha256 92e7528a2867…
6,000 devices of presses.fleet.toml, as they register

step    ends at        move         takes        back    not back  slowest
rule `EU canary` of `release`, cohort `release-4.2`: 5 % to 25 %
   1       15 %       6,000           1 h         594           0  the hub of eu-0: 6,000 operations at 100 a minute
      5,406 devices of these would move anyway: the old policy wants them elsewhere too
   2       25 %         619         7 min       1,213           0  the hub of eu-9: 619 operations at 100 a minute

1,213 devices move by the edit (20.2 %), each once, in 2 steps that take 1 h 7 min one after the other
619 devices of these have moved anyway before: where the old policy wanted them

"#]])
        .exits(0);
}
