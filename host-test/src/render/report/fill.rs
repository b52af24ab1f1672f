//! How full each stamp is, before and after.

use std::cmp::Reverse;

use maud::{Markup, html};
use placement::{Stamp, State};

use super::table::scrolled;
use super::{Section, change, devices, grouped, share};

/// How many devices are on a stamp, and for how many it is built.
#[derive(Clone, Copy)]
pub(crate) struct Level {
    pub(crate) devices: u64,
    pub(crate) capacity: u64,
}

/// A stamp before and after. It is not there where a policy does not have it.
pub(crate) struct Filled<'s> {
    pub(crate) name: &'s str,
    /// What it does with devices, where this is not to take all of them.
    pub(crate) state: Option<State>,
    pub(crate) before: Option<Level>,
    pub(crate) after: Option<Level>,
}

/// How wide a picture is. It is stretched to the width that there is.
const WIDTH: u64 = 1000;
/// The most that is drawn, in thousandths of a capacity.
const MOST: u64 = 2000;

impl Level {
    pub(crate) fn of(stamp: &Stamp, devices: u64) -> Self {
        Self { devices, capacity: stamp.capacity.into() }
    }

    pub(crate) fn over(self) -> u64 {
        self.devices.saturating_sub(self.capacity)
    }

    fn thousandths(self) -> u64 {
        let thousandths = u128::from(self.devices) * 1000 / u128::from(self.capacity.max(1));
        u64::try_from(thousandths).unwrap_or(u64::MAX).min(MOST)
    }

    fn share(self) -> String {
        share(self.devices, self.capacity)
    }
}

/// Whether every stamp has room, in a sentence.
pub(crate) fn in_words(stamps: &[Filled<'_>]) -> String {
    let mut over: Vec<(u64, &str)> = stamps
        .iter()
        .filter_map(|stamp| Some((stamp.after?.over(), stamp.name)))
        .filter(|(over, _)| *over > 0)
        .collect();
    over.sort_by_key(|(over, _)| Reverse(*over));
    match over.as_slice() {
        [] => "Every stamp has room for its devices.".into(),
        [(over, name), rest @ ..] => {
            let others = match rest.len() {
                0 => String::new(),
                1 => ", and one other stamp has too many as well".to_owned(),
                others => format!(", and {others} other stamps have too many as well"),
            };
            format!("The stamp `{name}` gets {} more than it is built for{others}.", devices(*over))
        }
    }
}

/// The section about the stamps' fill.
pub(crate) fn section(stamps: &[Filled<'_>]) -> Section {
    let body = html! {
        p {
            "Each stamp is built for a number of devices, its capacity. The thin bar is what is on it before, the thick one "
            "what will be on it when all devices have registered; the line across is its capacity. What goes beyond is "
            "marked " span.lost { "\u{25b2}" } "."
        }
        (scrolled("How full each stamp is", &table(stamps)))
    };
    Section::new("fill", "Room on each stamp", body)
}

fn table(stamps: &[Filled<'_>]) -> Markup {
    let levels = || stamps.iter().flat_map(|stamp| [stamp.before, stamp.after]).flatten();
    let scale = levels().map(Level::thousandths).max().unwrap_or(0).max(1000);
    let sum = |of: fn(Level) -> u64, when: fn(&Filled<'_>) -> Option<Level>| -> u64 {
        stamps.iter().filter_map(when).map(of).sum()
    };
    let (before, after) = (sum(|level| level.devices, |one| one.before), sum(|level| level.devices, |one| one.after));
    html! {
        table.wide {
            thead {
                tr {
                    th scope="col" { "stamp" } th scope="col" { "fill" } th.number scope="col" { "before" }
                    th.number scope="col" { "after" } th.number scope="col" { "change" } th.number scope="col" { "capacity" }
                }
            }
            tbody { @for stamp in stamps { (stamp.row(scale)) } }
            tfoot {
                tr {
                    th scope="row" { "all stamps" } td {} td.number { (grouped(before)) } td.number { (grouped(after)) }
                    td.number { (change(before, after)) } td.number { (grouped(sum(|level| level.capacity, |one| one.after))) }
                }
            }
        }
    }
}

impl Filled<'_> {
    fn row(&self, scale: u64) -> Markup {
        let number = |level: Option<Level>| level.map_or("\u{2013}".into(), |level| grouped(level.devices));
        let count = |level: Option<Level>| level.map_or(0, |level| level.devices);
        html! {
            tr {
                th.name scope="row" { (self.name) @if let Some(note) = self.note() { " " span.soft { (note) } } }
                td.fill { div { (self.picture(scale)) span { (self.shares()) } } }
                td.number { (number(self.before)) }
                td.number { (number(self.after)) }
                td.number { (change(count(self.before), count(self.after))) }
                td.number { (self.capacity()) }
            }
        }
    }

    fn note(&self) -> Option<String> {
        match (self.before, self.after, self.state) {
            (None, _, _) => Some("new".into()),
            (_, None, _) => Some("taken out".into()),
            (.., Some(state)) => Some(state.to_string()),
            _ => None,
        }
    }

    fn capacity(&self) -> String {
        match (self.before, self.after) {
            (Some(before), Some(after)) if before.capacity != after.capacity => {
                format!("{} \u{2192} {}", grouped(before.capacity), grouped(after.capacity))
            }
            (before, after) => after.or(before).map_or_else(String::new, |level| grouped(level.capacity)),
        }
    }

    /// The bars again, in words: how full, and how many too many.
    fn shares(&self) -> Markup {
        let over = self.after.map_or(0, Level::over);
        let shares: Vec<String> = [self.before, self.after].into_iter().flatten().map(Level::share).collect();
        html! {
            (shares.join(" \u{2192} "))
            @if over > 0 { " " span.lost { "\u{25b2} " (grouped(over)) " over" } }
        }
    }

    fn picture(&self, scale: u64) -> Markup {
        let at = |thousandths: u64| thousandths * WIDTH / scale;
        let edge = at(1000);
        html! {
            svg aria-hidden="true" viewBox={ "0 0 " (WIDTH) " 24" } preserveAspectRatio="none" {
                rect.track x="0" y="3" width=(edge) height="18" {}
                @if let Some(before) = self.before { (bar("before", at(before.thousandths()), edge, 3, 5)) }
                @if let Some(after) = self.after { (bar("after", at(after.thousandths()), edge, 9, 12)) }
                path.edge d={ "M" (edge) " 0V24" } {}
            }
        }
    }
}

/// A bar, of which what is beyond the edge is told apart.
fn bar(class: &str, length: u64, edge: u64, top: u64, height: u64) -> Markup {
    html! {
        rect class=(class) x="0" y=(top) width=(length.min(edge)) height=(height) {}
        @if length > edge { rect.over x=(edge) y=(top) width=(length - edge) height=(height) {} }
    }
}
