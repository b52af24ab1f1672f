//! Where a device stands in the cohorts of a policy.

use alloc::vec::Vec;
use core::ops::Range;

use dps::AllocationRequest;
use placement::{Percent, Slice, Trace};
use serde::Serialize;

use super::Explainer;
use super::entry::EntryName;
use super::thousandths::Thousandths;
use crate::place::Place;

/// Where a device stands in a cohort, as an entry asks for it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Standing<'p> {
    /// The cohort.
    pub cohort: &'p str,
    /// The entry that asks for it.
    #[serde(flatten)]
    pub entry: EntryName<'p>,
    /// Where it asks.
    pub place: Place,
    /// Whether the walk came to ask it.
    pub asked: bool,
    /// Where the device stands.
    pub position: Thousandths,
    /// The part of the scale that is asked for: the lower end, which is in, and the upper end, which is not.
    pub slice: [Thousandths; 2],
    /// Whether the device is in.
    #[serde(rename = "in")]
    pub is_in: bool,
    /// The nearest edge.
    pub edge: Edge,
    /// Where it asks: bytes of the policy's text.
    #[serde(skip)]
    pub span: Range<usize>,
}

/// The end of a slice that a change would have to move, and how far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Edge {
    /// The end.
    pub end: End,
    /// The last value of this end with which the device is in: of the upper end the least, of the lower the greatest.
    pub at: Thousandths,
}

/// An end of a slice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// The lower end.
    Lower,
    /// The upper end; a single percentage is one.
    Upper,
}

impl Edge {
    fn nearest(position: u32, start: u32, end: u32) -> Self {
        let lower = Self { end: End::Lower, at: Thousandths(position) };
        let upper = Self { end: End::Upper, at: Thousandths(position + 1) };
        if position < start {
            return lower;
        }
        // Nobody leaves at the beginning of the scale.
        let leaves_by_lower = start > 0 && position < end && position + 1 - start < end - position;
        if leaves_by_lower { lower } else { upper }
    }

    /// The slice with the edge moved just so far that the device changes sides; none where no such slice can be written.
    pub(super) fn flipped(self, slice: Slice, is_in: bool) -> Option<Slice> {
        let at = self.at.0;
        let percent = |thousandths: u32| Percent::parse(&alloc::format!("{}", Thousandths(thousandths))).ok();
        let flipped = match (self.end, is_in) {
            (End::Upper, false) => Slice { end: percent(at)?, ..slice },
            (End::Upper, true) => Slice { end: percent(at - 1)?, ..slice },
            (End::Lower, false) => Slice { start: percent(at)?, ..slice },
            (End::Lower, true) => Slice { start: percent(at + 1)?, ..slice },
        };
        (flipped.start < flipped.end || flipped.start == Percent::ZERO).then_some(flipped)
    }
}

/// The standings of a device, in the order of the text.
pub(super) fn standings<'p>(
    explainer: &Explainer<'p>,
    request: &AllocationRequest,
    trace: &Trace<'p>,
) -> Vec<Standing<'p>> {
    let device = explainer.policy.key().device(&request.registration_id);
    let asked = trace.guarantees.iter().chain(trace.rounds.iter().flat_map(|round| &round.asked));
    let asked: Vec<usize> = asked.flat_map(|asked| &asked.atoms).map(|asked| asked.atom.place.start).collect();
    let standing = |(entry, atom, cohort): &(_, &placement::Atom, &'p placement::Cohort)| {
        let position = cohort.position(device);
        let (start, end) = (cohort.slice.start.thousandths(), cohort.slice.end.thousandths());
        Standing {
            cohort: cohort.name.as_str(),
            entry: EntryName::from(*entry),
            place: explainer.lines.place(&atom.place),
            asked: asked.contains(&atom.place.start),
            position: Thousandths(position),
            slice: [Thousandths(start), Thousandths(end)],
            is_in: cohort.slice.holds(position),
            edge: Edge::nearest(position, start, end),
            span: atom.place.clone(),
        }
    };
    explainer.cohorts.iter().map(standing).collect()
}
