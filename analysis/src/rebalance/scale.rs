//! The second pass over a fleet: which part of it each percentage of a cohort is.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use placement::hash::Domain;
use placement::{Percent, StampId, Stop};
use smallvec::SmallVec;

use super::Pass;
use super::look::{Between, Look, Source};
use crate::fleet::Member;

/// Devices of a source that are to go to stamps, by a cohort of their own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Group {
    pub(crate) source: Source,
    /// The stamps, and how many are to go to each.
    pub(crate) to: Vec<(StampId, u64)>,
    pub(crate) cohort: String,
}

/// For each stamp of a group, where a device comes to rest that is moved there; nothing if no move takes it there.
pub(crate) type Stops = SmallVec<[Option<Stop>; 2]>;

/// Devices of each group that are alike, by their position on the cohort's scale.
pub(crate) type Scales = Vec<BTreeMap<Stops, Vec<u64>>>;

/// How many positions a scale has: thousandths of a percent.
pub(crate) const POSITIONS: u32 = Percent::WHOLE;

/// The second pass over a part of a fleet.
pub struct ScalePass<'p> {
    look: Look<'p>,
    groups: &'p [Group],
    /// The hash of each group's cohort.
    cohorts: Vec<u64>,
    scales: Scales,
}

impl<'p> ScalePass<'p> {
    pub(crate) fn new(between: Between<'p>, groups: &'p [Group]) -> Self {
        let hash = |group: &Group| between.base.key().hash(Domain::Cohort, &group.cohort);
        Self {
            look: Look::new(between),
            groups,
            cohorts: groups.iter().map(hash).collect(),
            scales: vec![BTreeMap::new(); groups.len()],
        }
    }

    pub(crate) fn into_scales(self) -> Scales {
        self.scales
    }
}

impl Pass for ScalePass<'_> {
    fn add(&mut self, member: &Member) {
        let request = &member.request;
        let reach = self.look.see(request);
        let Some(rest) = &reach.rest else { return };
        for hit in self.look.hits(request, &reach) {
            let Some(at) = self.groups.iter().position(|group| group.source == hit.source) else { continue };
            let (Some(group), Some(cohort)) = (self.groups.get(at), self.cohorts.get(at)) else { continue };
            let stop =
                |(to, _): &(StampId, u64)| rest.targets.contains(*to).then(|| self.look.stop(request, rest, *to));
            let stops: Stops = group.to.iter().map(stop).collect();
            if stops.iter().all(Option::is_none) {
                continue;
            }
            let position = self.look.between.base.key().device(&request.registration_id).position(*cohort);
            let scale = self.scales.get_mut(at).map(|scales| scales.entry(stops).or_insert_with(empty));
            let place = scale.zip(usize::try_from(position).ok()).and_then(|(scale, at)| scale.get_mut(at));
            place.into_iter().for_each(|devices| *devices += member.weight);
        }
    }

    fn merge(&mut self, other: Self) {
        for (mine, other) in self.scales.iter_mut().zip(other.scales) {
            for (stops, scale) in other {
                match mine.get_mut(&stops) {
                    Some(mine) => mine.iter_mut().zip(&scale).for_each(|(mine, other)| *mine += other),
                    None => drop(mine.insert(stops, scale)),
                }
            }
        }
    }
}

fn empty() -> Vec<u64> {
    vec![0; usize::try_from(POSITIONS).unwrap_or_default()]
}
