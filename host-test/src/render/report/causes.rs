//! Which edit sends which devices elsewhere.

use analysis::difference::named;
use std::cmp::Reverse;

use analysis::difference::{Caused, Flow};
use maud::{Markup, html};

use super::table::scrolled;
use super::{Section, devices, grouped, share, with_code};
use crate::render::difference::Difference;

/// The most flows that are shown for one edit.
const SHOWN: usize = 6;

/// The section about causes, if there are edits.
pub(super) fn section(difference: &Difference<'_>) -> Option<Section> {
    let causes = difference.counts.causes();
    let idle = difference.outcome().idle(&causes);
    if causes.is_empty() && idle.is_empty() {
        return None;
    }
    let body = html! {
        @if causes.is_empty() {
            p { "No edit sends a device of this fleet elsewhere." }
        } @else {
            p {
                "The edits are made one after the other, in the order of the new policy. A device belongs to the first edit after "
                "which it goes where the new policy puts it. So each device has one cause, and the numbers add up."
            }
            (scrolled("Which edit sends which devices elsewhere", &table(difference, &causes)))
        }
        @if !idle.is_empty() {
            p { "These edits send nobody of this fleet elsewhere:" }
            ul { @for edit in &idle { li { (with_code(edit)) } } }
        }
    };
    Some(Section::new("causes", "Why", body))
}

fn table(difference: &Difference<'_>, causes: &[Caused]) -> Markup {
    let all = difference.counts.devices;
    let sum: u64 = causes.iter().map(Caused::devices).sum();
    html! {
        table.wide {
            thead {
                tr {
                    th scope="col" { "edit" } th scope="col" { "from where to where" }
                    th.number scope="col" { "devices" } th.number scope="col" { "share" }
                }
            }
            tbody {
                @for caused in causes {
                    tr {
                        th scope="row" {
                            (with_code(&named::cause(difference.comparison, caused.cause))) br;
                            span.soft { (named::line(difference.comparison, caused.cause.step)) }
                        }
                        td { (flows(difference, caused)) }
                        td.number { (grouped(caused.devices())) } td.number { (share(caused.devices(), all)) }
                    }
                }
            }
            tfoot { tr { th scope="row" { "all" } td {} td.number { (grouped(sum)) } td.number { (share(sum, all)) } } }
        }
    }
}

fn flows(difference: &Difference<'_>, caused: &Caused) -> Markup {
    let mut flows: Vec<&Flow> = caused.flows.iter().collect();
    flows.sort_by_key(|flow| (Reverse(flow.devices), flow.from, flow.to));
    let rest = flows.get(SHOWN..).unwrap_or_default();
    html! {
        ul.plain {
            @for flow in flows.iter().take(SHOWN) { li { (one(difference, flow)) } }
            @if !rest.is_empty() {
                li { (devices(rest.iter().map(|flow| flow.devices).sum())) " by " (grouped(rest.len())) " smaller flows" }
            }
        }
    }
}

fn one(difference: &Difference<'_>, flow: &Flow) -> String {
    let (from, to) = (named::from(difference.comparison, flow.from), named::to(difference.comparison, flow.to));
    match flow.from == flow.to {
        true => format!("{} stay on {from}, and would have left", grouped(flow.devices)),
        false => format!("{} {from} \u{2192} {to}", grouped(flow.devices)),
    }
}
