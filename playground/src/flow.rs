//! The picture of who goes where, for the page to draw.

use std::collections::BTreeMap;

use analysis::difference::{Flow, Outcome, named};
use analysis::picture::{BAR, Node, Picture, Shown, Side, Stream, WIDTH, gather};
use serde_json::{Value, json};

/// The places that devices go from and to, by name: stamps first.
struct Places {
    numbers: BTreeMap<String, usize>,
    names: Vec<String>,
    stamps: usize,
}

impl Places {
    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        self.names.push(name.to_owned());
        let number = self.names.len() - 1;
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn shown(&self, shown: &Shown) -> String {
        match shown {
            Shown::One(place) => self.names.get(*place).cloned().unwrap_or_default(),
            Shown::Several(count) => format!("{count} other stamps"),
        }
    }
}

/// The flows that the edit makes: nodes of both sides with their places, ribbons as paths of SVG.
pub(crate) fn picture(outcome: &Outcome<'_>) -> Value {
    let comparison = outcome.comparison;
    let mut places = Places { numbers: BTreeMap::new(), names: Vec::new(), stamps: comparison.stamps().len() };
    for stamp in comparison.stamps() {
        places.number(&stamp.name);
    }
    let mut stream = |flow: &Flow| Stream {
        from: places.number(named::from(comparison, flow.from)),
        to: places.number(named::to(comparison, flow.to)),
        devices: flow.devices,
    };
    let streams: Vec<Stream> = outcome.changes().iter().map(&mut stream).collect();
    let (left, right, streams) = gather(&streams, |place| place >= places.stamps);
    let picture = Picture::new(left.nodes.len(), right.nodes.len(), &streams);
    let ribbons = streams.iter().zip(&picture.ribbons).map(|(stream, ribbon)| {
        json!({
            "from": stream.from,
            "to": stream.to,
            "devices": stream.devices,
            "path": ribbon.path(),
        })
    });
    json!({
        "width": WIDTH,
        "height": picture.height,
        "bar": BAR,
        "left": side(&places, &left, &picture.left, &streams, |stream| stream.from),
        "right": side(&places, &right, &picture.right, &streams, |stream| stream.to),
        "ribbons": ribbons.collect::<Vec<_>>(),
    })
}

fn side(places: &Places, side: &Side, nodes: &[Node], streams: &[Stream], of: fn(&Stream) -> usize) -> Value {
    let node = |(index, (shown, node)): (usize, (&Shown, &Node))| {
        let devices: u64 = streams.iter().filter(|stream| of(stream) == index).map(|stream| stream.devices).sum();
        json!({
            "name": places.shown(shown),
            "isStamp": side.place(index).is_none_or(|place| place < places.stamps),
            "devices": devices,
            "top": node.room.top,
            "height": node.room.height,
            "barTop": node.bar.top,
            "barHeight": node.bar.height,
        })
    };
    side.nodes.iter().zip(nodes).enumerate().map(node).collect()
}
