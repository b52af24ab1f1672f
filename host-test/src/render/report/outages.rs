//! What becomes of the devices when stamps are down.

use analysis::simulation::OutageCounts;
use maud::{Markup, html};
use placement::{Refusal, StampId};

use super::table::scrolled;
use super::{Section, devices, grouped, verb};
use crate::render::simulation::Simulated;
use crate::render::simulation::outage::{Outage, SHOWN};

/// The section about outages, if any was asked for.
pub(super) fn section(simulated: &Simulated<'_>) -> Option<Section> {
    let (told, fine) = simulated.outages_told();
    if told.is_empty() && fine.is_empty() {
        return None;
    }
    let more = told.len().saturating_sub(SHOWN);
    let body = html! {
        p {
            "The devices first go where the policy wants them; then the stamps named are down, and the devices on them "
            "register again."
        }
        div.outages { @for outage in told.iter().take(SHOWN) { (one(simulated, *outage)) } }
        @if more > 0 { p.lost { (grouped(more)) " more outages in which not everybody has a place" } }
        @if !fine.is_empty() {
            h3 { "Everybody has a place" }
            p { "if one of these is down: " (simulated.listed(&fine)) "." }
        }
    };
    Some(Section::new("outages", "If stamps fail", body))
}

fn one(simulated: &Simulated<'_>, (down, outage): Outage<'_>) -> Markup {
    let names: Vec<&str> = down.iter().map(|stamp| simulated.outcome().name(*stamp)).collect();
    let (names, leaving) = (names.join(" and "), outage.affected());
    let told = format!("if {names} {} down", if down.len() == 1 { "is" } else { "are" });
    let table = html! {
        table.wide {
            thead { tr { th.name scope="col" { "they go to" } th.number scope="col" { "devices" } th scope="col" {} } }
            tbody { (arrivals(simulated, outage)) (others(outage)) }
            tfoot { tr { th scope="row" { "all" } td.number { (grouped(leaving + outage.stranded)) } td {} } }
        }
    };
    html! {
        div {
            h3 { "I" (told.get(1..).unwrap_or_default()) ": " (devices(leaving)) " " (verb(leaving, "leaves", "leave")) }
            @if leaving + outage.stranded == 0 { p { "Nobody is on it." } } @else { (scrolled(&told, &table)) }
        }
    }
}

/// The stamps that take the devices, and whether they have room.
fn arrivals(simulated: &Simulated<'_>, outage: &OutageCounts) -> Markup {
    let over = outage.over(simulated.policy, &simulated.counts.on_stamps(simulated.policy));
    let beyond =
        |stamp: StampId| over.iter().position(|(one, _)| *one == stamp).zip(over.iter().find(|(one, _)| *one == stamp));
    let arrived = simulated.policy.stamp_ids().zip(&outage.arrived).filter(|(_, count)| **count > 0);
    html! {
        @for (stamp, count) in arrived {
            tr {
                th.name scope="row" { (simulated.outcome().name(stamp)) }
                td.number { (grouped(*count)) }
                td {
                    @if let Some((place, (_, beyond))) = beyond(stamp) {
                        span.lost { "\u{25b2} " (grouped(*beyond)) " over" }
                        @if place == 0 && over.len() > 1 { ", full first" }
                    }
                }
            }
        }
    }
}

/// The devices that find no other stamp.
fn others(outage: &OutageCounts) -> Markup {
    let refused = Refusal::ALL.into_iter().zip(outage.refused).filter(|(_, count)| *count > 0);
    html! {
        @for (refusal, count) in refused {
            tr { th.lost scope="row" { "nowhere" } td.number { (grouped(count)) } td { (refusal.message()) } }
        }
        @if outage.stranded > 0 {
            tr {
                th.lost scope="row" { "cannot leave" } td.number { (grouped(outage.stranded)) }
                td { "DPS takes no other hub for them" }
            }
        }
    }
}
