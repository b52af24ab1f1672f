use snapbox::str;

use super::{POLICY, edit};

const SHIFT: &str = r#"[[move]]
name = "shift eu-1 to eu-2"
from = "eu-1"
to   = "eu-2"
when = { cohort = { name = "shift-eu-1-eu-2", percent = 5 } }

"#;

/// The policy with the move that a shift puts in.
fn shifted() -> String {
    POLICY.replace("# eu-1 is", &format!("{SHIFT}# eu-1 is"))
}

#[test]
fn a_share_goes_by_a_move_before_those_that_take_devices_off_the_stamp_too() {
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "5%"])
        .leaves("policy.toml", POLICY)
        .prints(str![[r#"
--- policy.toml
+++ policy.toml
@@ -35,6 +35,12 @@
 state    = "closed"
 serves   = { release = "*" }
 
+[[move]]
+name = "shift eu-1 to eu-2"
+from = "eu-1"
+to   = "eu-2"
+when = { cohort = { name = "shift-eu-1-eu-2", percent = 5 } }
+
 # eu-1 is too full.
 [[move]]
 name = "relieve eu-1"
5 % of the devices of `eu-1` go to `eu-2` by a new move, `shift eu-1 to eu-2`
  it stands before `relieve eu-1`: the first move that applies wins, and this one is to get its share of all devices of `eu-1`
`stamp check` finds nothing new

"#]])
        .notes(str![[r#"
nothing written: add --write

"#]])
        .exits(0);
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "5%", "--write"])
        .leaves("policy.toml", &shifted())
        .prints(str!["..."])
        .notes(str![[r#"
wrote policy.toml

"#]])
        .exits(0);
}

#[test]
fn the_same_stamps_again_raise_the_same_move() {
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "10 %", "--write"])
        .file("policy.toml", &shifted())
        .leaves("policy.toml", &shifted().replace("percent = 5 } }\n\n#", "percent = 10 } }\n\n#"))
        .prints(str![[r#"
--- policy.toml
+++ policy.toml
@@ -39,7 +39,7 @@
 name = "shift eu-1 to eu-2"
 from = "eu-1"
 to   = "eu-2"
-when = { cohort = { name = "shift-eu-1-eu-2", percent = 5 } }
+when = { cohort = { name = "shift-eu-1-eu-2", percent = 10 } }
 
 # eu-1 is too full.
 [[move]]
the move `shift eu-1 to eu-2` takes 10 % of the devices of `eu-1`, and took 5 %
`stamp check` finds nothing new

"#]])
        .notes(str!["..."])
        .exits(0);
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "5"])
        .file("policy.toml", &shifted())
        .prints(str![[r#"
nothing to do: the move `shift eu-1 to eu-2` takes 5 % already

"#]])
        .exits(0);
}

#[test]
fn lowering_needs_to_be_said_and_is_told_to_bring_nobody_back() {
    let lower = ["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "2%"];
    edit(lower)
        .file("policy.toml", &shifted())
        .notes(str![[r#"
error: the move `shift eu-1 to eu-2` is at 5 % already, and 2 % is less: that would bring nobody back
add --lower if fewer new ones are to follow

"#]])
        .exits(2);
    edit(lower.into_iter().chain(["--lower"]))
        .file("policy.toml", &shifted())
        .prints(str![[r#"
--- policy.toml
+++ policy.toml
@@ -39,7 +39,7 @@
 name = "shift eu-1 to eu-2"
 from = "eu-1"
 to   = "eu-2"
-when = { cohort = { name = "shift-eu-1-eu-2", percent = 5 } }
+when = { cohort = { name = "shift-eu-1-eu-2", percent = 2 } }
 
 # eu-1 is too full.
 [[move]]
the move `shift eu-1 to eu-2` takes 2 % of the devices of `eu-1`, and took 5 %
  this brings nobody back: who was moved stays where they are
`stamp check` finds nothing new

"#]])
        .notes(str!["..."])
        .exits(0);
}

#[test]
fn a_move_that_someone_put_before_it_is_told() {
    let relieved = shifted().replace(SHIFT, "") + "\n" + SHIFT.trim_end() + "\n";
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "10%"])
        .file("policy.toml", &relieved)
        .prints(str![[r#"
--- policy.toml
+++ policy.toml
@@ -46,4 +46,4 @@
 name = "shift eu-1 to eu-2"
 from = "eu-1"
 to   = "eu-2"
-when = { cohort = { name = "shift-eu-1-eu-2", percent = 5 } }
+when = { cohort = { name = "shift-eu-1-eu-2", percent = 10 } }
the move `shift eu-1 to eu-2` takes 10 % of the devices of `eu-1`, and took 5 %
  it stands behind `relieve eu-1`, so its share is one of those that are left on `eu-1`
`stamp check` finds nothing new

"#]])
        .notes(str!["..."])
        .exits(0);
}

#[test]
fn a_target_that_takes_nobody_yet_is_found_by_the_check() {
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-3", "5%"]).prints(str![[r#"
--- policy.toml
+++ policy.toml
@@ -35,6 +35,12 @@
 state    = "closed"
 serves   = { release = "*" }
 
+[[move]]
+name = "shift eu-1 to eu-3"
+from = "eu-1"
+to   = "eu-3"
+when = { cohort = { name = "shift-eu-1-eu-3", percent = 5 } }
+
 # eu-1 is too full.
 [[move]]
 name = "relieve eu-1"
5 % of the devices of `eu-1` go to `eu-3` by a new move, `shift eu-1 to eu-3`
  it stands before `relieve eu-1`: the first move that applies wins, and this one is to get its share of all devices of `eu-1`
`stamp check` finds what it did not find before:
note[waiting]: the move `shift eu-1 to eu-3` moves nobody as the stamps are: `eu-3` is closed
  --> policy.toml:39:8
   |
39 | name = "shift eu-1 to eu-3"
   |        ^^^^^^^^^^^^^^^^^^^^
   |
   = help: it waits until that stamp is open or reserved

"#]]).notes(str!["..."]).exits(0);
}

#[test]
fn stamps_that_are_not_there_or_the_same_are_refused() {
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-4", "5%"])
        .notes(str![[r#"
error: no stamp is named `eu-4`: did you mean `eu-1`?

"#]])
        .exits(2);
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-1", "5%"])
        .notes(str![[r#"
error: devices of `eu-1` cannot go to `eu-1`: name another stamp to go to

"#]])
        .exits(2);
}

#[test]
fn a_move_of_its_cohort_that_somebody_made_another_one_is_not_its_own() {
    for change in ["whom = \"preferred\"\nwhen = { cohort", "when = { iot-edge = false, cohort"] {
        let changed = shifted().replacen("when = { cohort", change, 1);
        edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "10 %"])
            .file("policy.toml", &changed)
            .prints(str![[r#"
...
+when = { cohort = { name = "shift-eu-1-eu-2-2", percent = 10 } }
...
"#]])
            .notes(str!["..."])
            .exits(0);
    }
}

#[test]
fn nobody_is_not_shifted_by_a_new_move() {
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "0%"])
        .leaves("policy.toml", POLICY)
        .notes(str![[r#"
error: no move shifts devices of `eu-1` to `eu-2`, so there is none to set to 0 %

"#]])
        .exits(2);
}
