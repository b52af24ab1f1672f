//! The way there in steps: how many devices have moved by when.

use analysis::plan::{Plan, Rates, Step, Unit};
use maud::{Markup, html};

use super::table::scrolled;
use super::{Section, devices, grouped, share, with_code};
use crate::render::{lasting, plan};

/// The way from the old policy to the new one.
pub(crate) struct Way {
    pub(crate) plan: Plan,
    pub(crate) rates: Rates,
}

/// How wide and how high the picture is. It is stretched to the room that there is.
const WIDTH: u64 = 1000;
const HEIGHT: u64 = 240;
/// A step that takes less than this part of the whole time, in thousandths, has no number in the picture.
const NARROW: u64 = 30;

/// A step, and what has come of it and of those before it.
struct Reached<'p> {
    number: usize,
    step: &'p Step,
    /// When it begins and ends, in seconds from the first one's beginning.
    begins: u64,
    ends: u64,
    /// The devices that have gone elsewhere when it ends.
    after: u64,
    /// The stamps with other devices than before, and more than they are built for: their numbers, and the devices beyond.
    over: Vec<(usize, u64)>,
}

/// The section about the way there, if the edit sends somebody elsewhere.
pub(super) fn section(way: &Way) -> Option<Section> {
    let acts = way.plan.steps.iter().any(|step| step.moved + step.placed > 0);
    let reached = reached(&way.plan);
    let last = reached.last().filter(|_| acts)?;
    let body = html! {
        p {
            "The edit can be made in steps, each a policy of its own: a cohort that changes goes there part by part, everything "
            "else at once. " (in_all(&way.plan, last)) " The times are what these limits let pass at best: " (limits(&way.rates)) ". "
            "What is waited between two steps comes on top of them. " span.lost { "\u{25b2}" } " marks steps that leave a stamp with "
            "more devices than it is built for."
        }
        (picture(&reached, last))
        (scrolled("The way there in steps", &table(&way.plan, &reached)))
        p.soft {
            "Each step can be taken back by a policy that returns those who were moved and touches nobody else; for some that "
            "may not be possible. " code { "stamp plan --write" } " writes these policies."
        }
    };
    Some(Section::new("ramp", "The way there in steps", body))
}

fn reached(plan: &Plan) -> Vec<Reached<'_>> {
    let (mut ends, mut after, mut on) = (0_u64, 0, plan.before.as_slice());
    let steps = plan.steps.iter().zip(1..).map(|(step, number)| {
        let begins = ends;
        ends = begins.saturating_add(step.pace.seconds);
        after += going(step);
        let is_touched = |stamp: usize| on.get(stamp) != step.on_stamps.get(stamp);
        let over = step.over().filter(|(stamp, _)| is_touched(*stamp)).collect();
        on = &step.on_stamps;
        Reached { number, step, begins, ends, after, over }
    });
    steps.collect()
}

/// The devices that go elsewhere by a step, for whatever reason.
fn going(step: &Step) -> u64 {
    step.moved + step.anyway + step.placed
}

fn in_all(plan: &Plan, last: &Reached<'_>) -> String {
    let together = plan.steps.iter().any(|step| step.together_for > 0);
    let steps = match plan.steps.len() {
        1 => "It is one step".to_owned(),
        several => format!("These are {several} steps"),
    };
    let time = lasting(last.ends);
    let joined = if together { ", for which some of the edit is made in one step" } else { "" };
    let before = match plan.moved_after() {
        0 => String::new(),
        after => format!(
            " Of these devices {} have moved before, to where the old policy wanted them anyway.",
            grouped(after)
        ),
    };
    format!("{steps}, which take {time}; the edit moves no device twice{joined}.{before}")
}

fn limits(rates: &Rates) -> String {
    let mut limits = vec![
        format!("DPS takes {} registrations a minute", grouped(rates.dps)),
        format!("a hub creates or deletes {} devices a minute", grouped(rates.hub)),
    ];
    limits.extend(rates.hubs.iter().map(|(stamp, rate)| format!("the hub of {stamp} {}", grouped(*rate))));
    limits.extend(rates.registers_every.map(|every| format!("each device registers every {}", lasting(every))));
    limits.join(", ")
}

fn picture(reached: &[Reached<'_>], last: &Reached<'_>) -> Markup {
    let x = |seconds: u64| scaled(seconds, last.ends, WIDTH);
    let y = |count: u64| HEIGHT - scaled(count, last.after, HEIGHT);
    let points: Vec<String> = reached.iter().map(|one| format!("L{} {}", x(one.ends), y(one.after))).collect();
    let line = format!("M0 {HEIGHT}{}", points.concat());
    html! {
        figure.ramp {
            div.high aria-hidden="true" { span { (devices(last.after)) } span { "0" } }
            svg role="img" aria-labelledby="ramp-title ramp-text" viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" {
                title id="ramp-title" { "Devices that have gone elsewhere, by time" }
                desc id="ramp-text" { (in_words(reached)) }
                path.under d={ (line) "V" (HEIGHT) "Z" } {}
                @for one in reached {
                    path.step d={ "M" (x(one.ends)) " 0V" (HEIGHT) } {}
                }
                path.line d=(line) {}
                path.axis d={ "M0 0V" (HEIGHT) "H" (WIDTH) } {}
                // Whoever points at a step is told about it.
                @for one in reached {
                    rect.touch x=(x(one.begins)) y="0" width=(x(one.ends) - x(one.begins)) height=(HEIGHT) { title { (told(one)) } }
                }
            }
            div.numbers aria-hidden="true" style={ "grid-template-columns:" (columns(reached)) } {
                @for one in reached {
                    @let is_over = !one.over.is_empty();
                    span.lost[is_over] {
                        @if scaled(one.ends - one.begins, last.ends, 1000) >= NARROW { @if is_over { "\u{25b2} " } (one.number) }
                    }
                }
            }
            div.long aria-hidden="true" { span { "0" } span { "steps, by the time that each takes" } span { (lasting(last.ends)) } }
        }
    }
}

/// A part of a whole as a part of a length.
fn scaled(part: u64, whole: u64, length: u64) -> u64 {
    let scaled = u128::from(part) * u128::from(length) / u128::from(whole.max(1));
    u64::try_from(scaled).unwrap_or(length).min(length)
}

/// Columns as wide as the steps take time.
fn columns(reached: &[Reached<'_>]) -> String {
    let widths: Vec<String> = reached.iter().map(|one| format!("minmax(0,{}fr)", one.ends - one.begins)).collect();
    widths.join(" ")
}

fn told(reached: &Reached<'_>) -> String {
    let Reached { number, step, .. } = reached;
    format!("Step {number}, {}: {} in {}", step.label(), devices(going(step)), lasting(step.pace.seconds))
}

/// The picture for those who do not see it.
fn in_words(reached: &[Reached<'_>]) -> String {
    let points: Vec<String> = reached
        .iter()
        .map(|one| format!("after {} and step {} {}", lasting(one.ends), one.number, devices(one.after)))
        .collect();
    format!("A line that rises from step to step: {}. The table below has the numbers.", points.join(", "))
}

fn table(plan: &Plan, reached: &[Reached<'_>]) -> Markup {
    html! {
        table.wide.way {
            thead {
                tr {
                    th.number scope="col" { "step" } th scope="col" { "what is done" }
                    th.number scope="col" { "devices" } th.number scope="col" { "so far" }
                    th.number scope="col" { "takes" } th.number scope="col" { "done after" } th scope="col" { "slowest" }
                    th.number scope="col" { "way back for" }
                }
            }
            tbody { @for one in reached { (row(plan, one)) } }
        }
    }
}

fn row(plan: &Plan, reached: &Reached<'_>) -> Markup {
    let Reached { number, step, ends, after, .. } = reached;
    let stuck = plan::all_stuck(step);
    html! {
        tr {
            td.number { (number) }
            // The number of an end stays with its sign.
            th scope="row" { (with_code(&step.label().replace(" %", "\u{a0}%"))) (notes(plan, reached)) }
            td.number { (grouped(going(step))) }
            td.number { (grouped(*after)) " (" (share(*after, plan.devices)) ")" }
            td.number { (lasting(step.pace.seconds)) }
            td.number { (lasting(*ends)) }
            td { (plan::slowest(&step.pace.bottleneck)) }
            td.number {
                (grouped(step.back.returned))
                @if stuck > 0 { br; span.lost { "not for " (grouped(stuck)) } }
            }
        }
    }
}

/// What is to be known of a step besides.
fn notes(plan: &Plan, reached: &Reached<'_>) -> Markup {
    let step = reached.step;
    let edits = step.units.iter().flat_map(|unit| match unit {
        Unit::Others(edits) => edits.as_slice(),
        Unit::Ramp(_) => &[],
    });
    let edits: Vec<String> = edits.map(plan::words).collect();
    let more = edits.len().saturating_sub(plan::EDITS);
    let refused: u64 = step.refused.iter().map(|(_, count)| count).sum();
    html! {
        @for edit in edits.iter().take(plan::EDITS) { br; span.soft { (with_code(edit)) } }
        @if more > 0 { br; span.soft { "and " (more) " more" } }
        @if step.together_for > 0 { br; span.soft { (devices(step.together_for)) " would move twice by smaller steps" } }
        @if step.placed > 0 { br; span.soft { (grouped(step.placed)) " of them had no stamp and get one" } }
        @if step.anyway > 0 { br; span.soft { (grouped(step.anyway)) " of them would move anyway" } }
        @if refused > 0 { br; span.lost { (devices(refused)) " refused" } }
        @for (stamp, beyond) in &reached.over {
            br;
            span.lost {
                "\u{25b2} " (plan.stamps.get(*stamp).map(|stamp| stamp.name.as_str()).unwrap_or_default()) ": "
                (grouped(*beyond)) " over"
            }
        }
    }
}
