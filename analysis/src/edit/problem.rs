use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use placement::{Diagnostic, Percent};
use thiserror::Error;

use super::{CohortUse, Entry};

/// What keeps a policy from being edited so.
#[derive(Clone, Debug, Error)]
pub enum Problem {
    /// The text is no valid policy, or would no longer be one.
    #[error("{}", first(diagnostics))]
    Invalid {
        /// The text, as it would be.
        text: String,
        /// What is wrong with it, in its order.
        diagnostics: Vec<Diagnostic>,
    },
    /// Nothing has this name.
    #[error("no {what} is named `{name}`: {advice}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest name, or what there is.
        advice: String,
    },
    /// `[down]` holds a stamp down, whatever its own state is.
    #[error("the stamp `{}` is down by `[down]`, whatever its own `state` says: {}", .0.stamp, .0.way_out())]
    HeldDown(HeldDown),
    /// Entries that share a cohort want it to end at different places.
    #[error("the cohort `{cohort}` ends at different places: say which entry is meant")]
    DifferentEnds {
        /// The cohort.
        cohort: String,
        /// The entries, in the order of the text.
        uses: Vec<CohortUse>,
    },
    /// An entry asks for no cohort, or for several.
    #[error("the {entry} asks for {} cohorts: {}", uses.len(), which(uses))]
    NotOneCohort {
        /// The entry.
        entry: Entry,
        /// The cohorts that it asks for.
        uses: Vec<CohortUse>,
    },
    /// A name is taken.
    #[error("the {entry} is there already: give the new one another name")]
    Taken {
        /// The entry that has it.
        entry: Entry,
    },
    /// A move would end below where it ends now.
    #[error("the {entry} is at {now} % already, and {asked} % is less: that would bring nobody back")]
    Lowered {
        /// The move.
        entry: Entry,
        /// Where its cohort ends.
        now: Percent,
        /// Where it was to end.
        asked: Percent,
    },
    /// A stamp is to be left and gone to.
    #[error("devices of `{stamp}` cannot go to `{stamp}`: name another stamp to go to")]
    FromAndTo {
        /// The stamp.
        stamp: String,
    },
    /// No move shifts these devices, and none is to.
    #[error("no move shifts devices of `{from}` to `{}`, so there is none to set to 0 %", to.join("`, `"))]
    NobodyShifted {
        /// The stamp that they would leave.
        from: String,
        /// The stamps that they would go to.
        to: Vec<String>,
    },
    /// Something else asks for the cohort of a shift.
    #[error("the cohort `{cohort}` is not this move's alone: set it by its name where that is meant")]
    CohortShared {
        /// The cohort.
        cohort: String,
        /// The entries that ask for it, in the order of the text.
        uses: Vec<CohortUse>,
    },
    /// A word is not written as one value, so nothing can be put in its place.
    #[error("`{word}` of the {entry} is not written as one value: write `{word} = …` on a line, and edit again")]
    Spread {
        /// The entry.
        entry: Entry,
        /// The word.
        word: String,
        /// Where it begins.
        place: Range<usize>,
    },
}

/// A stamp that is down by `[down]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldDown {
    /// The stamp.
    pub stamp: String,
    /// What holds it down: bytes of the text.
    pub place: Range<usize>,
    /// The line on which that stands.
    pub line: usize,
    /// The text that stands there.
    pub holds: String,
}

impl HeldDown {
    fn way_out(&self) -> String {
        alloc::format!(
            "{} holds it, on line {}: take that out, or all of `[down]` where nothing else is in it",
            self.holds,
            self.line
        )
    }
}

fn first(diagnostics: &[Diagnostic]) -> &str {
    diagnostics.first().map_or("the policy is not valid", |diagnostic| &diagnostic.message)
}

fn which(uses: &[CohortUse]) -> String {
    let names: Vec<String> = uses.iter().map(|each| alloc::format!("`{}`", each.cohort)).collect();
    if names.is_empty() {
        "there is no percentage to set".into()
    } else {
        alloc::format!("say which of {}", names.join(", "))
    }
}
