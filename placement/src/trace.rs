//! The trace of a decision, as data: `docs/decision.md`, "The trace".

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use dps::AllocationAnswer;
use serde::Serialize;

use crate::asked::{Asked, AskedAtom};
use crate::decision::{Decision, How, Outcome};
use crate::device::Device;
use crate::recorder::{Event, MovePassed, OutOfTier, PinPassed, Recorder, RulePassed, Standing, Target};
use crate::refusal::Refusal;

/// Every step of a decision.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Trace<'p> {
    /// Whom it is about.
    pub device: TracedDevice<'p>,
    /// The guarantees that were asked; none for a forced answer. No member of the JSON.
    #[serde(skip)]
    pub guarantees: Vec<Asked<'p>>,
    /// The rounds, first to last; none for a forced answer.
    pub rounds: Vec<Round<'p>>,
    /// The stamps of the circle that the moves go round, from the one that is the answer on.
    pub circle: Option<Vec<&'p str>>,
    /// What came of it.
    pub outcome: TracedOutcome<'p>,
}

/// Whom a decision is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TracedDevice<'p> {
    /// The registration ID, folded.
    pub registration_id: String,
    /// The hub that it is on.
    pub current_hub: Option<String>,
    /// The stamp of that hub, if it is one of the policy's.
    pub current_stamp: Option<&'p str>,
}

/// A round.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Round<'p> {
    /// The stamp that the device is taken to be on.
    pub here: Option<&'p str>,
    /// The entries whose conditions were asked, in the order of the walk. No member of the JSON.
    #[serde(skip)]
    pub asked: Vec<Asked<'p>>,
    /// Pins passed over.
    pub pins: Vec<PassedPin<'p>>,
    /// The pin taken.
    pub pin: Option<&'p str>,
    /// The description.
    pub attributes: Vec<TracedAttribute<'p>>,
    /// The tiers.
    pub tiers: Vec<TracedTier<'p>>,
    /// How a stamp was found before any move.
    pub by: Option<By>,
    /// The first tier that holds it.
    pub tier: Option<usize>,
    /// The stamps that it was placed among.
    pub candidates: Vec<Standing<'p>>,
    /// Moves passed over.
    pub moves: Vec<PassedMove<'p>>,
    /// The move taken.
    #[serde(rename = "move")]
    pub by_move: Option<TakenMove<'p>>,
    /// The stamp found in the end.
    pub found: Option<&'p str>,
}

/// How a round found a stamp.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// By a pin.
    Pin,
    /// The device stays.
    Stay,
    /// It is placed.
    Place,
}

/// A pin that was passed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PassedPin<'p> {
    /// The pin.
    pub pin: &'p str,
    /// Why.
    pub why: PinPassed,
}

/// An attribute, and the rules that were asked for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TracedAttribute<'p> {
    /// The attribute.
    pub attribute: &'p str,
    /// Its value.
    pub value: Option<&'p str>,
    /// The rule that gave it.
    pub rule: Option<&'p str>,
    /// The rules before it that gave none.
    pub passed: Vec<PassedRule<'p>>,
}

/// A rule that gave no value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PassedRule<'p> {
    /// The rule.
    pub rule: &'p str,
    /// Why.
    pub why: RulePassed,
    /// What was read, if something was.
    pub read: Option<String>,
}

/// A tier, and the stamps that fell out of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TracedTier<'p> {
    /// The fallback that makes it; none for the first.
    pub fallback: Option<&'p str>,
    /// The stamps that are left.
    pub stamps: Vec<&'p str>,
    /// The stamps that fell out.
    pub out: Vec<OutOfTier<'p>>,
}

/// A move that was passed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PassedMove<'p> {
    /// The move.
    #[serde(rename = "move")]
    pub name: &'p str,
    /// Why.
    pub why: MovePassed,
    /// The targets that do not take the device, where none does. No member of the JSON.
    #[serde(skip)]
    pub targets: Vec<Target<'p>>,
}

/// A move that was taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TakenMove<'p> {
    /// The move.
    #[serde(rename = "move")]
    pub name: &'p str,
    /// The tier of its target.
    pub tier: usize,
    /// The stamps that it could go to.
    pub candidates: Vec<Standing<'p>>,
    /// The one that it goes to.
    pub to: &'p str,
}

/// What came of a decision.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum TracedOutcome<'p> {
    /// DPS is answered a hub.
    Answered {
        /// 200.
        status: u16,
        /// What happened to the device.
        how: How,
        /// The stamp.
        stamp: Option<&'p str>,
        /// The hub.
        hub: String,
        /// The attributes that have a value, described on the stamp that is the answer.
        attributes: BTreeMap<&'p str, &'p str>,
        /// The answer to DPS.
        body: AllocationAnswer,
    },
    /// DPS is answered an error.
    Refused {
        /// The HTTP status.
        status: u16,
        /// Why.
        code: Refusal,
    },
}

impl<'p> Trace<'p> {
    pub(crate) fn new(device: &Device<'_>, tracer: Tracer<'p>, decision: &Decision<'p>) -> Self {
        Self {
            device: TracedDevice {
                registration_id: device.id().as_str().to_owned(),
                current_hub: device.request.current_hub.clone(),
                current_stamp: decision.current_stamp,
            },
            // They are looked up before it is known that the answer is forced, which asks for none of them.
            guarantees: if device.forced { Vec::new() } else { tracer.guarantees },
            rounds: tracer.rounds,
            circle: tracer.circle,
            outcome: TracedOutcome::new(decision),
        }
    }
}

impl<'p> TracedOutcome<'p> {
    fn new(decision: &Decision<'p>) -> Self {
        let status = decision.status();
        match &decision.outcome {
            Outcome::Answered { how, stamp, answer } => Self::Answered {
                status,
                how: *how,
                stamp: *stamp,
                hub: answer.hub.clone(),
                attributes: decision
                    .attributes
                    .iter()
                    .filter_map(|described| Some((described.attribute, described.value?)))
                    .collect(),
                body: answer.clone(),
            },
            Outcome::Refused(code) => Self::Refused { status, code: *code },
        }
    }
}

/// Makes a trace of the events.
#[derive(Default)]
pub(crate) struct Tracer<'p> {
    answered: Vec<AskedAtom<'p>>,
    guarantees: Vec<Asked<'p>>,
    rounds: Vec<Round<'p>>,
    passed: Vec<PassedRule<'p>>,
    circle: Option<Vec<&'p str>>,
}

impl<'p> Recorder<'p> for Tracer<'p> {
    const ALL: bool = true;

    fn note(&mut self, event: impl FnOnce() -> Event<'p>) {
        match event() {
            Event::Answered(atom) => self.answered.push(atom),
            Event::Asked { entry, holds } => {
                let asked = Asked { entry, holds, atoms: core::mem::take(&mut self.answered) };
                // Guarantees are asked before the first round.
                self.rounds.last_mut().map_or(&mut self.guarantees, |round| &mut round.asked).push(asked);
            }
            Event::Round { here } => self.rounds.push(Round { here, ..Round::default() }),
            Event::Circle { stamps } => self.circle = Some(stamps),
            Event::RulePassed { rule, why, read } => self.passed.push(PassedRule { rule, why, read }),
            Event::Described { attribute, value, rule } => {
                let passed = core::mem::take(&mut self.passed);
                if let Some(round) = self.rounds.last_mut() {
                    round.attributes.push(TracedAttribute { attribute, value, rule, passed });
                }
            }
            event => {
                if let Some(round) = self.rounds.last_mut() {
                    round.note(event);
                }
            }
        }
    }
}

impl<'p> Round<'p> {
    fn note(&mut self, event: Event<'p>) {
        match event {
            Event::PinPassed { pin, why } => self.pins.push(PassedPin { pin, why }),
            Event::Pinned { pin } => (self.pin, self.by) = (Some(pin), Some(By::Pin)),
            Event::Tier { fallback, stamps, out } => self.tiers.push(TracedTier { fallback, stamps, out }),
            Event::Stayed { tier } => (self.by, self.tier) = (Some(By::Stay), Some(tier)),
            Event::Placed { tier, candidates } => {
                (self.by, self.tier, self.candidates) = (Some(By::Place), Some(tier), candidates);
            }
            Event::MovePassed { name, why, targets } => self.moves.push(PassedMove { name, why, targets }),
            Event::Moved { name, tier, candidates, to } => {
                self.by_move = Some(TakenMove { name, tier, candidates, to })
            }
            Event::Found { stamp } => self.found = stamp,
            Event::Answered(_)
            | Event::Asked { .. }
            | Event::Round { .. }
            | Event::Circle { .. }
            | Event::RulePassed { .. }
            | Event::Described { .. } => {}
        }
    }
}
