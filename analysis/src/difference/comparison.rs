//! What is asked of a fleet to compare two policies.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use dps::LinkedHubs;
use once_cell::race::OnceBox;
use placement::Policy;

use super::answers::Answers;
use super::edits::{Edits, Source, Step};
use super::part::Part;
use super::places::{Place, PlacedOn, Places};
use super::selection::Selection;

/// Compares two policies on fleets.
pub struct Comparison<'p> {
    pub(super) old: Version<'p>,
    pub(super) new: Version<'p>,
    pub(super) places: Places,
    pub(super) edits: Edits,
    pub(super) steps: Vec<Stage>,
    pub(super) settings: Settings,
    pub(super) answers: Answers,
}

/// What a comparison looks at besides the two policies.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether every device is placed by both policies as if it were new, rather than asked from where it stands.
    pub fresh: bool,
    /// The devices that may move; those that are outside are counted apart.
    pub within: Option<Selection>,
}

/// A policy that is asked about devices.
pub(crate) struct Version<'p> {
    policy: Held<'p>,
    /// Its hubs: those that are linked where a fleet gives none.
    pub(crate) linked: LinkedHubs,
    /// Where the devices on its stamps are.
    pub(crate) places: Vec<Place>,
}

pub(crate) enum Held<'p> {
    Given(&'p Policy),
    Made(Box<Policy>),
}

impl<'p> Version<'p> {
    pub(crate) fn new(policy: Held<'p>, places: &Places) -> Self {
        let version = Self { policy, linked: LinkedHubs::default(), places: Vec::new() };
        let linked = version.policy().stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
        let places = places.by_stamp(version.policy());
        Self { linked, places, ..version }
    }

    pub(crate) fn policy(&self) -> &Policy {
        match &self.policy {
            Held::Given(policy) => policy,
            Held::Made(policy) => policy,
        }
    }
}

/// An edit, or several that are valid together alone, and the policies that show what it does.
pub(super) struct Stage {
    step: Step,
    /// The policy after it; none of the last, which is the new policy itself.
    after: Option<Version<'static>>,
    /// The old policy with this edit alone.
    alone: OnceBox<Option<Version<'static>>>,
    /// The policy after it without each of the edits before it.
    without: Vec<OnceBox<Option<Version<'static>>>>,
}

impl<'p> Comparison<'p> {
    /// A comparison of two policies.
    pub fn new(old: Source<'p>, new: Source<'p>, settings: Settings) -> Self {
        let places = Places::of(old.policy, new.policy);
        let edits = Edits::between(old.text, new.text);
        let answers = Answers::between(old.policy, new.policy, edits.all());
        let steps = edits.steps();
        let mut taken = BTreeSet::new();
        let count = steps.len();
        let steps = steps.into_iter().enumerate().map(|(index, step)| {
            taken.extend(step.edits.iter().copied());
            let is_last = index + 1 == count;
            Stage {
                after: if is_last { None } else { version(&edits, &taken, &places) },
                step,
                alone: OnceBox::new(),
                without: (0..index).map(|_| OnceBox::new()).collect(),
            }
        });
        Self {
            steps: steps.collect(),
            old: Version::new(Held::Given(old.policy), &places),
            new: Version::new(Held::Given(new.policy), &places),
            places,
            edits,
            settings,
            answers,
        }
    }

    /// A part of the fleet, of which nothing is known yet. Each thread has its own.
    pub fn part(&self) -> Part<'_> {
        Part::new(self)
    }

    /// What is linked for devices of which a fleet does not say it. A fleet's defaults must have a clone of this, for each
    /// policy to be asked with its own hubs.
    pub fn linked(&self) -> &LinkedHubs {
        &self.old.linked
    }

    /// The stamps of both policies: those of the new one in its order, then those of the old one alone.
    pub fn stamps(&self) -> &[PlacedOn] {
        &self.places.0
    }

    /// The old policy.
    pub fn old(&self) -> &Policy {
        self.old.policy()
    }

    /// The new policy.
    pub fn new_policy(&self) -> &Policy {
        self.new.policy()
    }

    /// The edits between them.
    pub fn edits(&self) -> &Edits {
        &self.edits
    }

    /// The edits one after the other, as causes have them.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.steps.iter().map(|step| &step.step)
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The policy after a step.
    pub(crate) fn after(&self, step: usize) -> &Version<'_> {
        self.steps.get(step).and_then(|step| step.after.as_ref()).unwrap_or(&self.new)
    }

    /// The old policy with a step alone; nothing if it is not valid so.
    pub(crate) fn alone(&self, step: usize) -> Option<&Version<'_>> {
        let this = self.steps.get(step)?;
        this.alone
            .get_or_init(|| Box::new(version(&self.edits, &this.step.edits.iter().copied().collect(), &self.places)))
            .as_ref()
    }

    /// The policy after a step, without an earlier one; nothing if it is not valid so.
    pub(crate) fn without(&self, step: usize, earlier: usize) -> Option<&Version<'_>> {
        let made = self.steps.get(step)?.without.get(earlier)?;
        let steps = self.steps.iter().take(step + 1).enumerate().filter(|(index, _)| *index != earlier);
        let chosen = || steps.flat_map(|(_, step)| step.step.edits.iter().copied()).collect();
        made.get_or_init(|| Box::new(version(&self.edits, &chosen(), &self.places))).as_ref()
    }
}

fn version(edits: &Edits, chosen: &BTreeSet<usize>, places: &Places) -> Option<Version<'static>> {
    Some(Version::new(Held::Made(Box::new(edits.policy(chosen)?)), places))
}
