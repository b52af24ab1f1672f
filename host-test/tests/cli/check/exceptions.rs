//! Findings that a policy excepts.

use snapbox::str;

use super::HOME;
use crate::run::stamp;

fn excepting(finding: &str, at: &str) -> String {
    format!(
        "{HOME}\n[[exception]]\nfinding = \"{finding}\"\nat      = \"{at}\"\nreason  = \"our devices say where they are\"\n"
    )
}

#[test]
fn what_a_policy_excepts_is_counted_and_not_shown() {
    stamp(["check", "home.toml", "--deny", "warnings"])
        .file("home.toml", &excepting("payload-missing", "geo"))
        .prints(str![[r#"
1 file checked: no problems, 1 excepted

"#]])
        .exits(0);
}

#[test]
fn an_exception_that_excepts_nothing_is_told_of() {
    stamp(["check", "home.toml"]).file("home.toml", &excepting("payload-missing", "release")).prints(str![[r#"
warning[payload-missing]: `geo` has no value for a new device that sends no payload, which is refused with 422
 --> home.toml:8:10
  |
8 | name   = "geo"
  |          ^^^^^
  |
  = note: for example { registration-id = "device-0001", enrollment-group = "group-0001" }
  = note: decided today: refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  = note: look closer: stamp explain home.toml --id device-0001 --enrollment-group group-0001
  = help: add a last rule without `when` that gives a value, or say by an exception that they shall be refused

warning[unused-exception]: there is no finding `payload-missing` to except at `release`
  --> home.toml:35:11
   |
35 | finding = "payload-missing"
   |           ^^^^^^^^^^^^^^^^^
   |
   = help: take the exception out

1 file checked: 2 warnings

"#]]).exits(0);
}

#[test]
fn an_exception_for_no_kind_of_finding_is_told_of() {
    let policy = excepting("payload-mising", "geo");
    stamp(["check", "home.toml", "--deny", "warnings"]).file("home.toml", &policy).prints(str![[r#"
warning[payload-missing]: `geo` has no value for a new device that sends no payload, which is refused with 422
 --> home.toml:8:10
  |
8 | name   = "geo"
  |          ^^^^^
  |
  = note: for example { registration-id = "device-0001", enrollment-group = "group-0001" }
  = note: decided today: refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  = note: look closer: stamp explain home.toml --id device-0001 --enrollment-group group-0001
  = help: add a last rule without `when` that gives a value, or say by an exception that they shall be refused

warning[unknown-finding]: `payload-mising` is no finding of the analysis
  --> home.toml:35:11
   |
35 | finding = "payload-mising"
   |           ^^^^^^^^^^^^^^^^
   |
   = help: did you mean `payload-missing`?

1 file checked: 2 warnings

"#]]).exits(1);
}

#[test]
fn an_exception_without_a_reason_is_an_error() {
    let policy = excepting("payload-missing", "geo").replace("reason  = \"our devices say where they are\"\n", "");
    stamp(["check", "home.toml"])
        .file("home.toml", &policy)
        .prints(str![[r#"
error[missing-key]: the excepted finding has no `reason`
  --> home.toml:34:1
   |
34 | [[exception]]
   | ^^^^^^^^^^^^^
   |
   = help: add `reason = …`: why it is meant to be so

1 file checked: 1 error

"#]])
        .exits(1);
}

/// Without outages nobody can know whether an exception for a guarantee is of use in one.
#[test]
fn an_exception_for_a_guarantee_is_unused_only_where_outages_were_looked_at() {
    let unused = |outages: &str| {
        let guarantee = "\n[[guarantee]]\nname  = \"g\"\nwhen  = { registration-id = \"p\" }\nnever = \"us-1\"\n";
        let policy = format!("{}{guarantee}", excepting("guarantee-acts", "other"));
        let check = stamp(["check", "home.toml", "--format", "json", "--outages", outages]).file("home.toml", &policy);
        check.prints(str!["..."]).exits(1).contains("unused-exception")
    };
    assert!(!unused("0") && unused("1"));
}
