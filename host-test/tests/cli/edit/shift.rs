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
        .prints(str![""])
        .notes(str![""])
        .exits(0);
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "5%", "--write"])
        .leaves("policy.toml", &shifted())
        .prints(str!["..."])
        .notes(str![""])
        .exits(0);
}

#[test]
fn the_same_stamps_again_raise_the_same_move() {
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "10 %", "--write"])
        .file("policy.toml", &shifted())
        .leaves("policy.toml", &shifted().replace("percent = 5 } }\n\n#", "percent = 10 } }\n\n#"))
        .prints(str![""])
        .notes(str!["..."])
        .exits(0);
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "5"])
        .file("policy.toml", &shifted())
        .prints(str![""])
        .exits(0);
}

#[test]
fn lowering_needs_to_be_said_and_is_told_to_bring_nobody_back() {
    let lower = ["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "2%"];
    edit(lower).file("policy.toml", &shifted()).notes(str![""]).exits(2);
    edit(lower.into_iter().chain(["--lower"]))
        .file("policy.toml", &shifted())
        .prints(str![""])
        .notes(str!["..."])
        .exits(0);
}

#[test]
fn a_move_that_someone_put_before_it_is_told() {
    let relieved = shifted().replace(SHIFT, "") + "\n" + SHIFT.trim_end() + "\n";
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-2", "10%"])
        .file("policy.toml", &relieved)
        .prints(str![""])
        .notes(str!["..."])
        .exits(0);
}

#[test]
fn a_target_that_takes_nobody_yet_is_found_by_the_check() {
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-3", "5%"]).prints(str![""]).notes(str!["..."]).exits(0);
}

#[test]
fn stamps_that_are_not_there_or_the_same_are_refused() {
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-4", "5%"]).notes(str![""]).exits(2);
    edit(["shift", "policy.toml", "--from", "eu-1", "--to", "eu-1", "5%"]).notes(str![""]).exits(2);
}
