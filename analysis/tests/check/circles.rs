//! Circles of moves and of rules.

use analysis::check::Code;
use snapbox::{assert_data_eq, str};

use super::{check, fleet, told};

/// Two moves in opposite directions, with something more in each.
fn there_and_back(there: &str, back: &str) -> String {
    fleet(&format!(
        "[[move]]\nname = \"there\"\nfrom = \"eu-1\"\nto   = \"eu-2\"\n{there}\n[[move]]\nname = \"back\"\nfrom = \"eu-2\"\nto   = \"eu-1\"\n{back}"
    ))
}

fn cohort(name: &str, percent: &str) -> String {
    format!("when = {{ cohort = {{ name = \"{name}\", percent = {percent} }} }}\n")
}

fn no_circle_is_proved(policy: &str) -> bool {
    check(policy, 0).findings.iter().any(|finding| {
        finding.diagnostic.code == Code::Proved && finding.diagnostic.message.contains("goes round a circle")
    })
}

#[test]
fn two_moves_that_undo_each_other_are_a_circle() {
    let policy = there_and_back("", "");
    assert_data_eq!(
        told(&policy),
        str![[r#"
error[circle] at "there"
  a device goes round a circle: eu-1 → eu-2 → eu-1
  "back" goes on
  example: stays on eu-2; moved to eu-1 by `back`; geo = eu by `everyone else`; moved to eu-2 by `there`
  help: take one of these stamps out of `from` or `to`, or part the moves by a cohort or a condition

"#]]
    );
    assert!(!no_circle_is_proved(&policy));
}

#[test]
fn moves_of_different_slices_never_meet() {
    let policy = there_and_back(&cohort("relief", "10"), &cohort("relief", "[10, 20]"));
    assert_eq!(told(&policy), "");
    assert!(no_circle_is_proved(&policy));
}

#[test]
fn moves_that_only_go_where_the_hash_prefers_end() {
    let policy = there_and_back("whom = \"preferred\"\n", "whom = \"preferred\"\n");
    assert_eq!(told(&policy), "");
    assert!(no_circle_is_proved(&policy));
}

#[test]
fn a_circle_of_so_few_that_none_was_found_is_not_excluded() {
    let policy = there_and_back(&cohort("there", "0.1"), &cohort("back", "0.01"));
    assert_data_eq!(
        told(&policy),
        str![[r#"
warning[circle-not-excluded] at "there"
  a circle could neither be shown nor excluded: eu-1 → eu-2 → eu-1
  "back" goes on
  help: take one of these stamps out of `from` or `to`, or part the moves by a cohort or a condition

"#]]
    );
    assert!(!no_circle_is_proved(&policy));
}

#[test]
fn rules_that_read_the_current_stamp_may_go_in_a_circle_too() {
    let policy = include_str!("../../../oracle/fixed_cases/circle-of-rules.toml");
    assert_data_eq!(
        told(policy),
        str![[r#"
error[circle]
  a device goes round a circle: a → b → a
  example: placed on a, the only open stamp, admitted by `y as x`; g = y by `else`; l = prod by `else`; placed on b, the only open stamp; g = x by `as it is`; l = test by `x`
  help: rules that read `current` describe the device otherwise on each of these stamps: let them agree
warning[value-never-given] at "z"
  no rule gives `g` the value `z`
  help: add a rule that gives it, or take it out of `values` and of what serves it

"#]]
    );
}

/// The circle that is told is the one that the example goes round, and the shortest come first.
#[test]
fn of_very_many_circles_some_short_ones_are_told() {
    let stamp =
        |at: usize| format!("[[stamp]]\nname = \"s{at}\"\nhub = \"hub-s{at}.azure-devices.net\"\ncapacity = 1\n");
    let order = |at: usize| {
        format!(
            "[[move]]\nname = \"m{at}\"\nfrom = \"s{at}\"\nwhen = {{ cohort = {{ name = \"c{at}\", percent = 50 }} }}\n"
        )
    };
    let head = "language = 1\nhash = 1\npolicy = \"p\"\nseed = \"p\"\n";
    let entries: String = (0..12).map(stamp).chain((0..12).map(order)).collect();
    let report = check(&format!("{head}{entries}"), 0);
    let circles: Vec<_> = report.findings.iter().filter(|finding| finding.diagnostic.code == Code::Circle).collect();
    assert_eq!(circles.len(), 5);
    for circle in circles {
        let message = circle.diagnostic.message.strip_prefix("a device goes round a circle: ").unwrap();
        let stamps: Vec<&str> = message.split(" → ").collect();
        let shows = &circle.example.as_ref().unwrap().shows;
        assert_eq!(stamps.len(), 3, "{message}");
        assert!(stamps.iter().all(|stamp| shows.contains(&format!("moved to {stamp} "))), "{message}: {shows}");
    }
}
