//! Rules, values and keys of no use.

use snapbox::{assert_data_eq, str};

use super::{fleet, told};

/// An attribute that stamps do not serve, with these rules.
fn support(values: &str, rules: &[&str]) -> String {
    let rules: String =
        rules.iter().map(|rule| format!("\n  [[attribute.rule]]\n  {}\n", rule.replace("; ", "\n  "))).collect();
    fleet(&format!("[[attribute]]\nname   = \"support\"\nvalues = {values}\nplaces = false\n{rules}"))
}

const BOTH: &str = "[\"berlin\", \"austin\"]";
const US: &str = "name = \"us\"; when = { is = { geo = \"us\" } }; value = \"austin\"";
const ALL: &str = "name = \"all\"; value = \"berlin\"";

#[test]
fn a_rule_below_one_for_everybody_never_decides() {
    assert_data_eq!(
        told(&support(BOTH, &[US, ALL, "name = \"late\"; when = { iot-edge = true }; value = \"austin\""])),
        str![[r#"
warning[rule-never-decides] at "late"
  the rule `late` never decides: every device has a value before it comes to this rule
  "all" decides before it
  help: put it above the rule that takes every device

"#]]
    );
    assert_eq!(told(&support(BOTH, &[US, "name = \"late\"; when = { iot-edge = true }; value = \"austin\"", ALL])), "");
}

#[test]
fn a_rule_whose_devices_all_have_a_value_before_never_decides() {
    let narrow = "name = \"narrow\"; when = { is = { geo = \"us\" }, iot-edge = true }; value = \"berlin\"";
    assert_data_eq!(
        told(&support(BOTH, &[US, narrow, ALL])),
        str![[r#"
warning[rule-never-decides] at "narrow"
  the rule `narrow` never decides: every device that it would give a value has one before
  "us" decides before it
  help: put it higher, or take it out

"#]]
    );
    assert_eq!(told(&support(BOTH, &[narrow, US, ALL])), "");
}

#[test]
fn a_rule_whose_condition_contradicts_itself_never_decides() {
    let none = "name = \"none\"; when = { registration-id = \"a-1\", not = { registration-id = { prefix = \"a\" } } }; value = \"austin\"";
    assert_data_eq!(
        told(&support(BOTH, &[US, none, ALL])),
        str![[r#"
warning[rule-never-decides] at "none"
  the rule `none` never decides: its condition holds for no device
  help: mend the condition, or take the rule out

"#]]
    );
}

#[test]
fn a_rule_that_reads_nothing_that_is_a_value_never_decides() {
    let read = "name = \"read\"; read = { attribute = \"geo\" }";
    assert_data_eq!(
        told(&support(BOTH, &[US, read, ALL])),
        str![[r#"
warning[rule-never-decides] at "read"
  the rule `read` never decides: it never reads anything that becomes a value
  help: mend `read` or `map`, or take the rule out

"#]]
    );
}

#[test]
fn a_value_that_no_rule_gives_is_told() {
    let values = "[\"berlin\", \"austin\", \"tokyo\"]";
    assert_data_eq!(
        told(&support(values, &[US, ALL])),
        str![[r#"
warning[value-never-given] at "tokyo"
  no rule gives `support` the value `tokyo`
  help: add a rule that gives it, or take it out of `values` and of what serves it

"#]]
    );
    assert_eq!(told(&support(BOTH, &[US, ALL])), "");
}

#[test]
fn a_key_that_the_attribute_above_never_is_is_told() {
    let read = |map: &str| {
        format!(
            "name = \"office\"; read = {{ attribute = \"geo\" }}; map = {{ eu = \"berlin\", us = \"austin\"{map} }}"
        )
    };
    assert_data_eq!(
        told(&support(BOTH, &[&read(", ap = \"austin\"")])),
        str![[r#"
warning[key-never-read] at ap
  `ap` is never read: no value of the attribute is this
  help: mend the key, or take it out of `map`

"#]]
    );
    assert_eq!(told(&support(BOTH, &[&read("")])), "");
}

#[test]
fn a_key_that_no_part_of_an_id_or_group_can_be_is_told() {
    let read = |source: &str, key: &str| {
        let rule = format!(
            "name = \"office\"; read = {{ {source} = {{ separator = \"-\", part = 1 }} }}; map = {{ b = \"berlin\", {key} = \"austin\" }}"
        );
        told(&support(BOTH, &[&rule]))
    };
    assert_data_eq!(
        read("registration-id", "\"a-1\""),
        str![[r#"
warning[value-never-given] at "austin"
  no rule gives `support` the value `austin`
  help: add a rule that gives it, or take it out of `values` and of what serves it
warning[key-never-read] at "a-1"
  `a-1` is never read: no part of a registration ID is this
  help: mend the key, or take it out of `map`

"#]]
    );
    let found = read("enrollment-group", "\"a-1\"");
    assert!(found.contains("`a-1` is never read: no part of a group's name is this"), "{found}");
    assert_eq!(read("registration-id", "\"A_1\""), "");
}
