//! What cannot be together is in no set, so it is proved.

use analysis::check::Code;

use super::{LAST, check, fleet, other, third};

/// The entries of the findings of a code.
fn entries(source: &str, code: Code) -> Vec<String> {
    let findings = check(source, 0).findings.into_iter();
    findings.filter(|finding| finding.diagnostic.code == code).map(|finding| finding.entry).collect()
}

/// The fleet with a rule for the US above its last.
fn with_rule(when: &str) -> String {
    let rule = format!("\n  [[attribute.rule]]\n  name  = \"never\"\n  when  = {when}\n  value = \"us\"\n");
    other(LAST, &(rule + LAST))
}

#[test]
fn a_text_has_no_place_inside_it() {
    let both = |inner: &str| with_rule(&format!("{{ payload = {{ \"/a\" = \"x\", \"{inner}\" = true }} }}"));
    assert_eq!(entries(&both("/a/b"), Code::RuleNeverDecides), ["never"]);
    assert!(entries(&both("/b"), Code::RuleNeverDecides).is_empty());
}

#[test]
fn a_device_without_a_group_meets_no_pattern_of_groups_also_if_each_is_taken_for_itself() {
    let letters = ["a", "b", "c", "d"];
    let pairs = letters.iter().flat_map(|one| letters.iter().map(move |other| (one, other)));
    let globs: Vec<String> = pairs.map(|(one, other)| format!("\"*{one}7?{other}*{one}*\"")).collect();
    let rules: String = globs
        .iter()
        .map(|glob| format!("\n  [[attribute.rule]]\n  name  = '{glob}'\n  when  = {{ enrollment-group = {{ glob = {glob} }} }}\n  value = \"us\"\n"))
        .collect();
    let never = "{ individual-enrollment = true, enrollment-group = { contains = \"a7\" } }";
    let source = with_rule(never).replace(
        "\n  [[attribute.rule]]\n  name  = \"never\"",
        &(rules + "\n  [[attribute.rule]]\n  name  = \"never\""),
    );
    assert_eq!(entries(&source, Code::RuleNeverDecides), ["never"]);
    assert!(entries(&source, Code::TooLarge).is_empty());
}

#[test]
fn nobody_is_moved_off_a_stamp_that_is_down() {
    let order = |name: &str, from: &str, to: &str| {
        format!(
            "[[move]]\nname = \"{name}\"\nfrom = \"{from}\"\nto   = \"{to}\"\nwhen = {{ cohort = {{ name = \"relief\", percent = 10 }} }}\n\n"
        )
    };
    let source =
        |state: &str| fleet(&(third(state) + &order("first", "eu-3", "eu-1") + &order("second", "eu-1", "eu-2")));
    assert_eq!(entries(&source("open"), Code::CohortInTwoMoves), ["second"]);
    assert!(entries(&source("down"), Code::CohortInTwoMoves).is_empty());
    assert_eq!(entries(&source("down"), Code::Waiting), ["first"]);
}
