//! A way from one policy to another: the policies after each step.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use placement::Percent;

use super::back::Back;
use super::ramp::Ramp;
use super::unit::{Unit, Units};
use crate::difference::comparison::{Held, Version};
use crate::difference::places::Places;
use crate::edit::{PolicyText, Problem};

/// Units that are made in one step, or one unit that is ramped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Group {
    /// Their numbers.
    pub(super) units: Vec<usize>,
    /// The devices that would move twice if they were made apart.
    pub(super) twice: u64,
}

/// A policy on the way.
pub(super) struct Taken {
    /// The number of the group that is made, or of which one part is.
    pub(super) group: usize,
    /// Where the cohort of each unit ends after it.
    pub(super) ends: Vec<Percent>,
    pub(super) text: PolicyText,
    pub(super) version: Version<'static>,
    /// What returns those who were moved so far.
    pub(super) back: Back,
}

/// Steps from one policy to another.
pub(super) struct Way {
    pub(super) groups: Vec<Group>,
    pub(super) steps: Vec<Taken>,
}

impl Group {
    /// A group of one unit.
    pub(super) fn alone(unit: usize) -> Self {
        Self { units: vec![unit], twice: 0 }
    }

    /// The ends on the way of its unit, if it is one that is ramped.
    fn ramp(&self, units: &Units<'_>, ramp: Option<&Ramp>) -> Option<(usize, Vec<Percent>)> {
        let ([unit], 0) = (self.units.as_slice(), self.twice) else { return None };
        match units.all.get(*unit)? {
            Unit::Ramp(ramped) => Some((*unit, ramp?.ends(ramped.from, ramped.to))),
            Unit::Others(_) => None,
        }
    }
}

impl Way {
    /// The way that makes these groups one after the other. Without a ramp each is one step.
    pub(super) fn new(
        units: &Units<'_>,
        groups: Vec<Group>,
        ramp: Option<&Ramp>,
        places: &Places,
    ) -> Result<Self, Problem> {
        let mut ends: Vec<Percent> = units.all.iter().map(Unit::begins).collect();
        let mut with_others = units.others().is_none();
        let mut steps = Vec::new();
        for (number, group) in groups.iter().enumerate() {
            let parts: Vec<Vec<(usize, Percent)>> = match group.ramp(units, ramp) {
                Some((unit, parts)) => parts.into_iter().map(|end| vec![(unit, end)]).collect(),
                None => {
                    let made = group.units.iter().filter_map(|unit| Some((*unit, units.all.get(*unit)?.ends())));
                    vec![made.collect()]
                }
            };
            with_others |= units.others().is_some_and(|others| group.units.contains(&others));
            for part in parts {
                for (unit, end) in part {
                    ends.get_mut(unit).into_iter().for_each(|at| *at = end);
                }
                let text = units.text(with_others, &ends)?;
                let version = Version::new(Held::Made(Box::new(text.policy().clone())), places);
                let back = Back::without_moves(units.old);
                steps.push(Taken { group: number, ends: ends.clone(), text, version, back });
            }
        }
        Ok(Self { groups, steps })
    }
}
