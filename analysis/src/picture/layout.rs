//! Where the nodes and ribbons of a flow picture are: whole numbers of its unit, a sixteenth of the text's height.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::gather::Stream;

/// From where downward, and how far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// From where.
    pub top: u64,
    /// How far.
    pub height: u64,
}

impl Span {
    fn end(self) -> u64 {
        self.top + self.height
    }
}

/// A node: the room that it and its name have for themselves, and its bar in the middle of that.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Node {
    /// The room for the name.
    pub room: Span,
    /// The bar.
    pub bar: Span,
}

/// What goes from one node to another, as thick at one end as at the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ribbon {
    /// Where it begins at the bar of the left node.
    pub from: u64,
    /// Where it ends at the bar of the right node.
    pub to: u64,
    /// How thick it is.
    pub thickness: u64,
}

/// A whole picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// How high it is.
    pub height: u64,
    /// The nodes of the left side.
    pub left: Vec<Node>,
    /// The nodes of the right side.
    pub right: Vec<Node>,
    /// By the order of the streams.
    pub ribbons: Vec<Ribbon>,
}

/// How wide the picture is. It is stretched to the width that there is.
pub const WIDTH: u64 = 1000;
/// How wide the bar of a node is.
pub const BAR: u64 = 14;
/// The least room of a node: two lines of text.
const LINES: u64 = 40;
/// What stands between two nodes.
const GAP: u64 = 8;
/// How thick all ribbons are together, at most; and the part of this that each brings.
const THICK: u64 = 360;
const EACH: u64 = 90;
/// The least that can be seen.
const THIN: u64 = 2;

impl Picture {
    /// Lays out so many nodes on each side, with the streams between them. Streams of a node leave and reach it in the
    /// order of the nodes at their other ends, so that they do not cross there.
    pub fn new(left: usize, right: usize, streams: &[Stream]) -> Self {
        let thick = thicknesses(streams);
        let heights = |nodes: usize, node: fn(&Stream) -> usize| -> Vec<u64> {
            let of = |one| streams.iter().zip(&thick).filter(move |(stream, _)| node(stream) == one);
            (0..nodes).map(|one| of(one).map(|(_, thick)| thick).sum()).collect()
        };
        let (left, right) = (heights(left, |stream| stream.from), heights(right, |stream| stream.to));
        let height = tall(&left).max(tall(&right));
        let (left, right) = (column(&left, height), column(&right, height));
        let ribbons = ribbons(&left, &right, streams, &thick);
        Self { height, left, right, ribbons }
    }
}

fn thicknesses(streams: &[Stream]) -> Vec<u64> {
    let all: u128 = streams.iter().map(|stream| u128::from(stream.devices)).sum();
    let count = u64::try_from(streams.len()).unwrap_or(THICK);
    let thick = u128::from(count.saturating_mul(EACH).min(THICK));
    let of = |stream: &Stream| u64::try_from(u128::from(stream.devices) * thick / all.max(1)).unwrap_or(THICK);
    streams.iter().map(|stream| of(stream).max(THIN)).collect()
}

/// The height that a column of bars takes.
fn tall(bars: &[u64]) -> u64 {
    let rooms: u64 = bars.iter().map(|bar| bar + GAP).map(|room| room.max(LINES + GAP)).sum();
    rooms.saturating_sub(GAP)
}

/// The nodes with these bars, in the middle of the height.
fn column(bars: &[u64], height: u64) -> Vec<Node> {
    let mut top = (height - tall(bars)) / 2;
    let node = |bar: &u64| {
        let room = Span { top, height: (*bar).max(LINES) };
        top = room.end() + GAP;
        Node { room, bar: Span { top: room.top + (room.height - bar) / 2, height: *bar } }
    };
    bars.iter().map(node).collect()
}

fn ribbons(left: &[Node], right: &[Node], streams: &[Stream], thick: &[u64]) -> Vec<Ribbon> {
    let from = ends(left, streams, thick, |stream| (stream.from, stream.to));
    let to = ends(right, streams, thick, |stream| (stream.to, stream.from));
    let ribbons = from.into_iter().zip(to).zip(thick);
    ribbons.map(|((from, to), thickness)| Ribbon { from, to, thickness: *thickness }).collect()
}

/// Where each stream is at the bar of its node of one side. `node` gives this node, and the one at the other end.
fn ends(nodes: &[Node], streams: &[Stream], thick: &[u64], node: fn(&Stream) -> (usize, usize)) -> Vec<u64> {
    let end = |stream: &Stream| {
        let (mine, other) = node(stream);
        let is_before = |one: &Stream| node(one).0 == mine && node(one).1 < other;
        let before: u64 = streams.iter().zip(thick).filter(|(one, _)| is_before(one)).map(|(_, thick)| thick).sum();
        nodes.get(mine).map_or(0, |node| node.bar.top) + before
    };
    streams.iter().map(end).collect()
}

impl Ribbon {
    /// Its outline, as the `d` of an SVG path: level at both ends, and from one bar to the other.
    pub fn path(&self) -> String {
        let (left, middle, right) = (BAR, WIDTH / 2, WIDTH - BAR);
        let (from, to) = (self.from, self.to);
        let (under, beneath) = (from + self.thickness, to + self.thickness);
        format!(
            "M{left} {from}C{middle} {from} {middle} {to} {right} {to}V{beneath}C{middle} {beneath} {middle} {under} {left} {under}Z"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look like chance, always the same.
    fn random(seed: &mut u64) -> u64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *seed >> 33
    }

    /// Streams in which every node has a part: with `every` between all pairs, else with gaps.
    fn streams(left: usize, right: usize, every: bool) -> Vec<Stream> {
        let mut seed = (left * 100 + right) as u64;
        let pairs = (0..left).flat_map(|from| (0..right).map(move |to| (from, to)));
        let is_there = |(from, to): &(usize, usize)| every || from % right == *to || to % left == *from;
        let stream = |(from, to)| Stream { from, to, devices: 1 + random(&mut seed) % [10, 1000, 100_000][from % 3] };
        pairs.filter(is_there).map(stream).collect()
    }

    fn pictures() -> impl Iterator<Item = (Vec<Stream>, Picture)> {
        let sizes = [(1, 1), (1, 14), (14, 1), (2, 2), (3, 9), (14, 14)];
        let cases = sizes.into_iter().flat_map(|size| [(size, true), (size, false)]);
        cases.map(|((left, right), every)| {
            let streams = streams(left, right, every);
            let picture = Picture::new(left, right, &streams);
            (streams, picture)
        })
    }

    fn are_apart(spans: impl Iterator<Item = Span>, height: u64) -> bool {
        let spans: Vec<Span> = spans.collect();
        let inside = spans.iter().all(|span| span.end() <= height);
        inside && spans.windows(2).all(|pair| pair[0].end() + GAP <= pair[1].top)
    }

    #[test]
    fn no_node_touches_another_and_all_are_inside() {
        for (_, picture) in pictures() {
            for side in [&picture.left, &picture.right] {
                assert!(are_apart(side.iter().map(|node| node.room), picture.height), "{picture:?}");
                assert!(side.iter().all(|node| node.room.top <= node.bar.top && node.bar.end() <= node.room.end()));
                assert!(side.iter().all(|node| node.room.height >= LINES), "a name has room");
            }
        }
    }

    #[test]
    fn the_ribbons_of_a_node_fill_its_bar_side_by_side() {
        for (streams, picture) in pictures() {
            let ends = |node: usize, of: fn(&Stream) -> usize, top: fn(&Ribbon) -> u64| {
                let mine = streams.iter().zip(&picture.ribbons).filter(move |(stream, _)| of(stream) == node);
                let mut ends: Vec<(u64, u64)> = mine.map(|(_, ribbon)| (top(ribbon), ribbon.thickness)).collect();
                ends.sort_unstable();
                ends
            };
            let fills = |bar: Span, ends: &[(u64, u64)]| {
                let end = ends.iter().try_fold(bar.top, |at, (top, thick)| (at == *top).then_some(top + thick));
                end == Some(bar.end())
            };
            for (node, one) in picture.left.iter().enumerate() {
                assert!(fills(one.bar, &ends(node, |stream| stream.from, |ribbon| ribbon.from)));
            }
            for (node, one) in picture.right.iter().enumerate() {
                assert!(fills(one.bar, &ends(node, |stream| stream.to, |ribbon| ribbon.to)));
            }
        }
    }

    #[test]
    fn more_devices_are_never_thinner_and_few_can_be_seen() {
        for (streams, picture) in pictures() {
            let mut both: Vec<(u64, u64)> = streams
                .iter()
                .map(|stream| stream.devices)
                .zip(picture.ribbons.iter().map(|ribbon| ribbon.thickness))
                .collect();
            both.sort_unstable();
            assert!(both.is_sorted_by_key(|(_, thickness)| *thickness));
            assert!(both.iter().all(|(_, thickness)| *thickness >= THIN));
        }
    }

    #[test]
    fn a_picture_without_streams_is_empty() {
        let picture = Picture::new(0, 0, &[]);
        assert_eq!((picture.height, picture.ribbons.len()), (0, 0));
    }

    #[test]
    fn fleets_of_any_size_fit() {
        let streams =
            [u64::MAX / 2, u64::MAX / 2, 1].map(|devices| Stream { from: 0, to: usize::from(devices == 1), devices });
        assert!(Picture::new(1, 2, &streams).height <= THICK + LINES + 2 * GAP + THIN);
    }

    #[test]
    fn a_path_goes_from_bar_to_bar() {
        let path = Ribbon { from: 10, to: 30, thickness: 5 }.path();
        assert_eq!(path, "M14 10C500 10 500 30 986 30V35C500 35 500 15 14 15Z");
    }
}
