//! The report about a simulation: what a policy does with a fleet.

use analysis::simulation::{From, To};
use maud::{Markup, html};
use placement::{StampId, State};

use super::decisions::Decisions;
use super::fill::{self, Filled, Level};
use super::flow::{Flow, Flows, Place, Role};
use super::{Fact, Report, chance, devices, grouped, outages, share, unreadable, verb};
use crate::render::identity;
use crate::render::simulation::Simulated;

/// How many devices do what, in the whole fleet.
struct Sums {
    all: u64,
    moving: u64,
    new: u64,
    refused: u64,
    staying: u64,
}

impl Report {
    /// The report about a simulation.
    pub(crate) fn simulated(simulated: &Simulated<'_>) -> Self {
        let (policy, counts) = (simulated.policy, simulated.counts);
        let sums = sums(simulated);
        let stamps = stamps(simulated);
        let revision = policy.revision().map(|revision| format!(" {revision}")).unwrap_or_default();
        let decisions = Decisions {
            how: counts.how().collect(),
            refused: counts.refused().collect(),
            all: counts.devices,
            besides: besides(simulated),
        };
        let sections = [
            Some(flows(simulated, &sums).section()),
            Some(fill::section(&stamps)),
            Some(decisions.section("the policy")),
            chance::section(simulated),
            outages::section(simulated),
            unreadable::section(counts.unreadable, &counts.examples),
        ];
        Self {
            title: format!("What the policy {}{revision} does with {}", policy.name(), simulated.fleet),
            lead: format!("{} {}", sums.lead(), fill::in_words(&stamps)),
            facts: facts(simulated, &sums),
            sections: sections.into_iter().flatten().collect(),
            sources: vec![("Policy", identity(policy)), ("Fleet", simulated.fleet.to_owned())],
        }
    }
}

fn sums(simulated: &Simulated<'_>) -> Sums {
    let (flows, counts) = (simulated.counts.flows(simulated.policy), simulated.counts);
    let sum = |is: fn(&analysis::simulation::Flow) -> bool| {
        flows.iter().filter(|flow| is(flow)).map(|flow| flow.devices).sum()
    };
    Sums {
        all: counts.devices,
        moving: sum(|flow| flow.is_move()),
        new: sum(|flow| flow.from == From::New && flow.to != To::Refused),
        refused: sum(|flow| flow.to == To::Refused),
        staying: sum(stays),
    }
}

/// Whether devices are afterwards where they were.
fn stays(flow: &analysis::simulation::Flow) -> bool {
    flow.from != From::New && flow.to != To::Refused && !flow.is_move()
}

impl Sums {
    /// What happens, in a sentence.
    fn lead(&self) -> String {
        let part = |count: u64| format!("{} ({})", grouped(count), share(count, self.all));
        let move_ = verb(self.moving, "moves", "move");
        let moving = match self.moving {
            0 => "nobody moves".to_owned(),
            moving => format!(
                "{} of {} ({}) {move_} to another stamp",
                grouped(moving),
                devices(self.all),
                share(moving, self.all)
            ),
        };
        let new = (self.new > 0).then(|| {
            format!(
                "{} {} no stamp yet and {} one",
                part(self.new),
                verb(self.new, "has", "have"),
                verb(self.new, "gets", "get")
            )
        });
        let refused =
            (self.refused > 0).then(|| format!("{} {} refused", part(self.refused), verb(self.refused, "is", "are")));
        let told: Vec<String> = [Some(moving), new, refused].into_iter().flatten().collect();
        let told = match told.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{}, and {last}", before.join(", ")),
            _ => told.concat(),
        };
        format!("As devices register, {told}.")
    }
}

fn facts(simulated: &Simulated<'_>, sums: &Sums) -> Vec<Fact> {
    let part = |what, count: u64| Fact { what, figure: grouped(count), note: share(count, sums.all) };
    let room = simulated.counts.headroom(simulated.policy).map(|room| Fact {
        what: "room for more like these",
        figure: grouped(room.devices),
        note: format!(
            "{}{} is full",
            if room.devices > 0 { "then " } else { "" },
            simulated.outcome().name(room.stamp)
        ),
    });
    let all = Fact { what: "devices in the fleet", figure: grouped(sums.all), note: String::new() };
    let parts =
        [part("move", sums.moving), part("stay", sums.staying), part("new", sums.new), part("refused", sums.refused)];
    [all].into_iter().chain(parts).chain(room).collect()
}

/// Who goes where.
fn flows(simulated: &Simulated<'_>, sums: &Sums) -> Flows {
    let policy = simulated.policy;
    let stamps = policy.stamps().len();
    let place = |name: &str, role| Place { name: name.to_owned(), role };
    let places = policy.stamps().iter().map(|stamp| place(stamp.name.as_str(), Role::Stamp));
    let no_stamps = [
        place(simulated.outcome().from(From::OtherHub), Role::OtherHub),
        place(simulated.outcome().from(From::New), Role::Start),
        place(simulated.outcome().to(To::Refused), Role::Refused),
    ];
    let from = |from: From| match from {
        From::Stamp(stamp) => stamp.index(),
        From::OtherHub => stamps,
        From::New => stamps + 1,
    };
    let to = |to: To| match to {
        To::Stamp(stamp) => stamp.index(),
        To::OtherHub => stamps,
        To::Refused => stamps + 2,
    };
    let flows = simulated.counts.flows(policy);
    let going = flows.iter().filter(|flow| !stays(flow));
    let flows = going.map(|flow| Flow { from: from(flow.from), to: to(flow.to), devices: flow.devices }).collect();
    let staying = sums.staying;
    let others = format!(
        "Not drawn: {} ({}) that {} where {}.",
        devices(staying),
        share(staying, sums.all),
        verb(staying, "stays", "stay"),
        verb(staying, "it is", "they are"),
    );
    Flows {
        places: places.chain(no_stamps).collect(),
        flows,
        all: sums.all,
        heads: ["where they are", "where they will be"],
        none: "Every device stays where it is: nobody moves, none is new, and none is refused.",
        others: if staying > 0 { others } else { String::new() },
    }
}

/// The stamps before and after. Where devices are before is told by their current hubs.
fn stamps<'s>(simulated: &Simulated<'s>) -> Vec<Filled<'s>> {
    let policy = simulated.policy;
    let flows = simulated.counts.flows(policy);
    let before = |id: StampId| flows.iter().filter(|flow| flow.from == From::Stamp(id)).map(|flow| flow.devices).sum();
    let stamps = policy.stamp_ids().zip(policy.stamps()).zip(simulated.counts.on_stamps(policy));
    let filled = stamps.map(|((id, stamp), after)| Filled {
        name: stamp.name.as_str(),
        state: (stamp.state != State::Open).then_some(stamp.state),
        before: Some(Level::of(stamp, before(id))),
        after: Some(Level::of(stamp, after)),
    });
    filled.collect()
}

/// What else is to be said of the devices.
fn besides(simulated: &Simulated<'_>) -> Markup {
    let counts = simulated.counts;
    html! {
        @for (name, count) in &counts.fallbacks {
            p { (devices(*count)) " of these " (verb(*count, "is", "are")) " on the fallback " code { (super::Visible(name)) } "." }
        }
        @if counts.change_hub > 0 {
            p {
                (devices(counts.change_hub)) " on a former hub of " (verb(counts.change_hub, "its", "their"))
                " stamp: " (verb(counts.change_hub, "it gets", "they get")) " the stamp's own, which is no move."
            }
        }
        @if counts.circles > 0 {
            p.lost { (devices(counts.circles)) " sent round a circle by moves: `stamp check` says by which." }
        }
    }
}
