//! Which devices a stamp gets, and by which entries.

use analysis::table::{Gets, Share, Shares, Value, Way};
use placement::{Policy, Stamp};
use serde_json::json;

use super::page::Page;
use super::style::{HEADING, Styled, TAKEN};
use super::{Visible, plural};

/// A heading, and the ways that stand below it.
type Kind = (&'static str, fn(&Way) -> bool);

/// For people: way by way, and for each the devices.
pub(crate) fn for_people(policy: &Policy, stamp: &Stamp, gets: &[Gets]) -> String {
    let mut page = Page::default();
    let (name, state) = (stamp.name.as_str(), stamp.state);
    page.line(
        0,
        format_args!("{} {}, {state}, of policy {}", Styled(HEADING, "stamp"), Styled(TAKEN, name), policy.name()),
    );
    let kinds: [Kind; 4] = [
        ("is given by pins", |way| matches!(way, Way::Pinned { .. })),
        ("takes new devices", |way| matches!(way, Way::Placed { .. })),
        ("is given by moves", |way| matches!(way, Way::Moved { .. })),
        ("keeps those that are there", |way| matches!(way, Way::Stays | Way::Held { .. })),
    ];
    for (heading, is_kind) in kinds {
        let of_kind: Vec<&Gets> = gets.iter().filter(|gets| is_kind(&gets.way)).collect();
        if of_kind.is_empty() {
            continue;
        }
        page.gap();
        page.line(0, Styled(HEADING, heading));
        for gets in of_kind {
            page.line(1, Visible(what(gets)));
            for line in whom(gets) {
                page.line(2, Visible(line));
            }
        }
    }
    if gets.is_empty() {
        page.gap();
        page.line(0, "no device gets there, and none stays");
    }
    page.into_text()
}

/// For scripts.
pub(crate) fn json(policy: &Policy, stamp: &Stamp, gets: &[Gets]) -> serde_json::Result<String> {
    let identity = json!({ "name": policy.name(), "revision": policy.revision(), "digest": policy.digest() });
    let stamp = json!({ "name": stamp.name.as_str(), "state": stamp.state.word() });
    serde_json::to_string_pretty(&json!({ "policy": identity, "stamp": stamp, "gets": gets }))
}

/// Which devices these are, or by which pin.
fn what(gets: &Gets) -> String {
    match &gets.way {
        Way::Pinned { pin } => return format!("`{pin}`"),
        Way::Held { pin } => return format!("by the pin `{pin}`"),
        _ => {}
    }
    let values = |values: &Vec<Value>| values.iter().map(Value::to_string).collect::<Vec<_>>().join(" or ");
    let described = gets.attributes.iter().map(|(name, of)| format!("{name} = {}", values(of)));
    let described: Vec<String> = described.collect();
    let described = if described.is_empty() { "every device".into() } else { described.join(", ") };
    match &gets.way {
        Way::Placed { share_of_new } if *share_of_new < Share::WHOLE => format!("{share_of_new} of {described}"),
        Way::Moved { name, from, share_moved } => {
            format!("`{name}`: of those on {from}, {share_moved}, where {described}")
        }
        _ => described,
    }
}

/// The entries that bring devices into the case.
fn whom(gets: &Gets) -> Vec<String> {
    if matches!(gets.way, Way::Pinned { .. } | Way::Held { .. }) {
        return Vec::new();
    }
    let mut lines: Vec<String> = gets
        .rules
        .iter()
        .map(|(attribute, rules)| {
            let named = rules.iter().map(|rule| format!("`{rule}`")).collect::<Vec<_>>().join(", ");
            format!(
                "{attribute} by {}{named}",
                if rules.len() > 1 { plural(rules.len(), "rule") + ": " } else { String::new() }
            )
        })
        .collect();
    if gets.share != Shares::WHOLE {
        lines.push(format!("cohorts bring {} here of those that are alike otherwise", gets.share));
    }
    lines.extend(gets.fallback.iter().map(|fallback| format!("admitted by the fallback `{fallback}`")));
    lines
}
