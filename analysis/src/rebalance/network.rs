//! Flows of least cost through a small network.

use alloc::collections::VecDeque;
use alloc::vec;
use alloc::vec::Vec;

/// A network: nodes by number, and edges that take devices from one to another.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    edges: Vec<Edge>,
    /// The edges that leave each node.
    leaving: Vec<Vec<usize>>,
}

/// An edge. The one whose number differs in the last bit leads back, by as much as has been sent.
#[derive(Clone, Debug)]
struct Edge {
    to: usize,
    room: u64,
    cost: i64,
}

/// An edge of a network, by which it tells what was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EdgeId(usize);

/// How much was sent, and what it cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sent {
    pub(crate) devices: u64,
    pub(crate) cost: u64,
}

/// More than any fleet has.
pub(crate) const UNBOUNDED: u64 = u64::MAX / 4;

impl Network {
    pub(crate) fn new(nodes: usize) -> Self {
        Self { edges: Vec::new(), leaving: vec![Vec::new(); nodes] }
    }

    /// Adds an edge that takes so many devices, at this cost for each.
    pub(crate) fn edge(&mut self, from: usize, to: usize, room: u64, cost: i64) -> EdgeId {
        let id = self.edges.len();
        self.edges.push(Edge { to, room, cost });
        self.edges.push(Edge { to: from, room: 0, cost: -cost });
        self.leaving.get_mut(from).into_iter().for_each(|leaving| leaving.push(id));
        self.leaving.get_mut(to).into_iter().for_each(|leaving| leaving.push(id ^ 1));
        EdgeId(id)
    }

    /// Sends as much as there is a way for, at the least cost.
    ///
    /// Each step sends along the cheapest way, and of these along one of the fewest edges. The cost of a way is no less than
    /// that of the step before, and there are as many costs as stamps in a row at most; among ways of one cost it is the
    /// method of Edmonds and Karp (1972), so the steps are polynomially many in nodes and edges, whatever the numbers.
    pub(crate) fn send(&mut self, source: usize, sink: usize) -> Sent {
        let mut sent = Sent::default();
        while let Some(way) = self.cheapest(source, sink) {
            let room = way.iter().filter_map(|edge| self.edges.get(*edge)).map(|edge| edge.room).min().unwrap_or(0);
            if room == 0 {
                break;
            }
            for edge in way {
                let cost = self.edges.get(edge).map_or(0, |edge| edge.cost);
                self.edges.get_mut(edge).into_iter().for_each(|edge| edge.room -= room);
                self.edges.get_mut(edge ^ 1).into_iter().for_each(|edge| edge.room += room);
                sent.cost = match u64::try_from(cost) {
                    Ok(cost) => sent.cost + cost * room,
                    Err(_) => sent.cost.saturating_sub(cost.unsigned_abs() * room),
                };
            }
            sent.devices += room;
        }
        sent
    }

    /// The edges of the cheapest way that has room, and of these of one with the fewest edges (Bellman and Ford; ways back
    /// have negative costs).
    fn cheapest(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let mut best: Vec<Option<(i64, u32)>> = vec![None; self.leaving.len()];
        let mut by: Vec<Option<usize>> = vec![None; self.leaving.len()];
        let mut queue = VecDeque::from([source]);
        *best.get_mut(source)? = Some((0, 0));
        while let Some(node) = queue.pop_front() {
            let Some((cost, edges)) = best.get(node).copied().flatten() else { continue };
            for id in self.leaving.get(node)? {
                let edge = self.edges.get(*id)?;
                let there = (cost + edge.cost, edges + 1);
                let known = best.get_mut(edge.to)?;
                if edge.room > 0 && known.is_none_or(|known| there < known) {
                    *known = Some(there);
                    *by.get_mut(edge.to)? = Some(*id);
                    if !queue.contains(&edge.to) {
                        queue.push_back(edge.to);
                    }
                }
            }
        }
        let mut way = Vec::new();
        let mut at = sink;
        while at != source {
            let id = by.get(at).copied().flatten()?;
            way.push(id);
            at = self.edges.get(id ^ 1)?.to;
        }
        Some(way)
    }

    /// What was sent along an edge.
    pub(crate) fn along(&self, edge: EdgeId) -> u64 {
        self.edges.get(edge.0 ^ 1).map_or(0, |back| back.room)
    }

    /// For each node, whether more could come to it from another.
    pub(crate) fn within_reach(&self, of: usize) -> Vec<bool> {
        let mut met = vec![false; self.leaving.len()];
        let mut left = vec![of];
        while let Some(node) = left.pop() {
            match met.get_mut(node) {
                Some(met) if !*met => *met = true,
                _ => continue,
            }
            let leaving = self.leaving.get(node).into_iter().flatten();
            left.extend(leaving.filter_map(|id| self.edges.get(*id)).filter(|edge| edge.room > 0).map(|edge| edge.to));
        }
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec as some;
    use proptest::prelude::*;

    /// The most that can be sent and the least that this costs, by trying every amount on every edge.
    fn tried(edges: &[(usize, usize, u64, i64)], nodes: usize) -> (u64, u64) {
        let mut best = (0, 0);
        let mut amounts = vec![0_u64; edges.len()];
        loop {
            let mut balance = vec![0_i64; nodes];
            for ((from, to, ..), amount) in edges.iter().zip(&amounts) {
                balance[*from] -= amount.cast_signed();
                balance[*to] += amount.cast_signed();
            }
            if balance[1..nodes - 1].iter().all(|node| *node == 0) && balance[nodes - 1] >= 0 {
                let cost = edges.iter().zip(&amounts).map(|((.., cost), amount)| cost.cast_unsigned() * amount).sum();
                let devices = balance[nodes - 1].cast_unsigned();
                if devices > best.0 || devices == best.0 && cost < best.1 {
                    best = (devices, cost);
                }
            }
            let Some(at) = (0..edges.len()).find(|at| amounts[*at] < edges[*at].2) else { return best };
            amounts[at] += 1;
            amounts[..at].fill(0);
        }
    }

    proptest! {
        #[test]
        fn what_is_sent_is_the_most_and_costs_the_least(
            edges in some((0_usize..5, 0_usize..5, 0_u64..3, 0_i64..3), 0..8),
        ) {
            let mut network = Network::new(5);
            let ids: Vec<EdgeId> = edges.iter().map(|(from, to, room, cost)| network.edge(*from, *to, *room, *cost)).collect();
            let sent = network.send(0, 4);
            prop_assert_eq!((sent.devices, sent.cost), tried(&edges, 5));
            for (id, (.., room, _)) in ids.into_iter().zip(&edges) {
                prop_assert!(network.along(id) <= *room);
            }
            prop_assert!(!network.within_reach(0)[4]);
        }
    }
}
