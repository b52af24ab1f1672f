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
