//! The percentages that move so many devices of a fleet as a plan says.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use placement::{StampId, Stop};

use super::plan::Plan;
use super::scale::{Group, POSITIONS, Scales, Stops};

/// A part of a group's scale that goes to a stamp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    /// The group, by its number.
    pub(crate) group: usize,
    pub(crate) to: StampId,
    /// In thousandths of a percent.
    pub(crate) slice: Range<u32>,
}

/// What is done where no percentage moves exactly as many devices as are to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rounding {
    /// Rather one step of the percentage too many, if there is room for them.
    Up,
    /// Rather one step too few.
    Down,
    /// Everybody whom a part could take is taken, those that come later too, where all that there are now are to go.
    Whole,
}

/// The stamps while devices are dealt to them.
#[derive(Clone)]
struct Rooms {
    /// How many more devices each may get.
    room: Vec<u64>,
}

/// Chooses the parts of every group, in the order of the plan: first those whose stamps only take.
///
/// `on` are the devices on each stamp, `room` how many more each may get.
pub(crate) fn choose(
    plan: &Plan,
    (on, room): (&[u64], Vec<u64>),
    groups: &[Group],
    scales: &Scales,
    rounding: Rounding,
) -> Vec<Part> {
    let mut rooms = Rooms { room };
    let mut chosen: Vec<Part> = Vec::new();
    for (number, (group, scale)) in groups.iter().zip(scales).enumerate() {
        // Devices that come to a stamp by a cohort must not be of the part of it that leaves that stamp again.
        let shares = |part: &&Part| {
            let other = groups.get(part.group);
            other.is_some_and(|other| other.cohort == group.cohort && other.source != group.source)
        };
        let start = chosen.iter().filter(shares).map(|part| part.slice.end).max().unwrap_or(0);
        let fit = Fit { number, group, scale, rounding, positions: positions(scale) };
        let best = fit.best(start, &rooms);
        rooms = best.rooms;
        // What left makes room, where others are to come.
        if let Some(room) = rooms.room.get_mut(group.source.stamp.index()) {
            *room += best.moved.saturating_sub(surplus(plan, on, group));
        }
        chosen.extend(best.parts);
    }
    chosen
}

/// The devices that a stamp has beyond its bound: that they leave makes no room.
fn surplus(plan: &Plan, on: &[u64], group: &Group) -> u64 {
    let at = group.source.stamp.index();
    let (on, bound) = (on.get(at).copied().unwrap_or(0), plan.bounds.get(at).copied().unwrap_or(0));
    on.saturating_sub(bound)
}

/// One group, to be fitted.
struct Fit<'f> {
    number: usize,
    group: &'f Group,
    scale: &'f BTreeMap<Stops, Vec<u64>>,
    rounding: Rounding,
    /// The positions that devices are at.
    positions: Vec<u32>,
}

/// A way to fit it.
struct Fitted {
    parts: Vec<Part>,
    rooms: Rooms,
    moved: u64,
    /// The devices that should go and do not.
    missing: u64,
}

impl Fit<'_> {
    /// The way that moves most: one part behind the other, where the scale has room for that; else parts above each other,
    /// of which the first that can takes a device.
    fn best(&self, start: u32, rooms: &Rooms) -> Fitted {
        let stamps: Vec<usize> = (0..self.group.to.len()).collect();
        let mut best = self.fit(&stamps, start, false, rooms);
        for order in orders(stamps) {
            if best.missing == 0 {
                break;
            }
            let other = self.fit(&order, start, true, rooms);
            if other.missing < best.missing {
                best = other;
            }
        }
        best
    }

    fn fit(&self, order: &[usize], start: u32, above: bool, rooms: &Rooms) -> Fitted {
        let mut fitted = Fitted { parts: Vec::new(), rooms: rooms.clone(), moved: 0, missing: 0 };
        let mut taken: Vec<(usize, Range<u32>)> = Vec::new();
        let mut at = start;
        for index in order {
            let Some((to, wanted)) = self.group.to.get(*index) else { continue };
            let (end, moved) = self.part(*index, at, *wanted, &taken, &mut fitted.rooms);
            fitted.moved += moved;
            fitted.missing += wanted.saturating_sub(moved);
            if moved > 0 {
                let slice = at..end;
                taken.push((*index, slice.clone()));
                fitted.parts.push(Part { group: self.number, to: *to, slice });
                at = if above { start } else { end };
            }
        }
        fitted
    }

    /// The end of the part that goes to a stamp, and how many devices go.
    fn part(
        &self,
        index: usize,
        start: u32,
        wanted: u64,
        taken: &[(usize, Range<u32>)],
        rooms: &mut Rooms,
    ) -> (u32, u64) {
        let (mut end, mut moved) = (start, 0);
        let mut left = self.positions.iter().copied().filter(|position| *position >= start);
        while moved < wanted {
            let Some(position) = left.next() else { break };
            let step = self.step(index, position, taken);
            let going: u64 = step.iter().map(|(_, devices)| devices).sum();
            let is_over = self.rounding == Rounding::Down && moved + going > wanted;
            if is_over || !rooms.take(&step) {
                break;
            }
            moved += going;
            end = if going > 0 { position + 1 } else { end };
        }
        let mut behind = self.positions.iter().filter(|position| **position >= end);
        let is_all = behind.all(|position| self.step(index, *position, taken).is_empty());
        if self.rounding == Rounding::Whole && moved > 0 && is_all {
            end = POSITIONS;
        }
        (end, moved)
    }

    /// The devices at a position that a part takes, and where they come to rest.
    fn step(&self, index: usize, position: u32, taken: &[(usize, Range<u32>)]) -> Vec<(Stop, u64)> {
        let mut step = Vec::new();
        for (stops, scale) in self.scale {
            let at = usize::try_from(position).ok().and_then(|at| scale.get(at)).copied().unwrap_or(0);
            let Some(stop) = stops.get(index).copied().flatten().filter(|_| at > 0) else { continue };
            let is_taken = |(before, slice): &(usize, Range<u32>)| {
                slice.contains(&position) && stops.get(*before).is_some_and(Option::is_some)
            };
            if !taken.iter().any(is_taken) {
                step.push((stop, at));
            }
        }
        step
    }
}

/// The positions of a scale that devices are at.
fn positions(scale: &BTreeMap<Stops, Vec<u64>>) -> Vec<u32> {
    let is_at = |position: &u32| {
        let at = usize::try_from(*position).unwrap_or(usize::MAX);
        scale.values().any(|devices| devices.get(at).is_some_and(|devices| *devices > 0))
    };
    (0..POSITIONS).filter(is_at).collect()
}

impl Rooms {
    /// Takes devices in, if there is room for all of them.
    fn take(&mut self, step: &[(Stop, u64)]) -> bool {
        let mut left = self.room.clone();
        for (stop, devices) in step {
            let Stop::On(stamp) = stop else { return false };
            match left.get_mut(stamp.index()).and_then(|room| Some((room.checked_sub(*devices)?, room))) {
                Some((less, room)) => *room = less,
                None => return false,
            }
        }
        self.room = left;
        true
    }
}

/// The orders that are tried: all of a few stamps, else one.
fn orders(stamps: Vec<usize>) -> Vec<Vec<usize>> {
    const MOST: usize = 4;
    let mut all = vec![Vec::new()];
    if stamps.len() > MOST {
        return vec![stamps];
    }
    for stamp in stamps {
        let longer = |order: &Vec<usize>| {
            let places = 0..=order.len();
            let with = |place: usize| {
                let (before, behind) = order.split_at(place);
                [before, &[stamp], behind].concat()
            };
            places.map(with).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}
