//! What every edit has in common.

use serde::Deserialize;
use serde_json::Value;
use snapbox::str;

use super::{POLICY, edit};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    policy: String,
    changed: bool,
    written: bool,
    did: Vec<String>,
    remarks: Vec<String>,
    diff: String,
    findings: Vec<Value>,
    difference: Option<Value>,
}

#[test]
fn a_script_is_told_what_people_are() {
    let json = edit(["down", "policy.toml", "eu-2", "--write", "--format", "json"])
        .prints(str!["..."])
        .notes(str!["..."])
        .exits(0);
    let edit: Edit = serde_json::from_str(&json).unwrap();
    assert_eq!((edit.policy.as_str(), edit.changed, edit.written), ("policy.toml", true, true));
    assert_eq!((edit.did.len(), edit.remarks.len()), (1, 0));
    assert!(edit.diff.contains("+state    = \"down\"\n"), "{}", edit.diff);
    assert_eq!(edit.findings.iter().map(|finding| &finding["code"]).collect::<Vec<_>>(), ["waiting"]);
    assert_eq!(edit.difference, None);
}

/// Forty devices of which nothing is known but the registration ID.
fn fleet() -> String {
    (1..=40).map(|number| format!("press-{number:04}\n")).collect()
}

#[test]
fn what_it_does_to_a_fleet_is_shown_before_it_is_written() {
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "20%", "--fleet", "fleet.txt"])
        .file("fleet.txt", &fleet())
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
+when = { cohort = { name = "shift-eu-1-eu-2", percent = 20 } }
+
 # eu-1 is too full.
 [[move]]
 name = "relieve eu-1"
20 % of the devices of `eu-1` go to `eu-2` by a new move, `shift eu-1 to eu-2`
  it stands before `relieve eu-1`: the first move that applies wins, and this one is to get its share of all devices of `eu-1`
`stamp check` finds nothing new

old policy.toml as it is: policy edited, sha256 5915c906d09a…
new policy.toml as edited: policy edited, sha256 a81b6fd626d7…
40 devices of fleet.txt, as they register
all of them on no hub yet: the old policy places them first

4 devices move (10.0 %)
           4  eu-1 -> eu-2
least possible for these shares: 4 (exact), excess 0 (0.0 %)

why
           4  move `shift eu-1 to eu-2` is new, line 38

stamp     before      after     change   capacity  fill
eu-1          17         13         -4      1,000  █░░░░░░░░░░░░░░░░░░░   1.3 %
eu-2          23         27         +4      1,000  █░░░░░░░░░░░░░░░░░░░   2.7 %
eu-3           0          0          0      1,000  ░░░░░░░░░░░░░░░░░░░░   0.0 %  closed

"#]])
        .notes(str![[r#"
nothing written: add --write

"#]])
        .exits(0);
    let shift = ["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "20%", "--fleet", "fleet.txt"];
    let json = edit(shift.into_iter().chain(["--format", "json"]))
        .file("fleet.txt", &fleet())
        .prints(str!["..."])
        .notes(str!["..."])
        .exits(0);
    let edit: Edit = serde_json::from_str(&json).unwrap();
    assert_eq!(edit.difference.unwrap()["devices"], 40);
}

#[test]
fn a_fleet_that_cannot_be_read_leaves_the_policy_as_it_is() {
    edit(["close", "policy.toml", "eu-1", "--write", "--fleet", "none.csv"])
        .leaves("policy.toml", POLICY)
        .notes(str![[r#"
error: could not read none.csv: [..]

"#]])
        .exits(2);
    edit(["close", "policy.toml", "eu-1", "--current-hub", "edited-eu-1.azure-devices.net"])
        .notes(str![[r#"
error: the following required arguments were not provided:
  --fleet <FLEET>

Usage: stamp close --fleet <FLEET> --current-hub <HUB> <POLICY> <STAMP>...

For more information, try '--help'.

"#]])
        .exits(2);
    edit(["close", "-", "eu-1", "--fleet", "-"])
        .input(POLICY)
        .notes(str![[r#"
error: the standard input is either the policy or the fleet: name a file for one of them

"#]])
        .exits(2);
}

#[test]
fn the_standard_input_is_edited_and_not_written() {
    edit(["set", "-", "canary", "6%"]).input(POLICY).prints(str!["..."]).notes(str!["..."]).exits(0);
    edit(["set", "-", "canary", "6%", "--write"])
        .input(POLICY)
        .notes(str![[r#"
error: the standard input is no file that could be written: leave --write out, or name the file

"#]])
        .exits(2);
}

#[test]
fn a_policy_with_errors_is_not_edited() {
    edit(["open", "policy.toml", "eu-1"])
        .file("policy.toml", &POLICY.replace("hash     = 1\n", ""))
        .notes(str![[r#"
error[missing-key]: the policy has no `hash`
 --> policy.toml:1:1
  |
1 | language = 1
  | ^
  |
  = help: add `hash = 1`: the version of the hashing

"#]])
        .exits(1);
}

#[test]
fn what_a_check_found_before_is_not_told_again() {
    let known = POLICY.replace("state    = \"closed\"\n", "").replace("to   = \"eu-2\"", "to   = [\"eu-2\", \"eu-3\"]");
    let waits = known.replace("name     = \"eu-3\"\n", "name     = \"eu-3\"\nstate    = \"closed\"\n");
    edit(["set", "policy.toml", "canary", "6%"])
        .file("policy.toml", &waits)
        .prints(str![[r#"
--- policy.toml
+++ policy.toml
@@ -9,7 +9,7 @@
 
   [[attribute.rule]]
   name  = "canary"  # slowly
-  when  = { cohort = { name = "canary", percent = 5 } }
+  when  = { cohort = { name = "canary", percent = 6 } }
   value = "4.2"
 
   [[attribute.rule]]
line 12, rule `canary` of `release`: `canary`, 5 % becomes 6 %
`stamp check` finds nothing new

"#]])
        .notes(str!["..."])
        .exits(0);
}

#[test]
fn an_edit_is_in_colour_where_that_is_asked_for() {
    let coloured = edit(["set", "policy.toml", "canary", "6%", "--color", "always"])
        .prints(str!["..."])
        .notes(str!["..."])
        .exits(0);
    assert!(coloured.contains("\u{1b}[1m\u{1b}[32m+  when"), "{coloured}");
}
