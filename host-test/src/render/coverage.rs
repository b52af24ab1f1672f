//! What of a policy its tests exercise.

use analysis::coverage::{Point, What};
use anstyle::Style;
use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use super::page::Page;
use super::style::{BAD, GOOD, PASSED, Styled};
use super::{Lines, Place, Visible};
use crate::command::test::coverage::PolicyCoverage;

/// For people: the share, and each point that is not exercised.
pub(crate) fn for_people(of: &PolicyCoverage) -> String {
    let mut page = Page::default();
    page.line(0, heading(of));
    let lines = Lines::of(&of.source);
    for (point, _) in of.coverage.points().filter(|(_, exercised)| !exercised) {
        let place = format!("{}:{}", of.policy, lines.place(&point.place.range()).line);
        page.line(1, format_args!("{} {}", missed(of, point), Styled(PASSED, place)));
    }
    page.into_text()
}

/// The policy's text: before each line `+` if all of it is exercised, `~` if some, `-` if nothing, and below it what is
/// not.
pub(crate) fn in_text(of: &PolicyCoverage) -> String {
    let mut page = Page::default();
    page.line(0, heading(of));
    let lines = Lines::of(&of.source);
    let points: Vec<(Place, &Point, bool)> =
        of.coverage.points().map(|(point, done)| (lines.place(&point.place.range()), point, done)).collect();
    let width = of.source.lines().count().to_string().len();
    for (at, line) in of.source.lines().enumerate() {
        let here: Vec<_> = points.iter().filter(|(place, ..)| place.line == at + 1).collect();
        let missed_here = here.iter().filter(|(_, _, exercised)| !exercised);
        let (mark, style) = mark(here.len(), missed_here.clone().count());
        page.line(0, format_args!("{} {:>width$} | {}", Styled(style, mark), at + 1, Visible(line)));
        for (place, point, _) in missed_here {
            let before: String = line.chars().take(place.column.saturating_sub(1)).collect();
            let indent = " ".repeat(Visible(before).to_string().chars().count());
            let (pad, what) = (" ".repeat(width + 2), missed(of, point));
            page.line(0, format_args!("{pad} | {indent}{}", Styled(BAD, format_args!("^ {what}"))));
        }
    }
    page.into_text()
}

fn mark(points: usize, missed: usize) -> (&'static str, Style) {
    match missed {
        _ if points == 0 => (" ", PASSED),
        0 => ("+", GOOD),
        missed if missed == points => ("-", BAD),
        _ => ("~", BAD),
    }
}

fn heading(of: &PolicyCoverage) -> String {
    let (exercised, all) = of.coverage.count();
    let style = if exercised == all { GOOD } else { BAD };
    let share = format_args!("{exercised} of {all}, {} %", percent(exercised, all)).to_string();
    format!("coverage of {}: {}", Visible(&of.policy), Styled(style, share))
}

/// In tenths of a percent, downwards: 100 is only said where nothing is left.
fn percent(part: usize, all: usize) -> String {
    let tenths = (part * 1000).checked_div(all).unwrap_or(1000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What no test makes happen.
fn missed(of: &PolicyCoverage, point: &Point) -> String {
    match &point.what {
        What::Rule { attribute, name } => format!("the rule `{}` of {attribute} gives no value", Visible(name)),
        What::Pin { name } => format!("the pin `{}` is not taken", Visible(name)),
        What::Move { name } => format!("the move `{}` is not taken", Visible(name)),
        What::Fallback { name } => format!("the fallback `{}` is not used", Visible(name)),
        What::Guarantee { name } => format!("the guarantee `{}` keeps no device from a stamp", Visible(name)),
        What::Stamp { name } => format!("the stamp `{}` gets no device and has none", Visible(name)),
        What::Condition { holds, .. } => {
            let text = of.source.get(point.place.range()).unwrap_or_default();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("`{}` {}", Visible(text), if *holds { "never holds" } else { "always holds where it is asked" })
        }
    }
}

#[derive(Serialize)]
struct PointAsJson<'c> {
    #[serde(flatten)]
    what: &'c What,
    exercised: bool,
    #[serde(flatten)]
    place: Place,
}

/// For scripts: `{ policy, exercised, all, points }`.
impl Serialize for PolicyCoverage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lines = Lines::of(&self.source);
        let point = |(point, exercised): (_, bool)| {
            let point: &Point = point;
            PointAsJson { what: &point.what, exercised, place: lines.place(&point.place.range()) }
        };
        let (exercised, all) = self.coverage.count();
        let mut json = serializer.serialize_struct("PolicyCoverage", 4)?;
        json.serialize_field("policy", &self.policy)?;
        json.serialize_field("exercised", &exercised)?;
        json.serialize_field("all", &all)?;
        json.serialize_field("points", &self.coverage.points().map(point).collect::<Vec<_>>())?;
        json.end()
    }
}
