//! Finds the cases: the space of inputs is cut by whatever makes a difference to where devices go.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{Deal, Policy, Refusal, State};

use super::case::{Candidate, Case, MovedOn, NewDevice, Place, Tier, Value};
use super::{Share, Shares};
use crate::body::body;
use crate::input::TooLarge;
use crate::proof::{Diagrams, Model, Models, Rounds, Search, Seeker, Set, Space, Tries};

/// How many cases there may be.
const MOST: usize = 2_000;
/// How much work they may be.
const WORK: usize = 20_000_000;

/// Every case by itself.
pub(super) fn of(policy: &Policy) -> Result<Vec<Case>, TooLarge> {
    find(policy, false)
}

/// Cases put together that come to the same.
pub(super) fn merged(policy: &Policy) -> Result<Vec<Case>, TooLarge> {
    find(policy, true)
}

fn find(policy: &Policy, merge: bool) -> Result<Vec<Case>, TooLarge> {
    let Models { space, mut diagrams, mut models } = Models::new(&[policy])?;
    let model = models.pop().ok_or(TooLarge)?;
    diagrams.grant(WORK);
    let rounds = Rounds::of(policy, &model, &mut diagrams, true)?;
    let new = space.on(&mut diagrams, None)?;
    let mut finder = Finder {
        policy,
        space: &space,
        diagrams: &mut diagrams,
        tries: Tries::GRANTED,
        model: &model,
        rounds: &rounds,
        new,
        cases: Vec::new(),
    };
    finder.pinned()?;
    finder.described(0, rounds.unpinned, &mut Vec::new())?;
    if merge {
        finder.merge()?;
    }
    Ok(finder.cases.into_iter().map(|(case, _)| case).collect())
}

struct Finder<'f, 'p> {
    policy: &'p Policy,
    space: &'f Space<'p>,
    diagrams: &'f mut Diagrams,
    tries: Tries,
    model: &'f Model,
    rounds: &'f Rounds,
    /// Where a device is on no stamp.
    new: Set,
    /// Each with where it is.
    cases: Vec<(Case, Set)>,
}

/// The value that each attribute has, by its place among its values.
type Values = Vec<Option<usize>>;

impl Finder<'_, '_> {
    fn pinned(&mut self) -> Result<(), TooLarge> {
        for (pin, taken) in self.policy.pins().iter().zip(&self.rounds.pins) {
            let stamp = pin.stamp.index();
            // A closed stamp gets nobody by a pin, and holds those that it has.
            let held = self.rounds.held.get(stamp).copied().unwrap_or(Set::NOTHING);
            let (set, new) = match taken.is_empty() {
                true => (held, NewDevice::None),
                false => (*taken, NewDevice::Pinned(self.name(stamp))),
            };
            if set.is_empty() {
                continue;
            }
            let (example, share) = (self.example(set)?, self.shares(set));
            let case = Case {
                pin: Some((&*pin.name).into()),
                values: Vec::new(),
                rules: BTreeMap::new(),
                share,
                tiers: Vec::new(),
                guarantees: Vec::new(),
                new,
                moves: Vec::new(),
                stays: Vec::from([self.name(stamp)]),
                example,
            };
            self.push(case, set)?;
        }
        Ok(())
    }

    /// Cuts a set by the values of each attribute from one on.
    fn described(&mut self, attribute: usize, set: Set, values: &mut Values) -> Result<(), TooLarge> {
        if set.is_empty() {
            return Ok(());
        }
        let (Some(known), Some(model)) =
            (self.policy.attributes().get(attribute), self.model.attributes.get(attribute))
        else {
            return self.guaranteed(0, set, values);
        };
        if !known.places {
            values.push(None);
            self.described(attribute + 1, set, values)?;
            values.pop();
            return Ok(());
        }
        let sets = model.values.iter().copied().enumerate().map(|(value, given)| (Some(value), given));
        for (value, given) in sets.chain([(None, model.none)]) {
            let given = self.diagrams.and(set, given)?;
            values.push(value);
            self.described(attribute + 1, given, values)?;
            values.pop();
        }
        Ok(())
    }

    /// Cuts a set by the guarantees from one on that forbid a stamp of its tiers, then by fallbacks.
    fn guaranteed(&mut self, guarantee: usize, set: Set, values: &Values) -> Result<(), TooLarge> {
        let (Some(known), Some(when)) =
            (self.policy.guarantees().get(guarantee), self.model.guarantees.get(guarantee).copied())
        else {
            return self.admitted(1, set, values);
        };
        let forbidden = self.policy.stamp_ids().filter(|stamp| !known.allowed.contains(*stamp));
        let mut matters = false;
        for stamp in forbidden.collect::<Vec<_>>() {
            for tier in &self.model.tiers {
                let serves = tier.stamps.get(stamp.index()).copied().unwrap_or(Set::NOTHING);
                matters = matters || !self.diagrams.and(serves, set)?.is_empty();
            }
        }
        if !matters {
            return self.guaranteed(guarantee + 1, set, values);
        }
        for part in [self.diagrams.minus(set, when)?, self.diagrams.and(set, when)?] {
            if !part.is_empty() {
                self.guaranteed(guarantee + 1, part, values)?;
            }
        }
        Ok(())
    }

    /// Cuts a set by whether there are the tiers from one on.
    fn admitted(&mut self, tier: usize, set: Set, values: &Values) -> Result<(), TooLarge> {
        let Some(applies) = self.model.tiers.get(tier).map(|tier| tier.applies) else {
            return self.case(set, values);
        };
        for part in [self.diagrams.and(set, applies)?, self.diagrams.minus(set, applies)?] {
            if !part.is_empty() {
                self.admitted(tier + 1, part, values)?;
            }
        }
        Ok(())
    }

    fn case(&mut self, set: Set, values: &Values) -> Result<(), TooLarge> {
        let (example, share) = (self.example(set)?, self.shares(set));
        let (tiers, before) = self.tiers(set)?;
        let placing = self.policy.attributes().iter().zip(values).filter(|(attribute, _)| attribute.places);
        let shown = placing.map(|(attribute, value)| {
            let name = value.and_then(|value| attribute.values.get(value));
            Vec::from([name.map_or(Value::None, |name| Value::Is(name.as_str().into()))])
        });
        let keeps = |place: &&Place| place.state.keeps();
        let mut stays: Vec<String> = Vec::new();
        for place in tiers.iter().flat_map(|tier| &tier.stamps).filter(keeps) {
            if !stays.contains(&place.stamp) {
                stays.push(place.stamp.clone());
            }
        }
        let case = Case {
            pin: None,
            values: shown.collect(),
            rules: self.rules(set)?,
            share,
            guarantees: self.forbidding(set)?,
            new: self.new_device(set, &tiers, before)?,
            moves: self.moves(set)?,
            stays,
            tiers,
            example,
        };
        self.push(case, set)
    }

    fn push(&mut self, case: Case, set: Set) -> Result<(), TooLarge> {
        self.cases.push((case, set));
        if self.cases.len() > MOST { Err(TooLarge) } else { Ok(()) }
    }

    /// Puts cases together, each with one before it, until no two go together.
    fn merge(&mut self) -> Result<(), TooLarge> {
        for (case, set) in core::mem::take(&mut self.cases) {
            let (mut case, mut set) = (case, set);
            while let Some(at) = self.cases.iter().rposition(|(before, _)| before.merges_with(&case)) {
                let (mut before, of_before) = self.cases.remove(at);
                set = self.diagrams.or(of_before, set)?;
                before.absorb(case, self.shares(set));
                case = before;
            }
            self.cases.push((case, set));
        }
        Ok(())
    }

    /// A request of a set, of a new device if there is one.
    fn example(&mut self, set: Set) -> Result<Option<serde_json::Value>, TooLarge> {
        let new = self.diagrams.and(set, self.new)?;
        let heres = (0..self.policy.stamps().len()).map(Some);
        let heres: Vec<Option<usize>> = if new.is_empty() { heres.collect() } else { Vec::from([None]) };
        let wanted = if new.is_empty() { set } else { new };
        Ok(match self.seeker().find(wanted, &heres, |request, _| Some(body(request)))? {
            Search::Found(body) => Some(body),
            Search::Impossible | Search::Unknown => None,
        })
    }

    fn shares(&mut self, set: Set) -> Shares {
        let (least, most) = self.seeker().shares(set);
        Shares { least: Share::of_billionths(least), most: Share::of_billionths(most) }
    }

    fn seeker(&mut self) -> Seeker<'_, '_> {
        Seeker { space: self.space, diagrams: self.diagrams, policy: self.policy, tries: &mut self.tries }
    }

    /// The tiers without forbidden stamps, and whether there was any before these were taken out.
    fn tiers(&mut self, set: Set) -> Result<(Vec<Tier>, bool), TooLarge> {
        let mut tiers = Vec::new();
        let mut before = false;
        for (number, tier) in self.model.tiers.iter().enumerate() {
            if self.diagrams.and(set, tier.applies)?.is_empty() {
                continue;
            }
            let mut stamps = Vec::new();
            for (stamp, (serves, allowed)) in tier.stamps.iter().zip(&self.model.allowed).enumerate() {
                let serves = self.diagrams.and(set, *serves)?;
                before = before || !serves.is_empty();
                if !self.diagrams.and(serves, *allowed)?.is_empty() {
                    stamps.push(Place { stamp: self.name(stamp), state: self.state(stamp) });
                }
            }
            let fallback = number.checked_sub(1).and_then(|fallback| self.policy.fallbacks().get(fallback));
            tiers.push(Tier { fallback: fallback.map(|fallback| (&*fallback.name).into()), stamps });
        }
        Ok((tiers, before))
    }

    fn new_device(&mut self, set: Set, tiers: &[Tier], before: bool) -> Result<NewDevice, TooLarge> {
        if self.diagrams.and(set, self.new)?.is_empty() {
            return Ok(NewDevice::None);
        }
        let open = tiers.iter().map(|tier| {
            tier.stamps.iter().filter(|place| place.state.places()).map(|place| &place.stamp).collect::<Vec<_>>()
        });
        if let Some(open) = open.into_iter().find(|open| !open.is_empty()) {
            return Ok(NewDevice::Placed(self.candidates(&open)));
        }
        Ok(NewDevice::Refused(match () {
            () if tiers.is_empty() => Refusal::NoValue,
            () if !before => Refusal::NotServed,
            () if tiers.iter().all(|tier| tier.stamps.is_empty()) => Refusal::Forbidden,
            () => Refusal::NoneOpen,
        }))
    }

    fn candidates(&self, open: &[&String]) -> Vec<Candidate> {
        let weight = |name: &String| {
            let stamp = self.policy.stamps().iter().find(|stamp| stamp.name.as_str() == name);
            stamp.map_or(0, |stamp| u64::from(stamp.weight.get()))
        };
        let all: u64 = open.iter().map(|name| weight(name)).sum();
        open.iter().map(|name| Candidate { stamp: (*name).clone(), share: Share::of(weight(name), all) }).collect()
    }

    fn rules(&mut self, set: Set) -> Result<BTreeMap<String, Vec<String>>, TooLarge> {
        let mut rules: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (attribute, model) in self.policy.attributes().iter().zip(&self.model.attributes) {
            for (rule, gives) in attribute.rules.iter().zip(&model.rules).filter(|_| attribute.places) {
                let gives = self.diagrams.any(gives.gives.iter().copied())?;
                if !self.diagrams.and(gives, set)?.is_empty() {
                    rules.entry(attribute.name.as_str().into()).or_default().push((&*rule.name).into());
                }
            }
        }
        Ok(rules)
    }

    /// The guarantees that take a stamp out of the tiers.
    fn forbidding(&mut self, set: Set) -> Result<Vec<String>, TooLarge> {
        let mut names = Vec::new();
        for (guarantee, when) in self.policy.guarantees().iter().zip(&self.model.guarantees) {
            let applies = self.diagrams.and(set, *when)?;
            let mut forbids = Set::NOTHING;
            for stamp in self.policy.stamp_ids().filter(|stamp| !guarantee.allowed.contains(*stamp)) {
                let tiers = self.model.tiers.iter().filter_map(|tier| tier.stamps.get(stamp.index()).copied());
                let serves = self.diagrams.any(tiers)?;
                forbids = self.diagrams.or(forbids, serves)?;
            }
            if !self.diagrams.and(applies, forbids)?.is_empty() {
                names.push((&*guarantee.name).into());
            }
        }
        Ok(names)
    }

    /// For each stamp where devices may be, the moves that take some of them on.
    fn moves(&mut self, set: Set) -> Result<Vec<MovedOn>, TooLarge> {
        let mut moves: Vec<(usize, usize, Vec<String>, Set)> = Vec::new();
        for moved in &self.rounds.moved {
            let when = self.diagrams.and(moved.when, set)?;
            if when.is_empty() {
                continue;
            }
            let to = self.name(moved.to);
            let key = (moved.order, moved.from);
            match moves.iter_mut().find(|(order, from, ..)| (*order, *from) == key) {
                Some((_, _, targets, all)) => {
                    *all = self.diagrams.or(*all, when)?;
                    targets.extend((!targets.contains(&to)).then_some(to));
                }
                None => moves.push((moved.order, moved.from, Vec::from([to]), when)),
            }
        }
        let mut shown = Vec::new();
        for (order, from, to, when) in moves {
            let order = self.policy.moves().get(order);
            let name = order.map(|order| (&*order.name).into()).unwrap_or_default();
            let preferred = order.is_some_and(|order| matches!(order.deal, Deal::Preferred));
            let share = self.share_of(when, set)?;
            shown.push(MovedOn { name, from: self.name(from), to, preferred, share });
        }
        Ok(shown)
    }

    /// The share of the devices of a part in those of a set, of devices that are alike but for cohorts.
    fn share_of(&mut self, part: Set, set: Set) -> Result<Share, TooLarge> {
        let mut seeker = self.seeker();
        let case = seeker.case(part);
        let (part, whole) = (seeker.share(part, &case)?, seeker.share(set, &case)?);
        Ok(Share::of(part, whole))
    }

    fn name(&self, stamp: usize) -> String {
        self.policy.stamps().get(stamp).map(|stamp| stamp.name.as_str().into()).unwrap_or_default()
    }

    fn state(&self, stamp: usize) -> State {
        self.policy.stamps().get(stamp).map(|stamp| stamp.state).unwrap_or_default()
    }
}
