use snapbox::str;

use super::{POLICY, edit};

#[test]
fn a_state_is_added_and_what_it_means_is_told() {
    edit(["close", "policy.toml", "eu-1"])
        .leaves("policy.toml", POLICY)
        .prints(str![[r#"
--- policy.toml
+++ policy.toml
@@ -20,6 +20,7 @@
 name     = "eu-1"
 hub      = "edited-eu-1.azure-devices.net"
 capacity = 1_000  # as built
+state    = "closed"
 serves   = { release = "*" }
 
 [[stamp]]
`eu-1` is closed and was open: it keeps the devices that it has, and takes no others
`stamp check` finds nothing new

"#]])
        .notes(str![[r#"
nothing written: add --write

"#]])
        .exits(0);
}

#[test]
fn several_stamps_are_set_at_once() {
    let closed = POLICY
        .replace("# as built\n", "# as built\nstate    = \"reserved\"\n")
        .replace("state    = \"closed\"", "state    = \"reserved\"");
    edit(["reserve", "policy.toml", "eu-1", "eu-3", "--write"])
        .leaves("policy.toml", &closed)
        .prints(str!["..."])
        .notes(str![[r#"
wrote policy.toml

"#]])
        .exits(0);
}

#[test]
fn what_is_so_already_is_told_and_not_written() {
    edit(["close", "policy.toml", "eu-3", "--write"])
        .leaves("policy.toml", POLICY)
        .prints(str![[r#"
`eu-3` is closed already

"#]])
        .exits(0);
}

/// The policy in which a stamp is down by `[down]`.
fn held_down() -> String {
    POLICY.replace("seed     = \"edited\"\n", "seed     = \"edited\"\ndown     = [\"eu-2\"]\n")
}

#[test]
fn a_stamp_that_down_holds_down_is_not_opened_by_its_own_state() {
    edit(["open", "policy.toml", "eu-2"]).file("policy.toml", &held_down()).notes(str![[r#"
error: the stamp `eu-2` is down by `[down]`, whatever its own `state` says: `"eu-2"` holds it, on line 5: take that out, or all of `[down]` where nothing else is in it

"#]]).exits(2);
    edit(["down", "policy.toml", "eu-2"])
        .file("policy.toml", &held_down())
        .prints(str![[r#"
`eu-2` is down already, by `[down]` on line 5

"#]])
        .exits(0);
}

#[test]
fn a_stamp_that_is_not_there_is_told_with_the_nearest() {
    edit(["down", "policy.toml", "eu-1", "eu1"])
        .notes(str![[r#"
error: no stamp is named `eu1`: did you mean `eu-1`?

"#]])
        .exits(2);
}
