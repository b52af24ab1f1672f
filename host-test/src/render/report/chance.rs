//! What the hash dealt to the stamps, and what chance explains.

use maud::html;

use super::table::scrolled;
use super::{Section, grouped};
use crate::render::simulation::Simulated;

/// The section about shares, where the hash had a choice.
pub(super) fn section(simulated: &Simulated<'_>) -> Option<Section> {
    let dealt = simulated.counts.dealt(simulated.policy);
    if dealt.is_empty() {
        return None;
    }
    let table = html! {
        table {
            thead {
                tr {
                    th scope="col" { "stamp" } th.number scope="col" { "of" } th.number scope="col" { "gets" }
                    th.number scope="col" { "expected" } th.number scope="col" { "by chance, from" } th.number scope="col" { "to" }
                    th scope="col" {}
                }
            }
            tbody {
                @for one in &dealt {
                    tr {
                        th.name scope="row" { (simulated.outcome().name(one.stamp)) }
                        td.number { (grouped(one.among)) } td.number { (grouped(one.devices)) }
                        td.number { (grouped(one.expected)) } td.number { (grouped(one.least)) } td.number { (grouped(one.most)) }
                        td { @if !(one.least..=one.most).contains(&one.devices) { span.lost { "\u{25b2} not by chance" } } }
                    }
                }
            }
        }
    };
    let body = html! {
        p {
            "Where several stamps could take a device, it is dealt to one of them by their weights, before any move. Each "
            "stamp's share is held against what its weight lets expect, and what chance explains."
        }
        (scrolled("What is dealt to each stamp", &table))
    };
    Some(Section::new("chance", "What is dealt by weight", body))
}
