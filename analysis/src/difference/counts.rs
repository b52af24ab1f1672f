//! What is counted of a fleet that two policies are compared on.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

use placement::{How, Placing, Refusal};

use super::answers::{AnswerChange, AnswerClass};
use super::balance::{Balances, Least};
use super::causes::Cause;
use super::comparison::Comparison;
use super::places::{Flow, Matrix, Place};
use crate::fleet::{Member, SHOWN, Unreadable, keep_first};

/// What two policies decide about the devices of a fleet, each line counted as often as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Devices.
    pub devices: u64,
    /// Devices that are on no hub before the old policy is asked, or that are taken to be.
    pub new: u64,
    /// Lines that are no devices.
    pub unreadable: u64,
    /// The first of these.
    pub examples: BTreeSet<Unreadable>,
    /// Devices that stay on their stamp and get its own hub, or another one, instead of the hub that they are on.
    pub change_hub: u64,
    /// Devices that the moves of the new policy send round a circle.
    pub circles: u64,
    /// Devices that are answered by the new policy, by the order of [`How::ALL`].
    how: [u64; How::ALL.len()],
    /// Devices that the new policy refuses, by the order of [`Refusal::ALL`].
    refused: [u64; Refusal::ALL.len()],
    flows: Matrix,
    anyway: Matrix,
    causes: BTreeMap<Option<Cause>, Matrix>,
    held_back: u64,
    outside: u64,
    balances: Balances,
    answers: BTreeMap<AnswerClass, u64>,
}

/// A device, and what has been decided about it.
pub(super) struct Seen<'s, 'p> {
    pub(super) member: &'s Member,
    pub(super) is_new: bool,
    pub(super) stands: Place,
    /// Where the old policy wants it.
    pub(super) wanted: Place,
    pub(super) goes: Place,
    pub(super) cause: Option<Cause>,
    pub(super) after: &'s Placing<'p>,
}

/// What one edit does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caused {
    /// The edit.
    pub cause: Cause,
    /// Devices that go elsewhere than the old policy would have them, by where they stand and where they go; those that
    /// stay where they are and would have left included.
    pub flows: Vec<Flow>,
}

impl Caused {
    /// All its devices.
    pub fn devices(&self) -> u64 {
        self.flows.iter().map(|flow| flow.devices).sum()
    }

    /// Those of them that move.
    pub fn moves(&self) -> u64 {
        moves(self.flows.iter().copied())
    }
}

fn moves(flows: impl Iterator<Item = Flow>) -> u64 {
    flows.filter(Flow::is_move).map(|flow| flow.devices).sum()
}

impl Counts {
    pub(super) fn new(comparison: &Comparison<'_>) -> Self {
        let stamps = comparison.places.0.len();
        Self {
            devices: 0,
            new: 0,
            unreadable: 0,
            examples: BTreeSet::new(),
            change_hub: 0,
            circles: 0,
            how: [0; How::ALL.len()],
            refused: [0; Refusal::ALL.len()],
            flows: Matrix::new(stamps),
            anyway: Matrix::new(stamps),
            causes: BTreeMap::new(),
            held_back: 0,
            outside: 0,
            balances: Balances::new(stamps),
            answers: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, stamps: usize, seen: &Seen<'_, '_>) {
        let weight = seen.member.weight;
        self.devices += weight;
        self.new += if seen.is_new { weight } else { 0 };
        self.circles += if seen.after.circle { weight } else { 0 };
        match seen.after.outcome {
            Ok(how) => self.how.iter_mut().zip(How::ALL).filter(|(_, one)| *one == how).for_each(|(n, _)| *n += weight),
            Err(refusal) => {
                let counts = self.refused.iter_mut().zip(Refusal::ALL).filter(|(_, one)| *one == refusal);
                counts.for_each(|(count, _)| *count += weight);
            }
        }
        self.flows.add(seen.stands, seen.goes, weight);
        if seen.goes == seen.wanted {
            if seen.goes != seen.stands {
                self.anyway.add(seen.stands, seen.goes, weight);
            }
            return;
        }
        self.held_back += if seen.goes == seen.stands { weight } else { 0 };
        self.causes.entry(seen.cause).or_insert_with(|| Matrix::new(stamps)).add(seen.stands, seen.goes, weight);
    }

    pub(super) fn add_to_balance(&mut self, description: Vec<Option<usize>>, seen: &Seen<'_, '_>) {
        self.balances.add(description, (seen.stands, seen.goes), seen.member.weight);
    }

    pub(super) fn add_outside(&mut self, seen: &Seen<'_, '_>, is_within: bool) {
        let leaves = seen.stands != Place::Nowhere;
        self.outside += if leaves && !is_within { seen.member.weight } else { 0 };
    }

    pub(super) fn add_change_of_hub(&mut self, devices: u64) {
        self.change_hub += devices;
    }

    pub(super) fn add_answer(&mut self, class: AnswerClass, devices: u64) {
        *self.answers.entry(class).or_default() += devices;
    }

    pub(super) fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.unreadable += 1;
        keep_first(&mut self.examples, unreadable, SHOWN);
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.devices += other.devices;
        self.new += other.new;
        self.unreadable += other.unreadable;
        other.examples.into_iter().for_each(|example| keep_first(&mut self.examples, example, SHOWN));
        self.change_hub += other.change_hub;
        self.circles += other.circles;
        self.how.iter_mut().zip(other.how).for_each(|(count, other)| *count += other);
        self.refused.iter_mut().zip(other.refused).for_each(|(count, other)| *count += other);
        self.flows.merge(&other.flows);
        self.anyway.merge(&other.anyway);
        for (cause, matrix) in other.causes {
            match self.causes.get_mut(&cause) {
                Some(mine) => mine.merge(&matrix),
                None => drop(self.causes.insert(cause, matrix)),
            }
        }
        self.held_back += other.held_back;
        self.outside += other.outside;
        self.balances.merge(other.balances);
        for (class, devices) in other.answers {
            *self.answers.entry(class).or_default() += devices;
        }
    }

    /// Devices that are answered by the new policy, by what happens to them.
    pub fn how(&self) -> impl Iterator<Item = (How, u64)> {
        How::ALL.into_iter().zip(self.how)
    }

    /// Devices that the new policy refuses, by the reason.
    pub fn refused(&self) -> impl Iterator<Item = (Refusal, u64)> {
        Refusal::ALL.into_iter().zip(self.refused)
    }

    /// From where to where devices go, those that stay where they are included.
    pub fn flows(&self) -> Vec<Flow> {
        self.flows.flows().collect()
    }

    /// The flows that are not for the edits: the old policy would have the devices go there as well.
    pub fn anyway(&self) -> Vec<Flow> {
        self.anyway.flows().collect()
    }

    /// Devices that move, by whatever policy.
    pub fn moving(&self) -> u64 {
        moves(self.flows.flows())
    }

    /// Devices that move and would move without the edits too, to the same place.
    pub fn moving_anyway(&self) -> u64 {
        moves(self.anyway.flows())
    }

    /// Devices that the edits move.
    pub fn moved(&self) -> u64 {
        self.moving() - self.moving_anyway()
    }

    /// Devices that stay where they are and that the old policy would have moved or refused.
    pub fn held_back(&self) -> u64 {
        self.held_back
    }

    /// Devices that stood on a hub, and that the edits have refused: the new policy gives them no hub.
    pub fn cut_off(&self) -> u64 {
        let lost = |flow: &Flow| flow.to == Place::Nowhere && flow.from != Place::Nowhere;
        let sum = |flows: &Matrix| flows.flows().filter(lost).map(|flow| flow.devices).sum::<u64>();
        sum(&self.flows) - sum(&self.anyway)
    }

    /// Devices that the edits move or refuse and that are not among those that may move.
    pub fn outside(&self) -> u64 {
        self.outside
    }

    /// What each edit does, the one first that does most.
    pub fn causes(&self) -> Vec<Caused> {
        let causes = self.causes.iter().filter_map(|(cause, matrix)| Some(((*cause)?, matrix)));
        let mut causes: Vec<Caused> =
            causes.map(|(cause, matrix)| Caused { cause, flows: matrix.flows().collect() }).collect();
        causes.sort_by_key(|caused| core::cmp::Reverse(caused.devices()));
        causes
    }

    /// The fewest devices that any policy with the new one's shares would have to move.
    pub fn least(&self) -> Least {
        self.balances.least()
    }

    /// The devices on each stamp of either policy, before and after.
    pub fn on_stamps(&self, comparison: &Comparison<'_>) -> Vec<(u64, u64)> {
        let mut on = vec![(0, 0); comparison.places.0.len()];
        for flow in self.flows.flows() {
            if let Place::Stamp(stamp) = flow.from {
                on.get_mut(stamp).into_iter().for_each(|(before, _)| *before += flow.devices);
            }
            if let Place::Stamp(stamp) = flow.to {
                on.get_mut(stamp).into_iter().for_each(|(_, after)| *after += flow.devices);
            }
        }
        on
    }

    /// What changes in the twins and payloads of devices that stay where they are.
    pub fn answers(&self, comparison: &Comparison<'_>) -> Vec<AnswerChange> {
        comparison.answers.changes(comparison, &self.answers)
    }
}
