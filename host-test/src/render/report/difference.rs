//! The report about a difference: what an edit of a policy does to a fleet.

use analysis::difference::named;
use analysis::difference::{Caused, Edit, Place};
use maud::{Markup, html};
use placement::{Policy, State};

use super::decisions::Decisions;
use super::fill::{self, Filled, Level};
use super::flow::{self, Flows, Role};
use super::{
    Fact, Report, Way, answers, causes, devices, grouped, least, outages, policy_diff, ramp, share, unreadable, verb,
};
use crate::render::difference::Difference;
use crate::render::identity;
use crate::render::simulation::Simulated;

impl Report {
    /// The report about a difference between two texts. `failing` is the new policy's simulation with outages, if any
    /// was asked for; `way` is the way there, if there is one.
    pub(crate) fn compared(
        difference: &Difference<'_>,
        texts: [&str; 2],
        failing: Option<&Simulated<'_>>,
        way: Option<&Way>,
    ) -> Self {
        let (comparison, counts) = (difference.comparison, difference.counts);
        let ([old, new], [old_text, new_text]) = (difference.names, texts);
        let stamps = stamps(difference);
        let decisions = Decisions {
            how: counts.how().collect(),
            refused: counts.refused().collect(),
            all: counts.devices,
            besides: besides(difference),
        };
        let sections = [
            Some(flows(difference).section()),
            causes::section(difference),
            least::section(difference),
            Some(fill::section(&stamps)),
            way.and_then(ramp::section),
            Some(policy_diff::section((old, old_text), (new, new_text))),
            answers::section(difference),
            Some(decisions.section("the new policy")),
            failing.and_then(outages::section),
            unreadable::section(counts.unreadable, &counts.examples),
        ];
        let edition = |name: &str, policy: &Policy| format!("{name}, {}", identity(policy));
        Self {
            title: format!("What the edit from {old} to {new} does to {}", difference.fleet),
            lead: format!("{} {}", lead(difference), fill::in_words(&stamps)),
            facts: facts(difference),
            sections: sections.into_iter().flatten().collect(),
            sources: vec![
                ("Old policy", edition(old, comparison.old())),
                ("New policy", edition(new, comparison.new_policy())),
                ("Fleet", difference.fleet.to_owned()),
            ],
        }
    }
}

/// What happens and why, in a sentence.
fn lead(difference: &Difference<'_>) -> String {
    let counts = difference.counts;
    let when = if difference.comparison.settings().fresh { "If every device were new" } else { "As devices register" };
    let moving = match counts.moved() {
        0 => "nobody moves".to_owned(),
        moved => {
            let all = devices(counts.devices);
            let whom = format!(
                "{} of {all} ({}) {}",
                grouped(moved),
                share(moved, counts.devices),
                verb(moved, "moves", "move")
            );
            format!("{whom} {}{}", destination(difference), because(difference))
        }
    };
    let lost = match counts.cut_off() {
        0 => String::new(),
        lost => {
            format!(" {} that {} a hub {} refused.", devices(lost), verb(lost, "has", "have"), verb(lost, "is", "are"))
        }
    };
    format!("{when}, {moving}.{lost}")
}

fn destination(difference: &Difference<'_>) -> String {
    let mut to: Vec<Place> =
        difference.outcome().changes().iter().filter(|flow| flow.is_move()).map(|flow| flow.to).collect();
    to.dedup();
    to.sort_unstable();
    to.dedup();
    match to.as_slice() {
        [one] => format!("to `{}`", named::to(difference.comparison, *one)),
        _ => "to another stamp".into(),
    }
}

/// The edit that moves them, or the one that moves most of them.
fn because(difference: &Difference<'_>) -> String {
    let causes = difference.counts.causes();
    let mut moving: Vec<&Caused> = causes.iter().filter(|caused| caused.moves() > 0).collect();
    moving.sort_by_key(|caused| std::cmp::Reverse(caused.moves()));
    let words =
        |caused: &Caused| named::edits(difference.comparison, caused.cause.step).next().map(reason).unwrap_or_default();
    match moving.as_slice() {
        [] => String::new(),
        [one] => format!(", because {}", words(one)),
        [first, rest @ ..] => format!(
            ", {} of them because {}, the others because of {} other {}",
            grouped(first.moves()),
            words(first),
            rest.len(),
            if rest.len() == 1 { "edit" } else { "edits" }
        ),
    }
}

/// An edit as the end of a sentence.
fn reason(edit: &Edit) -> String {
    let (words, subject) = (edit.words(), edit.subject.words());
    match words.strip_prefix(&subject).and_then(|rest| rest.strip_prefix(": ")) {
        Some(what) => format!("of {subject}, where {what}"),
        None => words,
    }
}

fn facts(difference: &Difference<'_>) -> Vec<Fact> {
    let counts = difference.counts;
    let part = |what, count: u64| Fact { what, figure: grouped(count), note: share(count, counts.devices) };
    let least = counts.least();
    let excess = counts.moved().saturating_sub(least.devices);
    let least = Fact {
        what: if least.exact { "must move for these shares" } else { "must move, about" },
        figure: grouped(least.devices),
        note: format!("{} more {}", grouped(excess), verb(excess, "moves", "move")),
    };
    let refused = counts.refused().map(|(_, count)| count).sum();
    let all = Fact { what: "devices in the fleet", figure: grouped(counts.devices), note: String::new() };
    let new = part("on no hub yet", counts.new);
    vec![
        all,
        part("move by this edit", counts.moved()),
        least,
        part("would move anyway", counts.moving_anyway()),
        new,
        part("refused afterwards", refused),
    ]
}

/// Who goes where by the edits.
fn flows(difference: &Difference<'_>) -> Flows {
    let (comparison, counts) = (difference.comparison, difference.counts);
    let stamps = comparison.stamps().len();
    let place = |name: &str, role| flow::Place { name: name.to_owned(), role };
    let places = comparison.stamps().iter().map(|stamp| place(&stamp.name, Role::Stamp));
    let no_stamps = [
        place(named::to(comparison, Place::OtherHub), Role::OtherHub),
        place("no stamp", Role::Start),
        place(named::to(comparison, Place::Nowhere), Role::Refused),
    ];
    let number = |place: Place, nowhere: usize| match place {
        Place::Stamp(stamp) => stamp,
        Place::OtherHub => stamps,
        Place::Nowhere => nowhere,
    };
    let flow = |flow: &analysis::difference::Flow| flow::Flow {
        from: number(flow.from, stamps + 1),
        to: number(flow.to, stamps + 2),
        devices: flow.devices,
    };
    let flows: Vec<flow::Flow> = difference.outcome().changes().iter().map(flow).collect();
    let elsewhere: u64 = flows.iter().map(|flow| flow.devices).sum();
    Flows {
        places: places.chain(no_stamps).collect(),
        all: counts.devices,
        heads: ["by the old policy", "by the new policy"],
        none: "The edit sends nobody elsewhere.",
        others: format!(
            "Not drawn: {} that the edit sends nowhere else.",
            devices(counts.devices.saturating_sub(elsewhere))
        ),
        flows,
    }
}

/// The stamps of both policies, before and after.
fn stamps<'d>(difference: &Difference<'d>) -> Vec<Filled<'d>> {
    let comparison = difference.comparison;
    let stamps = comparison.stamps().iter().zip(difference.counts.on_stamps(comparison));
    let filled = stamps.map(|(placed, (before, after))| {
        let old = placed.old.and_then(|id| comparison.old().stamp(id));
        let new = placed.new.and_then(|id| comparison.new_policy().stamp(id));
        Filled {
            name: &placed.name,
            state: new.map(|stamp| stamp.state).filter(|state| *state != State::Open),
            // Devices may be on a stamp that the new policy alone knows.
            before: old.or(new.filter(|_| before > 0)).map(|stamp| Level::of(stamp, before)),
            after: new.map(|stamp| Level::of(stamp, after)),
        }
    });
    filled.collect()
}

/// What else is to be said of the devices.
fn besides(difference: &Difference<'_>) -> Markup {
    let counts = difference.counts;
    html! {
        @if counts.change_hub > 0 {
            p { (devices(counts.change_hub)) " " (verb(counts.change_hub, "changes", "change")) " hub within the stamp, which is no move." }
        }
        @if counts.circles > 0 {
            p.lost { (devices(counts.circles)) " sent round a circle by moves of the new policy: `stamp check` says by which." }
        }
    }
}
