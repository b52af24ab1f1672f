//! The text of the test file: every rule gives a value in it, and every stamp has a device.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::plan::Plan;

/// The device of all tests.
const DEVICE: &str = "registration-id = \"device-1\"";

pub(super) fn write(plan: &Plan<'_>) -> String {
    let mut text = format!(
        "# The tests of {}.toml: requests, and what must come of them. docs/testing.md says what may stand here.\n",
        plan.name
    );
    if plan.geographies.is_empty() {
        text += &test("a new device gets a stamp", "", &placed(plan, None, ""));
    }
    for geography in &plan.geographies {
        text += &of_geography(plan, geography);
    }
    text += &everyone_else(plan);
    text.extend(plan.stamps.iter().map(|stamp| {
        // The one hub that is linked is the only one that DPS accepts.
        let how = if plan.stamps.len() == 1 { "forced" } else { "stayed" };
        let geography = stamp.geographies.first().copied().or(plan.geographies.first().copied());
        let request = format!("{}, current-stamp = \"{}\"", geography.map(tag).unwrap_or_default(), stamp.name);
        let name = format!("a device that is on {} stays there", stamp.name);
        test(&name, &request, &format!("stamp = \"{}\", how = \"{how}\"", stamp.name))
    }));
    text
}

fn of_geography(plan: &Plan<'_>, geography: &str) -> String {
    let group = format!("{}-{geography}", plan.name);
    let by_tag = test(
        &format!("a device that is tagged {geography} belongs there"),
        &tag(geography),
        &placed(plan, Some(geography), "enrollment tag"),
    );
    let by_group = test(
        &format!("a device of the group {group} belongs in {geography}"),
        &format!(", enrollment-group = \"{group}\""),
        &placed(plan, Some(geography), "enrollment group"),
    );
    by_tag + &by_group
}

fn everyone_else(plan: &Plan<'_>) -> String {
    let Some(first) = plan.geographies.first() else { return String::new() };
    let mut group = "nowhere".to_owned();
    while plan.geographies.contains(&group.as_str()) {
        group.push('0');
    }
    test(
        &format!("a device of which nothing is known belongs in {first}"),
        &format!(", enrollment-group = \"{group}\""),
        &placed(plan, Some(first), &format!("{first} for everyone else")),
    )
}

fn tag(geography: &str) -> String {
    format!(", twin = {{ tags = {{ geo = \"{geography}\" }} }}")
}

/// What comes of a new device: a stamp, which is known where only one takes it.
fn placed(plan: &Plan<'_>, geography: Option<&str>, by: &str) -> String {
    let mut open = plan.serving(geography).filter(|stamp| stamp.is_open);
    let mut expect = match (open.next(), open.next()) {
        (None, _) => return "refusal = \"none-open\"".into(),
        (Some(only), None) => format!("stamp = \"{}\", how = \"placed\"", only.name),
        (Some(_), Some(_)) => "how = \"placed\"".into(),
    };
    if let Some(geography) = geography {
        expect += &format!(", attributes = {{ geo = \"{geography}\" }}, by = \"{by}\"");
    }
    expect
}

fn test(name: &str, request: &str, expect: &str) -> String {
    format!("\n[[test]]\nname = \"{name}\"\nrequest = {{ {DEVICE}{request} }}\nexpect = {{ {expect} }}\n")
}
