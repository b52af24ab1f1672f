//! What `stamp explain --stamp` says of a stamp.

use serde_json::Value;
use snapbox::str;

use crate::run::stamp;
use crate::table::PRESSES;

#[test]
fn a_stamp_is_told_by_which_entries_it_gets_which_devices() {
    stamp(["explain", "presses.toml", "--stamp", "eu-2"])
        .file("presses.toml", PRESSES)
        .prints(str![[r#"
stamp eu-2, open, of policy presses

takes new devices
  25 % of geo = eu, release = 4.1
    geo by 2 rules: `country sent by the device`, `the EU for everyone else`
    release by `everyone else`
    cohorts bring 97.5 % here of those that are alike otherwise
  geo = eu, release = 4.2
    geo by 2 rules: `country sent by the device`, `the EU for everyone else`
    release by `canary`
    cohorts bring 2.5 % here of those that are alike otherwise

is given by moves
  `relief`: of those on eu-1, 20 %, where geo = eu, release = 4.1
    geo by 2 rules: `country sent by the device`, `the EU for everyone else`
    release by `everyone else`
    cohorts bring 97.5 % here of those that are alike otherwise

keeps those that are there
  geo = eu, release = 4.1
    geo by 2 rules: `country sent by the device`, `the EU for everyone else`
    release by `everyone else`
    cohorts bring 97.5 % here of those that are alike otherwise
  geo = eu, release = 4.2
    geo by 2 rules: `country sent by the device`, `the EU for everyone else`
    release by `canary`
    cohorts bring 2.5 % here of those that are alike otherwise

"#]])
        .exits(0);
}

#[test]
fn a_script_reads_every_way() {
    let printed = stamp(["explain", "presses.toml", "--stamp", "lab", "--format", "json"])
        .file("presses.toml", PRESSES)
        .prints(str!["..."])
        .exits(0);
    let told: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(told["stamp"], serde_json::json!({ "name": "lab", "state": "reserved" }));
    let ways: Vec<&str> = told["gets"].as_array().unwrap().iter().map(|gets| gets["way"].as_str().unwrap()).collect();
    assert_eq!(ways, ["pinned", "stays", "stays", "stays", "stays"]);
    assert_eq!(told["gets"][0]["pin"], "benches");
}

#[test]
fn a_stamp_that_is_not_there_is_named_with_those_that_are() {
    stamp(["explain", "presses.toml", "--stamp", "eu-3"])
        .file("presses.toml", PRESSES)
        .notes(str![[r#"
error: the policy has no stamp `eu-3`: did you mean `eu-1`?

"#]])
        .exits(2);
}
