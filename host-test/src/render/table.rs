//! A policy as a table of cases.

use analysis::table::{Case, MovedOn, NewDevice, Table, Tier, Value};
use placement::Policy;
use serde_json::json;

use super::page::Page;
use super::style::{BAD, HEADING, Styled, TAKEN};
use super::{Visible, plural};

/// For people: a line for each case, and below it what else there is to say.
pub(crate) fn for_people(policy: &Policy, table: &Table) -> String {
    let mut page = Page::default();
    page.line(0, heading(policy, table));
    let (pins, cases): (Vec<&Case>, Vec<&Case>) = table.cases.iter().partition(|case| case.pin.is_some());
    for case in pins {
        let pin = case.pin.as_deref().unwrap_or_default();
        page.gap();
        let pin = Styled(TAKEN, format!("`{pin}`"));
        match &case.new {
            NewDevice::None => {
                page.line(0, format_args!("held by {pin} on {}, which is closed", case.stays.join(", ")))
            }
            _ => page.line(0, format_args!("pinned by {pin} to {}", new(case))),
        }
    }
    let head: Vec<String> = table.attributes.iter().cloned().chain(["share".into()]).collect();
    let rows: Vec<Vec<String>> = cases.iter().map(|case| cells(case)).collect();
    let widths: Vec<usize> = (0..head.len()).map(|column| width(column, &head, &rows)).collect();
    page.gap();
    page.line(0, Styled(HEADING, aligned(&head, &widths) + "a new device"));
    for (case, row) in cases.iter().zip(&rows) {
        let style = if matches!(case.new, NewDevice::Refused(_)) { BAD } else { TAKEN };
        page.line(0, format_args!("{}{}", Visible(aligned(row, &widths)), Styled(style, new(case))));
        for line in besides(case) {
            page.line(2, Visible(line));
        }
    }
    page.into_text()
}

/// The table in Markdown, for a document or a review.
pub(crate) fn markdown(policy: &Policy, table: &Table) -> String {
    let mut lines = vec![heading(policy, table), String::new()];
    let head = table.attributes.iter().map(|attribute| format!("`{attribute}`"));
    let head: Vec<String> = head.chain(["share", "a new device", "besides"].map(String::from)).collect();
    lines.push(format!("| {} |", head.join(" | ")));
    lines.push(format!("|{}", "---|".repeat(head.len())));
    for case in &table.cases {
        let mut cells = match &case.pin {
            Some(pin) => {
                let blank = table.attributes.len().saturating_sub(1);
                let held = if case.new == NewDevice::None { "held" } else { "pinned" };
                let pin = [format!("{held} by `{pin}`")].into_iter();
                pin.chain(std::iter::repeat_n(String::new(), blank + 1)).collect()
            }
            None => cells(case),
        };
        if table.attributes.is_empty() && case.pin.is_some() {
            cells.truncate(1);
        }
        cells.push(new(case));
        cells.push(besides(case).join("<br>"));
        let escaped: Vec<String> = cells.iter().map(|cell| Visible(cell).to_string().replace('|', "\\|")).collect();
        lines.push(format!("| {} |", escaped.join(" | ")));
    }
    lines.join("\n")
}

/// The table for scripts.
pub(crate) fn json(policy: &Policy, table: &Table) -> serde_json::Result<String> {
    let identity = json!({ "name": policy.name(), "revision": policy.revision(), "digest": policy.digest() });
    let whole = json!({ "policy": identity, "attributes": table.attributes, "cases": table.cases });
    serde_json::to_string_pretty(&whole)
}

fn heading(policy: &Policy, table: &Table) -> String {
    format!("policy {}, sha256 {}: {}", policy.name(), policy.digest(), plural(table.cases.len(), "case"))
}

/// The values of each attribute, and the share.
fn cells(case: &Case) -> Vec<String> {
    let values = case.values.iter().map(|values| values.iter().map(Value::to_string).collect::<Vec<_>>().join(", "));
    values.chain([case.share.to_string()]).collect()
}

/// What becomes of a new device.
fn new(case: &Case) -> String {
    match &case.new {
        NewDevice::Pinned(stamp) => stamp.clone(),
        NewDevice::Placed(candidates) => match candidates.as_slice() {
            [one] => one.stamp.clone(),
            many => {
                let many = many.iter().map(|candidate| format!("{} {}", candidate.stamp, candidate.share));
                many.collect::<Vec<_>>().join(", ")
            }
        },
        NewDevice::Refused(why) => format!("refused with {}, {why}", why.status()),
        NewDevice::None => "-".into(),
    }
}

/// What else there is to say of a case.
fn besides(case: &Case) -> Vec<String> {
    let mut lines = Vec::new();
    if let NewDevice::Placed(_) = case.new
        && let Some(fallback) = admitted(&case.tiers)
    {
        lines.push(format!("admitted by the fallback `{fallback}`"));
    }
    if !case.guarantees.is_empty() {
        let hold = if case.guarantees.len() > 1 { "hold" } else { "holds" };
        lines.push(format!("where {} {hold}", ticked(&case.guarantees)));
    }
    if (case.pin.is_none() || case.new == NewDevice::None) && !case.stays.is_empty() {
        lines.push(format!("stays on {}", case.stays.join(", ")));
    }
    lines.extend(case.moves.iter().map(moved));
    lines
}

/// The fallback whose tier takes new devices.
fn admitted(tiers: &[Tier]) -> Option<&str> {
    let takes = |tier: &&Tier| tier.stamps.iter().any(|place| place.state.places());
    tiers.iter().find(takes).and_then(|tier| tier.fallback.as_deref())
}

fn moved(moved: &MovedOn) -> String {
    let whom = if moved.preferred { ", if the hash prefers it," } else { "" };
    format!("of those on {}, {} go on to {}{whom} by `{}`", moved.from, moved.share, moved.to.join(" or "), moved.name)
}

fn ticked(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}

fn width(column: usize, head: &[String], rows: &[Vec<String>]) -> usize {
    let cells = rows.iter().filter_map(|row| row.get(column)).chain(head.get(column));
    cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
}

fn aligned(cells: &[String], widths: &[usize]) -> String {
    cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}  ")).collect()
}
