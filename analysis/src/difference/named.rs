//! Places and causes, as people name them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Cause, Caused, Comparison, Edit, Place};
use crate::clause::grouped;
use crate::simulation::OTHER_HUB;

/// Where a device was.
pub fn from<'c>(comparison: &'c Comparison<'_>, place: Place) -> &'c str {
    match place {
        Place::Nowhere => "new",
        place => stamp(comparison, place),
    }
}

/// Where a device goes.
pub fn to<'c>(comparison: &'c Comparison<'_>, place: Place) -> &'c str {
    match place {
        Place::Nowhere => "refused",
        place => stamp(comparison, place),
    }
}

fn stamp<'c>(comparison: &'c Comparison<'_>, place: Place) -> &'c str {
    match place {
        Place::Stamp(stamp) => comparison.stamps().get(stamp).map(|stamp| &*stamp.name).unwrap_or_default(),
        Place::OtherHub | Place::Nowhere => OTHER_HUB,
    }
}

/// The edits of a step: the one that names it, and those without which it is not valid.
pub fn edits<'c>(comparison: &'c Comparison<'_>, step: usize) -> impl Iterator<Item = &'c Edit> {
    let edits = comparison.steps().nth(step).into_iter().flat_map(|step| &step.edits);
    edits.filter_map(|edit| comparison.edits().all().get(*edit))
}

/// A step in words, without its line.
pub fn step(comparison: &Comparison<'_>, step: usize) -> String {
    let mut edits = edits(comparison, step).map(Edit::words);
    let first = edits.next().unwrap_or_default();
    let others: Vec<String> = edits.collect();
    match others.len() {
        0 => first,
        1..=3 => format!("{first}, together with: {}", others.join("; ")),
        more => format!("{first}, together with {more} edits that are valid with it alone"),
    }
}

/// A cause in words: the edit, and the one that it needs.
pub fn cause(comparison: &Comparison<'_>, cause: Cause) -> String {
    let needed = cause.with.map(|with| format!(" (after {})", step(comparison, with))).unwrap_or_default();
    format!("{}{needed}", step(comparison, cause.step))
}

/// What an edit does, in one line: how many devices, which edit, and where to look.
pub fn caused(comparison: &Comparison<'_>, caused: &Caused) -> String {
    let (cause, line) = (self::cause(comparison, caused.cause), line(comparison, caused.cause.step));
    format!("{} by {cause}, {line}", grouped(caused.devices()))
}

/// Where to look for a step: the line of the new policy, or that of the old one for what is gone.
pub fn line(comparison: &Comparison<'_>, step: usize) -> String {
    let edit = edits(comparison, step).next();
    edit.map(|edit| format!("{}line {}", if edit.is_gone() { "old " } else { "" }, edit.line)).unwrap_or_default()
}
