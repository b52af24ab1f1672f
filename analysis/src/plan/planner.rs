//! Makes plans.

use alloc::vec;
use alloc::vec::Vec;

use placement::{Percent, Refusal};

use super::back::{self, Back, Fault, Workshop};
use super::counts::{Counts, StepCounts, Stuck, WayCounts};
use super::findings::Known;
use super::order;
use super::pace::Rates;
use super::planned::{Obstacle, Plan, Step, WayBack};
use super::ramp::Ramp;
use super::unit::{Unit, Units};
use super::walk::Walk;
use super::way::{Group, Taken, Way};
use crate::difference::comparison::{Held, Version};
use crate::difference::places::Places;
use crate::difference::{Flow, Place};
use crate::edit::{PolicyText, Problem};

/// What a plan is made by besides the two policies.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The parts of the way of each ramp.
    pub ramp: Ramp,
    /// What limits how fast devices go from hub to hub.
    pub rates: Rates,
}

/// Plans the way from one policy to another. `read` shows the whole fleet to parts of a walk and gives what they have
/// counted together. It is called at least once, and again where a device would move twice and where ways back need moves.
///
/// # Errors
/// Those of `read`, and what keeps the texts from being edited.
pub fn plan<E: From<Problem>>(
    old: &PolicyText,
    new: &PolicyText,
    settings: &Settings,
    mut read: impl FnMut(&Walk<'_>) -> Result<Counts, E>,
) -> Result<Plan, E> {
    let places = Places::of(old.policy(), new.policy());
    let units = Units::between(old, new)?;
    let mut planner = Planner { units: &units, settings, places, read: &mut read };
    let (mut walk, counts, twice) = planner.find_way()?;
    let counts = planner.find_ways_back(&mut walk, counts)?;
    Ok(planner.planned(&walk, counts, twice))
}

struct Planner<'p, R> {
    units: &'p Units<'p>,
    settings: &'p Settings,
    places: Places,
    read: &'p mut R,
}

impl<'p, R> Planner<'p, R> {
    fn walk(&self, ways: Vec<Way>) -> Walk<'p> {
        let version = |text: &'p PolicyText| Version::new(Held::Given(text.policy()), &self.places);
        Walk { old: version(self.units.old), new: version(self.units.new), places: self.places.clone(), ways }
    }

    /// The way that makes groups one after the other; all at once where a policy on it would not be valid.
    fn way(&self, groups: Vec<Group>) -> Result<Way, Problem> {
        let ramp = Some(&self.settings.ramp);
        Way::new(self.units, groups.clone(), ramp, &self.places)
            .or_else(|_| Way::new(self.units, order::all_together(&groups), ramp, &self.places))
    }

    /// A way on which no device moves twice, what is counted on it, and how many would move twice on the usual one.
    fn find_way<E: From<Problem>>(&mut self) -> Result<(Walk<'p>, Counts, u64), E>
    where
        R: FnMut(&Walk<'_>) -> Result<Counts, E>,
    {
        let mut walk = self.walk(vec![self.way(order::first(self.units))?]);
        let mut counts = (self.read)(&walk)?;
        let twice = counts.ways.first().map_or(0, WayCounts::twice);
        if twice > 0
            && let Some(groups) = self.other_order(twice)?
        {
            walk = self.walk(vec![self.way(groups)?]);
            counts = (self.read)(&walk)?;
        }
        while let (Some(way), Some(counted)) = (walk.ways.first(), counts.ways.first())
            && !counted.twice.is_empty()
        {
            let joined = self.way(order::joined(&way.groups, &counted.twice))?;
            walk = self.walk(vec![joined]);
            counts = (self.read)(&walk)?;
        }
        Ok((walk, counts, twice))
    }

    /// The order of units by which the fewest devices move twice, if it is better than the usual one.
    fn other_order<E: From<Problem>>(&mut self, usual: u64) -> Result<Option<Vec<Group>>, E>
    where
        R: FnMut(&Walk<'_>) -> Result<Counts, E>,
    {
        let orders = order::others(self.units).into_iter();
        // Each ramp in one step: whoever moves twice does so by two units.
        let ways: Vec<Way> = orders.filter_map(|order| Way::new(self.units, order, None, &self.places).ok()).collect();
        if ways.is_empty() {
            return Ok(None);
        }
        let walk = self.walk(ways);
        let counts = (self.read)(&walk)?;
        let orders = counts.ways.iter().map(WayCounts::twice).zip(walk.ways);
        let best = orders.min_by_key(|(twice, _)| *twice).filter(|(twice, _)| *twice < usual);
        Ok(best.map(|(_, way)| way.groups))
    }

    /// Gives each step a way back, and what is counted once all of them touch nobody.
    fn find_ways_back<E: From<Problem>>(&mut self, walk: &mut Walk<'p>, counts: Counts) -> Result<Counts, E>
    where
        R: FnMut(&Walk<'_>) -> Result<Counts, E>,
    {
        let mut counts = counts;
        let stuck = counts.ways.iter().flat_map(|way| &way.steps).any(|step| !step.stuck.is_empty());
        if !stuck {
            return Ok(counts);
        }
        let workshop = Workshop { units: self.units, places: &self.places, circles: back::circles(self.units.old) };
        let mut tries = each_step(walk, &counts, |groups, step, counts| workshop.begin(groups, step, counts));
        while tries {
            counts = (self.read)(walk)?;
            tries = each_step(walk, &counts, |groups, step, counts| workshop.mend(groups, step, &counts.bad));
        }
        Ok(counts)
    }

    fn planned(&self, walk: &Walk<'_>, counts: Counts, twice: u64) -> Plan {
        let known = Known::of(self.units);
        let stamps = walk.places.0.clone();
        let on = |flows: &mut dyn Iterator<Item = Flow>| {
            let mut on = vec![0; stamps.len()];
            for flow in flows {
                if let Place::Stamp(stamp) = flow.to {
                    on.get_mut(stamp).into_iter().for_each(|devices| *devices += flow.devices);
                }
            }
            on
        };
        let before = on(&mut counts.before.flows());
        let mut steps = Vec::new();
        if let (Some(way), Some(counted)) = (walk.ways.first(), counts.ways.first()) {
            for (taken, counted) in way.steps.iter().zip(&counted.steps) {
                let on_stamps = on(&mut counted.flows.flows());
                let Some(group) = way.groups.get(taken.group) else { continue };
                steps.push(self.step(counts.devices, group, taken, counted, on_stamps, &known));
            }
        }
        Plan {
            stamps,
            devices: counts.devices,
            unreadable: counts.unreadable,
            examples: counts.examples,
            before,
            steps,
            twice,
        }
    }

    fn step(
        &self,
        devices: u64,
        group: &Group,
        taken: &Taken,
        counts: &StepCounts,
        on_stamps: Vec<u64>,
        known: &Known,
    ) -> Step {
        let units: Vec<Unit> = order::units(self.units, group).into_iter().cloned().collect();
        let flows: Vec<Flow> = counts.flows.flows().filter(|flow| flow.from != flow.to).collect();
        let policy = taken.text.policy();
        let capacity = |name: &str| policy.stamps().iter().find(|stamp| stamp.name.as_str() == name);
        let capacities = self.places.0.iter().map(|stamp| Some(u64::from(capacity(&stamp.name)?.capacity)));
        let refused = Refusal::ALL.into_iter().zip(counts.refused).filter(|(_, devices)| *devices > 0);
        Step {
            end: self.end(group, taken),
            units,
            together_for: group.twice,
            text: taken.text.text().into(),
            moved: counts.moved,
            anyway: counts.anyway,
            moved_after: counts.moved_after,
            placed: counts.placed,
            refused: refused.collect(),
            circles: counts.circles,
            pace: self.settings.rates.pace(devices, &flows, &self.places.0),
            flows,
            on_stamps,
            capacities: capacities.collect(),
            back: self.way_back(&taken.back, counts, known),
            findings: known.new_in(&taken.text, self.units, &taken.ends),
        }
    }

    /// Where the cohort of a unit that is made alone ends.
    fn end(&self, group: &Group, taken: &Taken) -> Option<Percent> {
        let [unit] = group.units.as_slice() else { return None };
        matches!(self.units.all.get(*unit)?, Unit::Ramp(_)).then(|| taken.ends.get(*unit).copied())?
    }

    fn way_back(&self, back: &Back, counts: &StepCounts, known: &Known) -> WayBack {
        let mut stuck: Vec<(Obstacle, u64)> = Vec::new();
        for (one, devices) in &counts.stuck {
            let obstacle = self.obstacle(back, one);
            match stuck.iter_mut().find(|(known, _)| *known == obstacle) {
                Some((_, count)) => *count += devices,
                None => stuck.push((obstacle, *devices)),
            }
        }
        stuck.sort_by_key(|(_, devices)| core::cmp::Reverse(*devices));
        WayBack {
            text: back.text.text().into(),
            moves: back.moves.iter().map(|one| one.name.clone()).collect(),
            returned: counts.returned,
            stuck,
            touched: counts.touched,
            findings: if back.moves.is_empty() { Vec::new() } else { known.new_in(&back.text, self.units, &[]) },
        }
    }

    fn obstacle(&self, back: &Back, stuck: &Stuck) -> Obstacle {
        let Stuck { group, here, lands, home, forced } = *stuck;
        let old = self.units.old.policy();
        let stamp = match home {
            Place::Stamp(stamp) => self.places.0.get(stamp).and_then(|stamp| old.stamp(stamp.old?)),
            Place::OtherHub | Place::Nowhere => None,
        };
        let Some(stamp) = stamp else { return Obstacle::NoStamp };
        if lands == Place::Nowhere {
            return Obstacle::Refused;
        }
        if forced {
            return Obstacle::Forced;
        }
        if lands != here {
            return Obstacle::DealtAnew;
        }
        match back.fault(group, here, home) {
            _ if !stamp.state.takes() => {
                Obstacle::TakesNobody { stamp: stamp.name.as_str().into(), state: stamp.state }
            }
            Some(Fault::Touches) => Obstacle::TouchesOthers,
            Some(Fault::Circle) => Obstacle::Circle,
            Some(Fault::Invalid) => Obstacle::NoMove,
            None => Obstacle::NotPreferred,
        }
    }
}

/// Does something with every step of the one way, and gives whether any of them says yes.
fn each_step(walk: &mut Walk<'_>, counts: &Counts, act: impl Fn(&[Group], &mut Taken, &StepCounts) -> bool) -> bool {
    let mut any = false;
    for (way, counts) in walk.ways.iter_mut().zip(&counts.ways) {
        for (step, counts) in way.steps.iter_mut().zip(&counts.steps) {
            any |= act(&way.groups, step, counts);
        }
    }
    any
}
