//! New devices that are refused.

use analysis::check::Code;
use serde_json::json;
use snapbox::{assert_data_eq, str};

use super::{FLEET, LAST, example, fleet, other, told};

const TAG: &str = "read = { twin = \"/tags/geo\" }";

#[test]
fn a_value_that_no_stamp_serves_is_told_with_a_device() {
    let policy = other("[\"eu\", \"us\"]", "[\"eu\", \"us\", \"ap\"]");
    assert_data_eq!(
        told(&policy),
        str![[r#"
warning[not-served] at "enrollment tag"
  no stamp serves `geo = ap`: new devices described so are refused with 422
  example: refused, not-served: no stamp serves such a device; geo = ap by `enrollment tag`
  help: let a stamp serve it, let a rule describe such devices otherwise, or add a fallback

"#]]
    );
    let request = example(&policy, Code::NotServed, 0).request;
    assert_eq!(request["enrollmentGroup"]["initialTwin"], json!({ "tags": { "geo": "ap" } }));
    assert_eq!(told(&policy.replace("serves   = { geo = \"us\" }", "serves   = { geo = [\"us\", \"ap\"] }")), "");
}

#[test]
fn each_of_two_values_that_no_stamp_serves_is_told() {
    let policy = other("[\"eu\", \"us\"]", "[\"eu\", \"us\", \"ap\", \"af\"]");
    assert_eq!(told(&policy).matches("warning[not-served]").count(), 2);
}

/// The fleet with a release of which a cohort gets the next.
fn canary(condition: &str) -> String {
    let rules = format!(
        "\n[[attribute]]\nname   = \"release\"\nvalues = [\"4.1\", \"4.2\"]\n\n  [[attribute.rule]]\n  name  = \"canary\"\n  when  = {{ {condition}cohort = {{ name = \"release-4.2\", percent = 5 }} }}\n  value = \"4.2\"\n\n  [[attribute.rule]]\n  name  = \"others\"\n  value = \"4.1\"\n"
    );
    FLEET
        .replace("geo = \"eu\" }", "geo = \"eu\", release = \"*\" }")
        .replace("geo = \"us\" }", "geo = \"us\", release = \"4.1\" }")
        + &rules
}

#[test]
fn a_cohort_that_no_stamp_serves_is_told_with_its_share() {
    let policy = canary("");
    assert_data_eq!(
        told(&policy),
        str![[r#"
error[canary-not-served] at "canary"
  no stamp serves `geo = us` and `release = 4.2`: new devices described so are refused with 422; a cohort describes 5 % of the devices like the example so
  example: refused, not-served: no stamp serves such a device; geo = us by `enrollment tag`; release = 4.2 by `canary`
  help: let a stamp serve it, or let the rule's condition leave these devices out

"#]]
    );
    assert_eq!(told(&canary("is = { geo = \"eu\" }, ")), "");
}

#[test]
fn a_description_whose_stamps_are_closed_is_told() {
    let policy = other("capacity = 50_000\n", "capacity = 50_000\nstate    = \"closed\"\n");
    assert_data_eq!(
        told(&policy),
        str![[r#"
warning[none-open] at "enrollment tag"
  no open stamp serves `geo = us`: new devices described so are refused with 503
  example: refused, none-open: no stamp that this device may be on takes devices now; geo = us by `enrollment tag`
  help: open a stamp that serves them, or add a fallback; DPS asks again for about seven minutes

"#]]
    );
    let fallback =
        "\n[[fallback]]\nname = \"rather there\"\nwhen = { is = { geo = \"us\" } }\nas   = { geo = \"eu\" }\n";
    assert_eq!(told(&format!("{policy}{fallback}")), "");
}

#[test]
fn an_attribute_without_a_last_rule_leaves_devices_without_value() {
    assert_data_eq!(
        told(&other(LAST, "")),
        str![[r#"
warning[no-value] at "geo"
  `geo` has no value for some new device, which is refused with 422
  example: refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  help: add a last rule without `when` that gives a value, or say by an exception that they shall be refused

"#]]
    );
}

#[test]
fn a_device_that_sends_no_payload_is_told_apart() {
    let policy = other(LAST, "").replace(TAG, "read = { payload = \"/geo\" }");
    assert_data_eq!(
        told(&policy),
        str![[r#"
warning[payload-missing] at "geo"
  `geo` has no value for a new device that sends no payload, which is refused with 422
  example: refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  help: add a last rule without `when` that gives a value, or say by an exception that they shall be refused

"#]]
    );
    assert_eq!(told(&other(TAG, "read = { payload = \"/geo\" }")), "");
}

#[test]
fn an_attribute_that_does_not_place_may_have_no_value() {
    let family = "[[attribute]]\nname   = \"family\"\nvalues = [\"press\"]\nplaces = false\n\n  [[attribute.rule]]\n  name = \"tag\"\n  read = { twin = \"/tags/family\" }\n";
    assert_eq!(told(&fleet(family)), "");
}

#[test]
fn a_pinned_device_needs_no_description() {
    let pin = "\n[[pin]]\nname  = \"all\"\nstamp = \"eu-1\"\n";
    let found = told(&format!("{}{pin}", other(LAST, "")));
    assert!(!found.contains("no-value"), "{found}");
}
