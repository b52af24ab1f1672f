//! The flow picture: from where to where devices go.

use std::cmp::Reverse;

use analysis::picture::{BAR, Node, Picture, Ribbon, Shown, Side, Stream, WIDTH, gather};
use maud::{Markup, html};

use super::table::scrolled;
use super::{Section, devices, grouped, share};

/// A place that devices are on, or go to.
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) role: Role,
}

/// What a place is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A stamp.
    Stamp,
    /// A hub that is none of the policy's.
    OtherHub,
    /// None: the devices are new, or were refused.
    Start,
    /// None: the devices are refused.
    Refused,
}

/// Devices that go from one place, by its index, to another.
pub(crate) struct Flow {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) devices: u64,
}

/// All devices of a fleet that do not stay where they are.
pub(crate) struct Flows {
    pub(crate) places: Vec<Place>,
    pub(crate) flows: Vec<Flow>,
    /// The devices of the whole fleet.
    pub(crate) all: u64,
    /// What is said over the left side, and over the right one.
    pub(crate) heads: [&'static str; 2],
    /// What is said where there are none.
    pub(crate) none: &'static str,
    /// Which devices are not among them.
    pub(crate) others: String,
}

/// What becomes of devices that go from one place to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Moves,
    New,
    Lost,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Moves, Self::New, Self::Lost];

    fn class(self) -> &'static str {
        match self {
            Self::Moves => "moves",
            Self::New => "new",
            Self::Lost => "lost",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Moves => "move from one stamp to another",
            Self::New => "had no stamp and get one",
            Self::Lost => "are refused",
        }
    }
}

/// The most rows of the table.
const ROWS: usize = 25;

impl Flows {
    /// The section about who goes where.
    pub(crate) fn section(&self) -> Section {
        let body = html! {
            @if self.flows.is_empty() {
                p { (self.none) }
            } @else {
                p {
                    "From the stamps on the left to those on the right. The thicker a ribbon, the more devices. " (self.others)
                }
                div.beside { (self.picture()) (self.table()) }
            }
        };
        Section::new("flow", "Who goes where", body)
    }

    fn picture(&self) -> Markup {
        let [before, after] = self.heads;
        let streams: Vec<Stream> =
            self.flows.iter().map(|flow| Stream { from: flow.from, to: flow.to, devices: flow.devices }).collect();
        let is_apart = |place: usize| self.places.get(place).is_none_or(|place| place.role != Role::Stamp);
        let (left, right, streams) = gather(&streams, is_apart);
        let picture = Picture::new(left.nodes.len(), right.nodes.len(), &streams);
        let ribbons: Vec<(&Stream, &Ribbon)> = streams.iter().zip(&picture.ribbons).collect();
        html! {
            figure {
                div.heads aria-hidden="true" { span { (before) } span { (after) } }
                div.flow {
                    (self.side(before, &left, &picture.left, &streams, |stream| stream.from))
                    svg role="img" aria-labelledby="flow-title flow-text" viewBox={ "0 0 " (WIDTH) " " (picture.height) }
                        preserveAspectRatio="none" style=(height("height", picture.height)) {
                        title id="flow-title" { "Who goes where" }
                        desc id="flow-text" { (self.in_words()) }
                        @for (stream, ribbon) in &ribbons {
                            path class=(self.kind(&left, &right, stream).class()) d=(ribbon.path()) {
                                title { (self.told(&left, &right, stream)) }
                            }
                        }
                        @for node in &picture.left { (bar(node, 0)) }
                        @for node in &picture.right { (bar(node, WIDTH - BAR)) }
                    }
                    (self.side(after, &right, &picture.right, &streams, |stream| stream.to))
                }
                (self.legend())
            }
        }
    }

    /// The names of one side, each in the room of its node.
    fn side(&self, what: &str, side: &Side, nodes: &[Node], streams: &[Stream], of: fn(&Stream) -> usize) -> Markup {
        let mut at = 0;
        let named = side.nodes.iter().zip(nodes).enumerate().map(|(index, (shown, node))| {
            let style = format!("{};{}", height("margin-top", node.room.top - at), height("height", node.room.height));
            at = node.room.top + node.room.height;
            let sum: u64 = streams.iter().filter(|stream| of(stream) == index).map(|stream| stream.devices).sum();
            (style, self.shown(shown), sum)
        });
        html! {
            ol aria-label=(what) {
                @for (style, name, sum) in named { li style=(style) { span { (name) } span { (grouped(sum)) } } }
            }
        }
    }

    fn legend(&self) -> Markup {
        let kinds = Kind::ALL.into_iter().filter(|kind| self.sum(*kind) > 0);
        html! {
            ul.legend {
                @for kind in kinds {
                    li {
                        svg aria-hidden="true" viewBox="0 0 28 14" { path class=(kind.class()) d="M1 1H27V13H1Z" {} }
                        (grouped(self.sum(kind))) " " (kind.words())
                    }
                }
            }
        }
    }

    /// The largest flows, for those who do not see the picture.
    fn in_words(&self) -> String {
        let largest: Vec<String> = self
            .largest()
            .iter()
            .take(3)
            .map(|flow| format!("{} to {}, {}", self.name(flow.from), self.name(flow.to), devices(flow.devices)))
            .collect();
        format!(
            "Ribbons from stamp to stamp. The largest: {}. The table beside it has the numbers.",
            largest.join("; ")
        )
    }

    fn table(&self) -> Markup {
        let largest = self.largest();
        let rest = largest.get(ROWS..).unwrap_or_default();
        let table = html! {
            table.wide {
                caption { "The same in numbers, the largest first; shares are of all " (devices(self.all)) }
                thead {
                    tr {
                        th scope="col" { "from" } th scope="col" { "to" }
                        th.number scope="col" { "devices" } th.number scope="col" { "share" }
                    }
                }
                tbody {
                    @for flow in largest.iter().take(ROWS) {
                        tr { td.name { (self.name(flow.from)) } td.name { (self.name(flow.to)) } (self.numbers(flow.devices)) }
                    }
                    @if !rest.is_empty() {
                        tr {
                            td colspan="2" { (grouped(rest.len())) " smaller flows" }
                            (self.numbers(rest.iter().map(|flow| flow.devices).sum()))
                        }
                    }
                }
                tfoot {
                    @for kind in Kind::ALL.into_iter().filter(|kind| self.sum(*kind) > 0) {
                        tr { th scope="row" colspan="2" { (kind.words()) } (self.numbers(self.sum(kind))) }
                    }
                }
            }
        };
        scrolled("Who goes where, in numbers", &table)
    }

    fn numbers(&self, count: u64) -> Markup {
        html! { td.number { (grouped(count)) } td.number { (share(count, self.all)) } }
    }

    fn largest(&self) -> Vec<&Flow> {
        let mut flows: Vec<&Flow> = self.flows.iter().collect();
        flows.sort_by_key(|flow| (Reverse(flow.devices), flow.from, flow.to));
        flows
    }

    fn sum(&self, kind: Kind) -> u64 {
        let flows = self.flows.iter().filter(|flow| self.kind_of(Some(flow.from), Some(flow.to)) == kind);
        flows.map(|flow| flow.devices).sum()
    }

    fn kind_of(&self, from: Option<usize>, to: Option<usize>) -> Kind {
        let role = |place: Option<usize>| place.and_then(|place| self.places.get(place)).map(|place| place.role);
        match (role(from), role(to)) {
            (_, Some(Role::Refused)) => Kind::Lost,
            (Some(Role::Start), _) => Kind::New,
            _ => Kind::Moves,
        }
    }

    fn kind(&self, left: &Side, right: &Side, stream: &Stream) -> Kind {
        self.kind_of(left.place(stream.from), right.place(stream.to))
    }

    fn told(&self, left: &Side, right: &Side, stream: &Stream) -> String {
        let name = |side: &Side, node: usize| side.nodes.get(node).map(|shown| self.shown(shown)).unwrap_or_default();
        format!("{} to {}: {}", name(left, stream.from), name(right, stream.to), devices(stream.devices))
    }

    fn shown(&self, shown: &Shown) -> String {
        match shown {
            Shown::One(place) => self.name(*place).to_owned(),
            Shown::Several(count) => format!("{count} other stamps"),
        }
    }

    fn name(&self, place: usize) -> &str {
        self.places.get(place).map(|place| place.name.as_str()).unwrap_or_default()
    }
}

fn bar(node: &Node, left: u64) -> Markup {
    html! { rect.bar x=(left) y=(node.bar.top) width=(BAR) height=(node.bar.height) {} }
}

/// A height of the picture as the style has it: it grows with the reader's text.
fn height(property: &str, units: u64) -> String {
    format!("{property}:calc({units}rem / 16)")
}
