use snapbox::str;

use super::{POLICY, edit};

#[test]
fn a_cohort_is_shown_before_it_is_set() {
    edit(["set", "policy.toml", "canary", "25%"])
        .leaves("policy.toml", POLICY)
        .prints(str![[r#"
--- policy.toml
+++ policy.toml
@@ -9,7 +9,7 @@
 
   [[attribute.rule]]
   name  = "canary"  # slowly
-  when  = { cohort = { name = "canary", percent = 5 } }
+  when  = { cohort = { name = "canary", percent = 25 } }
   value = "4.2"
 
   [[attribute.rule]]
line 12, rule `canary` of `release`: `canary`, 5 % becomes 25 %
`stamp check` finds nothing new

"#]])
        .notes(str![[r#"
nothing written: add --write

"#]])
        .exits(0);
}

#[test]
fn a_cohort_is_set_and_nothing_else_changes() {
    edit(["set", "policy.toml", "canary", "12.5", "--write"])
        .leaves("policy.toml", &POLICY.replace("percent = 5 }", "percent = 12.5 }"))
        .prints(str!["..."])
        .notes(str![[r#"
wrote policy.toml

"#]])
        .exits(0);
}

#[test]
fn an_entry_that_asks_for_one_cohort_stands_for_it_and_a_slice_keeps_its_beginning() {
    for entry in ["relieve eu-1", "move relieve eu-1"] {
        edit(["set", "policy.toml", entry, "50%", "--write"])
            .leaves("policy.toml", &POLICY.replace("[10, 12.5]", "[10, 50]"))
            .prints(str!["..."])
            .notes(str!["..."])
            .exits(0);
    }
}

#[test]
fn lowering_a_move_is_told_to_bring_nobody_back() {
    edit(["set", "policy.toml", "relief", "11%"])
        .prints(str![[r#"
--- policy.toml
+++ policy.toml
@@ -40,4 +40,4 @@
 name = "relieve eu-1"
 from = "eu-1"
 to   = "eu-2"
-when = { cohort = { name = "relief", percent = [10, 12.5] } }
+when = { cohort = { name = "relief", percent = [10, 11] } }
line 43, move `relieve eu-1`: `relief`, 10 to 12.5 % becomes 10 to 11 %
  lowering the move `relieve eu-1` brings nobody back: who was moved stays where they are
`stamp check` finds nothing new

"#]])
        .notes(str!["..."])
        .exits(0);
}

/// The policy whose move asks for the rule's cohort.
fn shared() -> String {
    POLICY.replace(r#"name = "relief", percent = [10, 12.5]"#, r#"name = "canary", percent = 10"#)
}

#[test]
fn a_cohort_with_different_ends_is_not_set_and_its_places_are_listed() {
    edit(["set", "policy.toml", "canary", "25%", "--write"])
        .file("policy.toml", &shared())
        .leaves("policy.toml", &shared())
        .notes(str![[r#"
error: the cohort `canary` ends at different places: say which entry is meant (--entry)
  line 12, rule `canary` of `release`: `canary`, 5 %
  line 43, move `relieve eu-1`: `canary`, 10 %

"#]])
        .exits(2);
}

#[test]
fn an_entry_is_picked_by_its_name() {
    for entry in ["canary", "rule canary", "release canary"] {
        edit(["set", "policy.toml", "canary", "25%", "--write", "--entry", entry])
            .file("policy.toml", &shared())
            .leaves("policy.toml", &shared().replace("percent = 5 }", "percent = 25 }"))
            .prints(str!["..."])
            .notes(str!["..."])
            .exits(0);
    }
    edit(["set", "policy.toml", "canary", "25%", "--entry", "relieve"])
        .file("policy.toml", &shared())
        .notes(str![[r#"
error: no entry that asks for `canary` is named `relieve`: write `canary` or `relieve eu-1`

"#]])
        .exits(2);
}

#[test]
fn an_entry_whose_name_others_have_is_not_guessed() {
    let twice = POLICY
        .replace("name = \"relieve eu-1\"", "name = \"canary\"")
        .replace("name = \"canary\", percent", "name = \"wave\", percent");
    edit(["set", "policy.toml", "canary", "25%"]).file("policy.toml", &twice).notes(str![[r#"
error: `canary` may be the rule `canary` of `release` or the move `canary`: put its kind or its attribute before the name

"#]]).exits(2);
    let set = twice.replace("percent = 5 }", "percent = 25 }");
    edit(["set", "policy.toml", "release canary", "25%", "--write"])
        .file("policy.toml", &twice)
        .leaves("policy.toml", &set)
        .prints(str!["..."])
        .notes(str!["..."])
        .exits(0);
}

#[test]
fn a_name_that_is_not_there_is_told_with_the_nearest() {
    edit(["set", "policy.toml", "canry", "25%"])
        .notes(str![[r#"
error: no cohort is named `canry`: did you mean `canary`?

"#]])
        .exits(2);
}

#[test]
fn an_edit_that_would_leave_errors_is_refused_with_the_text_that_has_them() {
    edit(["set", "policy.toml", "relief", "10%", "--write"])
        .leaves("policy.toml", POLICY)
        .notes(str![[r#"
this edit would leave a policy that has errors, so nothing is changed
error[empty-slice]: nobody is from 10 to 10 percent
  --> policy.toml:43:48
   |
43 | when = { cohort = { name = "relief", percent = [10, 10] } }
   |                                                ^^^^^^^^
   |
   = help: write the lower end first; for nobody, write `percent = 0`

"#]])
        .exits(1);
}

#[test]
fn what_is_no_percentage_is_wrong_use() {
    edit(["set", "policy.toml", "canary", "120%"])
        .notes(str![[r#"
error: invalid value '120%' for '<PERCENT>': it is not within 0 to 100: write a percentage such as 5% or 12.5%

For more information, try '--help'.

"#]])
        .exits(2);
}

#[test]
fn where_the_policy_asks_for_no_cohort_it_says_so() {
    let none = "language = 1\nhash = 1\npolicy = \"p\"\nseed = \"p\"\n[[stamp]]\nname = \"one\"\nhub = \"presses-1.azure-devices.net\"\ncapacity = 1\n";
    edit(["set", "policy.toml", "release", "5%"])
        .file("policy.toml", none)
        .notes(str![[r#"
error: the policy asks for no cohort, so there is no percentage to set

"#]])
        .exits(2);
}
