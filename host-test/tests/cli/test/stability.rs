//! Tests of what was edited since another policy.

use snapbox::str;

use super::{HOME, Run, stamp};

/// The policy with a canary of a fifth, and closed for nobody.
fn edited() -> String {
    format!(
        "{HOME}\n[[move]]\nname = \"half of eu-1 leaves\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\nwhen = {{ cohort = {{ name = \"leave\", percent = 50 }} }}\n"
    )
}

fn stability(base: &str, expect: &str) -> Run {
    let test = format!(
        "policy = \"edited.toml\"\n\n[[population]]\nname   = \"the edit moves whom it is to move\"\nbase   = {base}\nfleet  = {{ seed = \"home\", devices = 1_000, payload = {{ country = \"DE\" }} }}\nexpect = {expect}\n"
    );
    stamp(["test", "edit.test.toml"])
        .file("home.toml", HOME)
        .file("edited.toml", &edited())
        .file("edit.test.toml", &test)
}

#[test]
fn an_edit_that_moves_nobody_else_passes() {
    stability(
        "\"home.toml\"",
        "{ within = { cohort = { name = \"leave\", percent = 50 } }, moves = { least = 300, most = 400 }, cut-off = 0 }",
    )
    .prints(str![[r#"
1 passed; 0 failed

"#]])
    .exits(0);
}

#[test]
fn one_that_moves_others_fails_and_names_the_edit() {
    stability("\"home.toml\"", "{ within = { cohort = { name = \"leave\", percent = 25 } }, moves = { most = 10 } }")
        .prints(str![[r#"
FAIL the edit moves whom it is to move edit.test.toml:4, 1,000 devices
  moves: expected at most 10, got 342
  within: expected nobody else is moved or cut off, got 179 others
    342 by move `half of eu-1 leaves` is new, line 34
0 passed; 1 failed

"#]])
        .exits(1);
}

#[test]
fn a_base_that_is_missing_unneeded_or_broken_is_told() {
    stability("\"none.toml\"", "{ moves = 0 }")
        .notes(str![[r#"
error: edit.test.toml cannot be run: line 5: could not read none.toml: No such file or directory (os error 2)

"#]])
        .prints(str!["..."])
        .exits(2);
    stability("\"home.toml\"", "{ refused = 0 }")
        .notes(str![[r#"
error[missing-key]: nothing is expected of what was edited since `base`
 --> edit.test.toml:5:10
  |
5 | base   = "home.toml"
  |          ^^^^^^^^^^^
  |
  = help: expect `moves`, `cut-off` or `within`, or leave `base` out

"#]])
        .prints(str!["..."])
        .exits(2);
    stability("\"home.toml\"\ndescription = \"x\"", "{ within = { is = { geo = \"mars\" } } }")
        .notes(str![[r#"
error: edit.test.toml cannot be run: line 8: `within`: `{ is = { geo = "mars" } }` is no condition: `geo` has no value `mars`: write `eu` or `us`

"#]])
        .prints(str!["..."])
        .exits(2);
    stability("\"broken.toml\"", "{ moves = 0 }")
        .file("broken.toml", &HOME.replace("capacity = 2000", "capacity = 0"))
        .notes(str![[r#"
error: edit.test.toml cannot be run: line 5: broken.toml has errors: line 19: `capacity` cannot be 0: write a whole number from 1 to 1,000,000

"#]])
        .prints(str!["..."])
        .exits(2);
    stamp(["test", "edit.test.toml"])
        .file("home.toml", HOME)
        .file(
            "edit.test.toml",
            "policy = \"home.toml\"\n\n[[population]]\nname   = \"nothing to compare with\"\nfleet  = { seed = \"home\", devices = 10 }\nexpect = { moves = 0 }\n",
        )
        .notes(str![[r#"
error[missing-key]: `moves`, `cut-off` and `within` are about what was edited since another policy
 --> edit.test.toml:6:10
  |
6 | expect = { moves = 0 }
  |          ^^^^^^^^^^^^^
  |
  = help: name that policy's file as `base`

"#]])
        .prints(str!["..."])
        .exits(2);
}

#[test]
fn no_number_of_devices_is_below_its_own_least() {
    stability("\"home.toml\"", "{ moves = { least = 5, most = 1 } }")
        .notes(str![[r#"
error[out-of-range]: no number is at least 5 and at most 1
 --> edit.test.toml:7:20
  |
7 | expect = { moves = { least = 5, most = 1 } }
  |                    ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: let `least` be no more than `most`

"#]])
        .prints(str!["..."])
        .exits(2);
}
