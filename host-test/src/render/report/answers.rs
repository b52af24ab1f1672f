//! What changes for devices that stay on their stamp.

use maud::{Markup, html};

use super::table::scrolled;
use super::{Section, Visible, grouped};
use crate::render::difference::Difference;

/// The section about answers that change without a move, if there are any.
pub(super) fn section(difference: &Difference<'_>) -> Option<Section> {
    let answers = difference.counts.answers(difference.comparison);
    if answers.is_empty() {
        return None;
    }
    let value = |value: &Option<String>| -> Markup {
        html! { @match value { Some(value) => code { (Visible(value)) } None => span.soft { "nothing" } } }
    };
    let table = html! {
        table.wide {
            thead {
                tr {
                    th scope="col" { "part of the answer" } th scope="col" { "from" } th scope="col" { "to" }
                    th.number scope="col" { "devices" }
                }
            }
            tbody {
                @for answer in &answers {
                    tr {
                        th scope="row" { code { (Visible(&answer.part)) } }
                        td { (value(&answer.from)) } td { (value(&answer.to)) }
                        td.number { (grouped(answer.devices)) }
                    }
                }
            }
        }
    };
    let body = html! {
        p {
            "These devices stay on their stamp, and are answered another initial twin or payload when they register. Of "
            "several values one is shown."
        }
        (scrolled("What is answered otherwise", &table))
    };
    Some(Section::new("answers", "What changes without a move", body))
}
