//! How a policy decides about the devices of a fleet.

use maud::{Markup, html};
use placement::{How, Refusal};

use super::{Section, grouped, share};

/// Devices by what is decided about them.
pub(super) struct Decisions {
    pub(super) how: Vec<(How, u64)>,
    pub(super) refused: Vec<(Refusal, u64)>,
    pub(super) all: u64,
    /// What else is to be said of them.
    pub(super) besides: Markup,
}

impl Decisions {
    /// The section about them. `by` says which policy it is.
    pub(super) fn section(&self, by: &str) -> Section {
        let how = self.how.iter().filter(|(_, count)| *count > 0);
        let refused = self.refused.iter().filter(|(_, count)| *count > 0);
        let body = html! {
            p { "How " (by) " decides about the devices, each counted once." }
            table {
                thead {
                    tr {
                        th scope="col" { "decision" } th scope="col" { "what it means" }
                        th.number scope="col" { "devices" } th.number scope="col" { "share" }
                    }
                }
                tbody {
                    @for (how, count) in how { (self.row(how.word(), means(*how), *count)) }
                    @for (refusal, count) in refused { (self.row("refused", refusal.message(), *count)) }
                }
                tfoot { (self.row("all", "", self.all)) }
            }
            (self.besides)
        };
        Section::new("decisions", "How it is decided", body)
    }

    fn row(&self, word: &str, means: &str, count: u64) -> Markup {
        html! {
            tr {
                th scope="row" { (word) } td { (means) }
                td.number { (grouped(count)) } td.number { (share(count, self.all)) }
            }
        }
    }
}

/// What a decision means, to somebody who does not know the words.
fn means(how: How) -> &'static str {
    match how {
        How::Forced => "DPS accepts no other hub for it",
        How::Pinned => "the policy names its stamp",
        How::Kept => "no stamp is found for it, and it keeps its own for now",
        How::Stayed => "it is where it belongs",
        How::Moved => "it was on another stamp of the policy",
        How::Placed => "it was on none of the policy's stamps, and gets one",
    }
}
