//! How many devices move, against the fewest that could.

use analysis::difference::named;
use maud::{Markup, html};

use super::table::scrolled;
use super::{Section, devices, grouped, share};
use crate::render::difference::Difference;

/// How wide a bar may be. It is stretched to the width that there is.
const WIDTH: u64 = 1000;

/// The section about the least possible, if anybody moves.
pub(super) fn section(difference: &Difference<'_>) -> Option<Section> {
    let (moved, least) = (difference.counts.moved(), difference.counts.least());
    if moved == 0 {
        return None;
    }
    let excess = moved.saturating_sub(least.devices);
    let must = if least.exact { "must move for these shares" } else { "must move for these shares, about" };
    let table = html! {
        table.wide {
            thead {
                tr { th scope="col" {} th scope="col" {} th.number scope="col" { "devices" } th.number scope="col" { "of those that move" } }
            }
            tbody {
                (row("move by this edit", moved, moved, "after"))
                (row(must, least.devices, moved, "before"))
                (row("more than that", excess, moved, "over"))
            }
        }
    };
    let body = html! {
        p {
            "For the devices of each description to stand on the stamps in the new policy's shares, some have to move, "
            "whatever the policy says. What moves beyond that is the price of how this edit does it."
        }
        (scrolled("What moves, and what has to", &table))
        @if !least.exact {
            p.soft {
                "The least is an estimate: lines of the fleet stand for several devices, which cannot part, or the fleet has "
                "more descriptions than are told apart."
            }
        }
        (besides(difference))
    };
    Some(Section::new("least", "Against the least possible", body))
}

fn row(what: &str, count: u64, all: u64, class: &str) -> Markup {
    let width = u128::from(count) * u128::from(WIDTH) / u128::from(all.max(1));
    html! {
        tr {
            th.name scope="row" { (what) }
            td.fill {
                svg aria-hidden="true" viewBox={ "0 0 " (WIDTH) " 24" } preserveAspectRatio="none" {
                    rect.track x="0" y="3" width=(WIDTH) height="18" {}
                    rect class=(class) x="0" y="6" width=(width) height="12" {}
                }
            }
            td.number { (grouped(count)) } td.number { (share(count, all)) }
        }
    }
}

/// Who else moves, or would have moved.
fn besides(difference: &Difference<'_>) -> Markup {
    let counts = difference.counts;
    html! {
        @if counts.moving_anyway() > 0 {
            p { "Not among them: " (devices(counts.moving_anyway())) " that the old policy would move to the same place:" }
            ul {
                @for flow in difference.outcome().anyway() {
                    li {
                        (grouped(flow.devices)) " " (named::from(difference.comparison, flow.from)) " \u{2192} "
                        (named::to(difference.comparison, flow.to))
                    }
                }
            }
        }
        @if counts.held_back() > 0 {
            p { (devices(counts.held_back())) " would have left their stamp by the old policy, and stay by the new one." }
        }
    }
}
