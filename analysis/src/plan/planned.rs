//! A plan, as it is shown, drawn and written.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use placement::{Percent, Refusal, State};

use super::pace::Pace;
use super::unit::Unit;
use crate::check::Finding;
use crate::difference::{Flow, PlacedOn};
use crate::fleet::Unreadable;

/// The way from one policy to another in steps. Every figure is "as devices register".
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The stamps of both policies: those of the new one in its order, then those of the old one alone.
    pub stamps: Vec<PlacedOn>,
    /// Devices.
    pub devices: u64,
    /// Lines that are no devices.
    pub unreadable: u64,
    /// The first of these.
    pub examples: BTreeSet<Unreadable>,
    /// The devices on each stamp before the first step.
    pub before: Vec<u64>,
    /// The steps; none if the two policies are the same text.
    pub steps: Vec<Step>,
    /// The devices that would move twice if everything else came first and the ramps in the order of the new policy;
    /// where they are any, the order is another one.
    pub twice: u64,
}

/// A step: a policy that is put in the place of the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is made.
    pub units: Vec<Unit>,
    /// Where the cohort ends after it, if it is a part of a ramp.
    pub end: Option<Percent>,
    /// The devices that would move twice if the units were made apart; they are made together for that.
    pub together_for: u64,
    /// The policy. After the last step it is the new policy to the byte.
    pub text: String,
    /// Devices that it moves.
    pub moved: u64,
    /// Devices that move with it and that the old policy would move as well, to the same place.
    pub anyway: u64,
    /// Devices that it moves by the edit, and that a step before has moved to where the old policy wanted them anyway.
    pub moved_after: u64,
    /// Devices that were on no hub and get one.
    pub placed: u64,
    /// Devices that it refuses, by the reason.
    pub refused: Vec<(Refusal, u64)>,
    /// Devices that its moves send round a circle.
    pub circles: u64,
    /// From where to where devices go.
    pub flows: Vec<Flow>,
    /// The devices on each stamp after it.
    pub on_stamps: Vec<u64>,
    /// What each stamp is built for; none of one that the policy does not have.
    pub capacities: Vec<Option<u64>>,
    /// How long it takes.
    pub pace: Pace,
    /// The way back from here.
    pub back: WayBack,
    /// What the analysis finds in it and in neither of the two policies.
    pub findings: Vec<Finding>,
}

/// A policy that returns those who were moved by a step and by those before it, and touches nobody else.
#[derive(Clone, Debug, PartialEq)]
pub struct WayBack {
    /// The policy: the old one, with moves before its own where it would leave devices where they are.
    pub text: String,
    /// The names of these moves.
    pub moves: Vec<String>,
    /// Devices that it returns.
    pub returned: u64,
    /// Devices that it does not return, and why.
    pub stuck: Vec<(Obstacle, u64)>,
    /// Devices that were not moved, and that a move of it takes elsewhere. It is verified to be none.
    pub touched: u64,
    /// What the analysis finds in it and in neither of the two policies.
    pub findings: Vec<Finding>,
}

/// Why devices are not returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The hash prefers the stamp that they are on to the one that they were on.
    NotPreferred,
    /// The old policy has a stamp for them that is neither the one they are on nor the one they were on.
    DealtAnew,
    /// The stamp that they were on takes nobody by the old policy.
    TakesNobody {
        /// The stamp.
        stamp: String,
        /// Its state.
        state: State,
    },
    /// A move that returns them would take others along.
    TouchesOthers,
    /// A move that returns them would go round a circle with moves of the old policy.
    Circle,
    /// The old policy refuses them from where they are.
    Refused,
    /// They were on a hub that is none of the old policy's.
    NoStamp,
    /// DPS takes no other hub for them.
    Forced,
    /// No move can be written that the old policy would take.
    NoMove,
}

impl Obstacle {
    /// It in words, to follow upon "not possible for 5 devices: ".
    pub fn words(&self) -> String {
        match self {
            Self::NotPreferred => {
                "the hash does not prefer the stamp that they were on to the one that they are on".into()
            }
            Self::DealtAnew => "the old policy deals them to a third stamp".into(),
            Self::TakesNobody { stamp, state } => format!("{stamp}, where they were, is {state} and takes nobody"),
            Self::TouchesOthers => "a move back would take others along".into(),
            Self::Circle => "a move back would go round a circle with a move of the old policy".into(),
            Self::Refused => "the old policy refuses them".into(),
            Self::NoStamp => "they were on a hub of no stamp".into(),
            Self::Forced => "DPS takes no other hub for them".into(),
            Self::NoMove => "no move can be written that the old policy would take".into(),
        }
    }

    /// The word for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPreferred => "not-preferred",
            Self::DealtAnew => "dealt-anew",
            Self::TakesNobody { .. } => "takes-nobody",
            Self::TouchesOthers => "touches-others",
            Self::Circle => "circle",
            Self::Refused => "refused",
            Self::NoStamp => "no-stamp",
            Self::Forced => "forced",
            Self::NoMove => "no-move",
        }
    }
}

impl Step {
    /// What is made, in a few words: "rule `EU canary` of `release` 10 %".
    pub fn label(&self) -> String {
        let words: Vec<String> = self.units.iter().map(Unit::words).collect();
        match self.end {
            Some(end) => format!("{} {end} %", words.join(", ")),
            None => words.join(", "),
        }
    }

    /// The time that it takes, a part of a minute counted as one.
    pub fn minutes(&self) -> u64 {
        self.pace.seconds.div_ceil(60)
    }

    /// The stamps that have more devices after it than they are built for: their numbers, and the devices beyond.
    pub fn over(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        let stamps = self.on_stamps.iter().zip(&self.capacities).enumerate();
        stamps.filter_map(|(stamp, (devices, capacity))| {
            let beyond = devices.saturating_sub((*capacity)?);
            (beyond > 0).then_some((stamp, beyond))
        })
    }
}

impl Unit {
    /// What it is, in a few words.
    pub fn words(&self) -> String {
        match self {
            Self::Others(_) => "everything else".to_string(),
            Self::Ramp(ramp) => ramp.words(),
        }
    }
}

impl Plan {
    /// The time that all steps take one after the other, in seconds.
    pub fn seconds(&self) -> u64 {
        self.steps.iter().map(|step| step.pace.seconds).fold(0, u64::saturating_add)
    }

    /// All devices that the steps move by the edit.
    pub fn moved(&self) -> u64 {
        self.steps.iter().map(|step| step.moved).sum()
    }

    /// Those of them that have moved before, to where the old policy wanted them anyway.
    pub fn moved_after(&self) -> u64 {
        self.steps.iter().map(|step| step.moved_after).sum()
    }

    /// Whether a step leaves a stamp with more devices than it is built for.
    pub fn is_over(&self) -> bool {
        self.steps.iter().any(|step| step.over().next().is_some())
    }

    /// Everything that the analysis finds in a step or in a way back alone.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.steps.iter().flat_map(|step| step.findings.iter().chain(&step.back.findings))
    }
}
