//! Lines of the fleet that are no devices.

use std::collections::BTreeSet;

use analysis::fleet::Unreadable;
use maud::html;

use super::{Section, Visible, grouped, verb};

/// The section about lines that are no devices, if there are any.
pub(super) fn section(lines: u64, examples: &BTreeSet<Unreadable>) -> Option<Section> {
    if lines == 0 {
        return None;
    }
    let body = html! {
        p.lost {
            (grouped(lines)) " line" @if lines != 1 { "s" } " of the fleet " (verb(lines, "is", "are"))
            " no device, and " (verb(lines, "is", "are")) " not among the figures."
        }
        @if (examples.len() as u64) < lines { p { "The first of them:" } }
        table {
            thead { tr { th.number scope="col" { "line" } th scope="col" { "what is wrong" } } }
            tbody {
                @for one in examples {
                    tr { td.number { (one.line) } td { (Visible(&one.wrong)) ": " (Visible(&one.help)) } }
                }
            }
        }
    };
    Some(Section::new("unreadable", "Lines that are no devices", body))
}
