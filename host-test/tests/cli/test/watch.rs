//! Tests that are run again when something changes.

use std::fs;

use super::right;

#[test]
fn a_change_of_policy_test_or_body_runs_the_tests_again() {
    let mut watching = right(&["test", "policies", "--watch"]).watches();
    watching.prints("2 passed; 0 failed");
    let folder = watching.folder().join("policies");
    fs::write(folder.join("bodies/broken.json"), "[]").unwrap();
    watching.prints("2 passed; 0 failed");
    let tests = fs::read_to_string(folder.join("home.test.toml")).unwrap();
    fs::write(folder.join("home.test.toml"), tests.replace("us-1", "eu-1")).unwrap();
    watching.prints("1 passed; 1 failed");
    let policy = fs::read_to_string(folder.join("home.toml")).unwrap();
    fs::write(folder.join("home.toml"), policy.replace("language = 1", "language = 7")).unwrap();
    watching.prints("0 passed; 2 failed");
    fs::write(folder.join("home.toml"), policy).unwrap();
    fs::write(folder.join("home.test.toml"), tests).unwrap();
    watching.prints("2 passed; 0 failed");
}

#[test]
fn a_report_beside_the_tests_does_not_run_them_again() {
    let mut watching = right(&["test", "policies", "--watch", "--report", "json=policies/results.json"]).watches();
    watching.prints("2 passed; 0 failed");
    let folder = watching.folder().join("policies");
    fs::copy(folder.join("home.test.toml"), folder.join("more.test.toml")).unwrap();
    fs::copy(folder.join("home.toml"), folder.join("more.toml")).unwrap();
    watching.prints("4 passed; 0 failed");
}

#[test]
fn a_change_of_a_fleet_runs_the_tests_again() {
    let run = right(&["test", "policies/home.toml", "--filter", "fleet", "--watch"]);
    let population =
        "policy = \"home.toml\"\n[[population]]\nname = \"a fleet\"\nfleet = \"ids\"\nexpect = { refused = 2 }\n";
    let mut watching = run.file("policies/fleet.test.toml", population).file("policies/ids", "a\nb\n").watches();
    watching.prints("1 passed; 0 failed");
    fs::write(watching.folder().join("policies/ids"), "a\nb\nc\n").unwrap();
    watching.prints("0 passed; 1 failed");
}
