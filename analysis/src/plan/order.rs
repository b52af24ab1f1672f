//! In which order units are made, and which of them together, so that no device moves twice.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::unit::{Unit, Units};
use super::way::Group;

/// How many ramps are tried in every order; of more, neighbours change places alone.
const EVERY_ORDER: usize = 3;

/// The devices that move in two groups, by the numbers of these.
pub(super) type Twice = BTreeMap<(usize, usize), u64>;

/// The order that is taken unless devices move twice by it: everything else first, then the ramps as the new text has
/// them.
pub(super) fn first(units: &Units<'_>) -> Vec<Group> {
    (0..units.all.len()).map(Group::alone).collect()
}

/// Other orders. Everything else comes last only where the old text has all cohorts that are ramped.
pub(super) fn others(units: &Units<'_>) -> Vec<Vec<Group>> {
    let ramps: Vec<usize> = units.ramps().map(|(index, _)| index).collect();
    let orders = if ramps.len() <= EVERY_ORDER { permutations(&ramps) } else { neighbours(&ramps) };
    let may_be_last = units.ramps().all(|(_, ramp)| !ramp.is_new);
    let mut all = Vec::new();
    for order in orders {
        let groups = |units: &mut dyn Iterator<Item = usize>| units.map(Group::alone).collect::<Vec<_>>();
        all.push(groups(&mut units.others().into_iter().chain(order.iter().copied())));
        if may_be_last && units.others().is_some() {
            all.push(groups(&mut order.iter().copied().chain(units.others())));
        }
    }
    let usual = first(units);
    all.retain(|groups| *groups != usual);
    all
}

fn permutations(of: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in of {
        let longer = all.iter().flat_map(|some: &Vec<usize>| {
            let left = of.iter().filter(|one| !some.contains(one));
            left.map(|one| some.iter().chain([one]).copied().collect::<Vec<usize>>())
        });
        all = longer.collect();
    }
    all
}

/// The order itself, and those in which two neighbours have changed places.
fn neighbours(order: &[usize]) -> Vec<Vec<usize>> {
    let swapped = (1..order.len()).map(|at| {
        let mut other = order.to_vec();
        other.swap(at - 1, at);
        other
    });
    [order.to_vec()].into_iter().chain(swapped).collect()
}

/// The groups in which those that move a device twice are made together, where the first of them stands.
pub(super) fn joined(groups: &[Group], twice: &Twice) -> Vec<Group> {
    // For each group the first of those that it is made together with.
    let mut with: Vec<usize> = (0..groups.len()).collect();
    for (one, other) in twice.keys() {
        let ends = [with.get(*one).copied(), with.get(*other).copied()];
        if let [Some(one), Some(other)] = ends {
            let (first, second) = (one.min(other), one.max(other));
            with.iter_mut().filter(|at| **at == second).for_each(|at| *at = first);
        }
    }
    let mut all: BTreeMap<usize, Group> = BTreeMap::new();
    for (group, at) in groups.iter().zip(&with) {
        let together = all.entry(*at).or_insert_with(|| Group { units: Vec::new(), twice: 0 });
        together.units.extend(&group.units);
        together.twice += group.twice;
    }
    for ((one, _), devices) in twice {
        let at = with.get(*one).and_then(|at| all.get_mut(at));
        at.into_iter().for_each(|group| group.twice += devices);
    }
    all.into_values().collect()
}

/// Everything in one step.
pub(super) fn all_together(groups: &[Group]) -> Vec<Group> {
    let units = groups.iter().flat_map(|group| group.units.iter().copied()).collect();
    vec![Group { units, twice: groups.iter().map(|group| group.twice).sum::<u64>().max(1) }]
}

/// The units of a group in words that name it.
pub(super) fn units<'u>(units: &'u Units<'_>, group: &Group) -> Vec<&'u Unit> {
    group.units.iter().filter_map(|unit| units.all.get(*unit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_of_a_few_is_there_once() {
        let orders = permutations(&[4, 5, 6]);
        assert_eq!(orders.len(), 6);
        assert_eq!(orders.first(), Some(&vec![4, 5, 6]));
        assert!(orders.iter().enumerate().all(|(at, order)| !orders.iter().skip(at + 1).any(|other| other == order)));
        assert_eq!(neighbours(&[1, 2, 3]), [[1, 2, 3], [2, 1, 3], [1, 3, 2]]);
    }

    #[test]
    fn groups_that_move_devices_twice_are_made_together_and_the_others_stay_where_they_are() {
        let groups: Vec<Group> = (0..5).map(Group::alone).collect();
        let twice = Twice::from([((1, 3), 7), ((3, 4), 2)]);
        let expected = [Group::alone(0), Group { units: vec![1, 3, 4], twice: 9 }, Group::alone(2)];
        assert_eq!(joined(&groups, &twice), expected);
    }
}
