//! Puts the places together that are too many for a picture.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cmp::Reverse;

/// Devices that go from one place to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stream {
    /// The place of the left side.
    pub from: usize,
    /// The place of the right side.
    pub to: usize,
    /// How many they are.
    pub devices: u64,
}

/// What a node of the picture stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shown {
    /// One place.
    One(usize),
    /// So many places, whose devices are too few for a node of their own.
    Several(usize),
}

/// One side of the picture: its nodes from top to bottom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side {
    /// The nodes.
    pub nodes: Vec<Shown>,
    /// The node of each place that has one.
    of: BTreeMap<usize, usize>,
}

/// The most stamps of one side that have a node of their own; fewer, down to `LEAST`, where there are more than `RIBBONS`
/// streams between the nodes.
const MOST: usize = 12;
const LEAST: usize = 5;
const RIBBONS: usize = 60;

impl Side {
    /// The one place that a node stands for; none of several.
    pub fn place(&self, node: usize) -> Option<usize> {
        match self.nodes.get(node)? {
            Shown::One(place) => Some(*place),
            Shown::Several(_) => None,
        }
    }

    /// The nodes of the places with these devices, of which `most` have one of their own. `is_apart` says of a place that it always has a node of its own.
    fn new(devices: &BTreeMap<usize, u64>, most: usize, is_apart: impl Fn(usize) -> bool) -> Self {
        let mut stamps: Vec<usize> = devices.keys().copied().filter(|place| !is_apart(*place)).collect();
        let mut small = Vec::new();
        if stamps.len() > most {
            stamps.sort_by_key(|place| (Reverse(devices.get(place)), *place));
            // One small place alone needs no more room under its own name.
            small = stamps.split_off(most.saturating_sub(1));
            stamps.sort_unstable();
        }
        let apart = devices.keys().copied().filter(|place| is_apart(*place));
        let mut nodes: Vec<Shown> = stamps.iter().map(|place| Shown::One(*place)).collect();
        let mut of: BTreeMap<usize, usize> = stamps.iter().enumerate().map(|(node, place)| (*place, node)).collect();
        if !small.is_empty() {
            of.extend(small.iter().map(|place| (*place, nodes.len())));
            nodes.push(Shown::Several(small.len()));
        }
        for place in apart {
            of.insert(place, nodes.len());
            nodes.push(Shown::One(place));
        }
        Self { nodes, of }
    }
}

/// The two sides of a picture, and the streams between their nodes. Nothing is left out: a node has all devices of its
/// place.
pub fn gather(streams: &[Stream], is_apart: impl Fn(usize) -> bool + Copy) -> (Side, Side, Vec<Stream>) {
    let mut most = MOST;
    loop {
        let (left, right, gathered) = gather_to(most, streams, is_apart);
        if gathered.len() <= RIBBONS || most <= LEAST {
            return (left, right, gathered);
        }
        most -= 1;
    }
}

fn gather_to(most: usize, streams: &[Stream], is_apart: impl Fn(usize) -> bool + Copy) -> (Side, Side, Vec<Stream>) {
    let sum = |place: fn(&Stream) -> usize| {
        let mut devices: BTreeMap<usize, u64> = BTreeMap::new();
        for stream in streams.iter().filter(|stream| stream.devices > 0) {
            *devices.entry(place(stream)).or_default() += stream.devices;
        }
        devices
    };
    let left = Side::new(&sum(|stream| stream.from), most, is_apart);
    let right = Side::new(&sum(|stream| stream.to), most, is_apart);
    let mut gathered: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for stream in streams.iter().filter(|stream| stream.devices > 0) {
        if let (Some(from), Some(to)) = (left.of.get(&stream.from), right.of.get(&stream.to)) {
            *gathered.entry((*from, *to)).or_default() += stream.devices;
        }
    }
    let streams = gathered.into_iter().map(|((from, to), devices)| Stream { from, to, devices }).collect();
    (left, right, streams)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streams(count: usize) -> Vec<Stream> {
        (0..count).map(|place| Stream { from: place, to: 99, devices: 1 + place as u64 }).collect()
    }

    #[test]
    fn few_places_have_a_node_each_and_keep_their_order() {
        let (left, right, streams) = gather(&streams(MOST), |_| false);
        assert_eq!(left.nodes, (0..MOST).map(Shown::One).collect::<Vec<_>>());
        assert_eq!(right.nodes, [Shown::One(99)]);
        assert_eq!(streams.len(), MOST);
    }

    #[test]
    fn the_smallest_of_many_are_put_together_and_nobody_is_lost() {
        let all = streams(50);
        let (left, _, gathered) = gather(&all, |_| false);
        assert_eq!(left.nodes.len(), MOST);
        assert_eq!(left.nodes.last(), Some(&Shown::Several(50 - MOST + 1)));
        assert_eq!(left.nodes.first(), Some(&Shown::One(50 - MOST + 1)));
        let sum = |streams: &[Stream]| streams.iter().map(|stream| stream.devices).sum::<u64>();
        assert_eq!(sum(&gathered), sum(&all));
    }

    #[test]
    fn where_everything_goes_everywhere_there_are_fewer_nodes() {
        let pairs = (0..50).flat_map(|from| (50..100).map(move |to| Stream { from, to, devices: 1 }));
        let (left, right, gathered) = gather(&pairs.collect::<Vec<_>>(), |_| false);
        assert!(gathered.len() <= RIBBONS && left.nodes.len() >= LEAST && right.nodes.len() >= LEAST);
        assert_eq!(gathered.iter().map(|stream| stream.devices).sum::<u64>(), 2500);
    }

    #[test]
    fn what_is_no_stamp_is_never_among_the_others() {
        let (left, ..) = gather(&streams(50), |place| place == 0);
        assert_eq!(left.nodes.last(), Some(&Shown::One(0)));
        assert_eq!(left.nodes.len(), MOST + 1);
    }

    #[test]
    fn a_place_without_devices_has_no_node() {
        let (left, right, streams) = gather(&[Stream { from: 0, to: 1, devices: 0 }], |_| false);
        assert_eq!((left.nodes.len(), right.nodes.len(), streams.len()), (0, 0, 0));
    }
}
