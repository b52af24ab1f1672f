//! The parts of the workspace depend on each other as `ARCHITECTURE.md` says, and in no other way.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// What each part may use of our own.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("xtask", &[]),
    ("dps", &[]),
    ("placement", &["dps"]),
    ("analysis", &["dps", "placement"]),
    ("allocator", &["dps", "placement"]),
    ("probe", &[]),
    ("empty", &[]),
    ("playground", &["dps", "placement", "analysis"]),
    ("host-test", &["dps", "placement", "analysis", "xtask"]),
];

#[test]
fn no_part_depends_on_one_that_it_must_not_know() {
    let output = Command::new(env!("CARGO")).args(["metadata", "--no-deps", "--format-version", "1"]).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeSet<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    assert_eq!(names, ALLOWED.iter().map(|(name, _)| *name).collect());
    let allowed = BTreeMap::from(ALLOWED);
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let used = package["dependencies"].as_array().unwrap().iter().map(|used| used["name"].as_str().unwrap());
        for used in used.filter(|used| names.contains(used)) {
            assert!(allowed[name].contains(&used), "`{name}` must not use `{used}`");
        }
    }
}
