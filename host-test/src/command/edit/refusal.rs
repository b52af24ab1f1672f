//! Why an edit is refused, with the places that it is about.

use analysis::edit::{CohortUse, PolicyText, Problem};
use anyhow::anyhow;
use placement::{Percent, Slice};

use crate::render::Lines;

/// What is told of a problem with the edit of this text.
pub(super) fn told(problem: &Problem, text: &PolicyText) -> anyhow::Error {
    let told = match problem {
        Problem::DifferentEnds { .. } => format!("{problem} (--entry)"),
        _ => problem.to_string(),
    };
    let uses = match problem {
        Problem::DifferentEnds { uses, .. }
        | Problem::NotOneCohort { uses, .. }
        | Problem::CohortShared { uses, .. } => uses,
        Problem::Lowered { .. } => return anyhow!("{problem}\nadd --lower if fewer new ones are to follow"),
        _ => return anyhow!("{problem}"),
    };
    let lines = uses.iter().map(|each| format!("\n  {}", place(each, text)));
    anyhow!("{told}{}", lines.collect::<String>())
}

/// Where a cohort is asked for, and which part of the scale.
pub(crate) fn place(each: &CohortUse, text: &PolicyText) -> String {
    let line = Lines::of(text.text()).place(&each.place).line;
    format!("line {line}, {}: `{}`, {}", each.entry, each.cohort, share(each.slice))
}

/// A part of the scale in words.
pub(crate) fn share(slice: Slice) -> String {
    if slice.start == Percent::ZERO {
        format!("{} %", slice.end)
    } else {
        format!("{} to {} %", slice.start, slice.end)
    }
}
