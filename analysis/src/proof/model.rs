//! What each entry of a policy does, as sets of inputs.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use placement::{Attribute, AttributeId, Condition, Policy, Served, ValueId};

use super::diagram::{Diagrams, Set};
use super::questions::{Formula, Given, Questions};
use super::space::Space;
use crate::input::TooLarge;
use crate::input::text::Domain;

/// Policies whose sets are of one space, so that they can be compared.
pub(crate) struct Models<'p> {
    pub(crate) space: Space<'p>,
    pub(crate) diagrams: Diagrams,
    /// One for each policy.
    pub(crate) models: Vec<Model>,
}

/// A policy as sets of inputs. All of them are of inputs that there can be.
pub(crate) struct Model {
    /// All inputs that there can be.
    pub(crate) valid: Set,
    pub(crate) attributes: Vec<AttributeModel>,
    /// Where every attribute that places has a value.
    pub(crate) described: Set,
    /// The first tier, and one for each fallback.
    pub(crate) tiers: Vec<TierModel>,
    /// For each stamp, where no guarantee forbids it.
    pub(crate) allowed: Vec<Set>,
    /// Where the condition of each guarantee holds.
    pub(crate) guarantees: Vec<Set>,
    /// Where the condition of each pin holds.
    pub(crate) pins: Vec<Set>,
    /// Where the condition of each move holds.
    pub(crate) moves: Vec<Set>,
}

/// What an attribute is described as.
pub(crate) struct AttributeModel {
    pub(crate) rules: Vec<RuleModel>,
    /// For each value, where it is the attribute's.
    pub(crate) values: Vec<Set>,
    /// Where it has none.
    pub(crate) none: Set,
}

/// What a rule does.
pub(crate) struct RuleModel {
    /// Where the rules above it give nothing.
    pub(crate) reached: Set,
    /// Where its condition holds.
    pub(crate) holds: Set,
    /// For each value, where it gives it.
    pub(crate) gives: Vec<Set>,
    /// Where it would give a value if it were the first.
    pub(crate) would_give: Set,
}

/// The stamps of a tier.
pub(crate) struct TierModel {
    /// Where there is this tier.
    pub(crate) applies: Set,
    /// For each stamp, where the tier holds it before any is taken out.
    pub(crate) stamps: Vec<Set>,
}

/// A policy whose questions are noted.
struct Noted<'p> {
    policy: &'p Policy,
    rules: Vec<Vec<(Formula<'p>, Given)>>,
    guarantees: Vec<Formula<'p>>,
    pins: Vec<Formula<'p>>,
    fallbacks: Vec<Formula<'p>>,
    moves: Vec<Formula<'p>>,
}

impl<'p> Noted<'p> {
    fn new(policy: &'p Policy, base: usize, questions: &mut Questions<'p>) -> Self {
        let rules = policy.attributes().iter().zip(policy.attribute_ids()).map(|(attribute, id)| {
            let rules = attribute.rules.iter();
            let noted = rules.map(|rule| {
                let formula = questions.formula(&rule.when);
                (formula, questions.given(policy, base, id, attribute, &rule.gives))
            });
            noted.collect()
        });
        let rules = rules.collect();
        let mut all = |conditions: Vec<&'p Condition>| -> Vec<Formula<'p>> {
            conditions.into_iter().map(|condition| questions.formula(condition)).collect()
        };
        Self {
            policy,
            rules,
            guarantees: all(policy.guarantees().iter().map(|guarantee| &guarantee.when).collect()),
            pins: all(policy.pins().iter().map(|pin| &pin.when).collect()),
            fallbacks: all(policy.fallbacks().iter().map(|fallback| &fallback.when).collect()),
            moves: all(policy.moves().iter().map(|order| &order.when).collect()),
        }
    }
}

/// How many children the nodes of all diagrams may have: some 100 MB.
const MEMORY: usize = 16_000_000;
/// How much work the models may be.
const WORK: usize = 8_000_000;

impl<'p> Models<'p> {
    /// The models of some policies with as many attributes and the same stamps as the first.
    ///
    /// # Errors
    /// They are too large.
    pub(crate) fn new(policies: &[&'p Policy]) -> Result<Self, TooLarge> {
        let (noted, space) = match space(policies, BTreeSet::new()) {
            Ok(space) => space,
            // Where the questions about a text are too many together, each is taken to be independent.
            Err(large) => space(policies, split(&large)?).map_err(|_| TooLarge)?,
        };
        let mut diagrams = Diagrams::new(space.sizes(), MEMORY);
        diagrams.grant(WORK);
        let valid = space.valid(&mut diagrams)?;
        let mut models = Vec::new();
        for noted in noted {
            models.push(Maker::new(noted.policy, &space, &mut diagrams, valid).model(&noted)?);
        }
        Ok(Self { space, diagrams, models })
    }
}

/// The space of what policies ask, the questions about some texts being variables of their own.
fn space<'p>(
    policies: &[&'p Policy],
    split: BTreeSet<Domain>,
) -> Result<(Vec<Noted<'p>>, Space<'p>), Vec<super::Subject<'p>>> {
    let (_, asked) = note(policies, Questions::splitting(split));
    let (noted, questions) = note(policies, asked.with_cohorts_last());
    Ok((noted, Space::new(policies, questions)?))
}

/// The texts of which there are too many classes; an error if something else is too large.
fn split(large: &[super::Subject<'_>]) -> Result<BTreeSet<Domain>, TooLarge> {
    let domain = |subject: &super::Subject<'_>| match subject {
        super::Subject::RegistrationId => Ok(Domain::RegistrationId),
        super::Subject::Enrollment => Ok(Domain::EnrollmentGroup),
        _ => Err(TooLarge),
    };
    large.iter().map(domain).collect()
}

/// Notes what policies ask, variables in the order of these questions first.
fn note<'p>(policies: &[&'p Policy], mut questions: Questions<'p>) -> (Vec<Noted<'p>>, Questions<'p>) {
    let mut base = 0;
    let mut noted = Vec::new();
    for policy in policies {
        noted.push(Noted::new(policy, base, &mut questions));
        base += policy.attributes().len();
    }
    questions.level(super::Subject::RegistrationId);
    questions.level(super::Subject::Enrollment);
    (noted, questions)
}

/// Makes a model, attribute by attribute.
struct Maker<'m, 'p> {
    policy: &'p Policy,
    space: &'m Space<'p>,
    diagrams: &'m mut Diagrams,
    valid: Set,
    attributes: Vec<AttributeModel>,
}

impl<'m, 'p> Maker<'m, 'p> {
    fn new(policy: &'p Policy, space: &'m Space<'p>, diagrams: &'m mut Diagrams, valid: Set) -> Self {
        Self { policy, space, diagrams, valid, attributes: Vec::new() }
    }

    fn model(mut self, noted: &Noted<'p>) -> Result<Model, TooLarge> {
        let policy = self.policy;
        for (attribute, rules) in policy.attributes().iter().zip(&noted.rules) {
            let model = self.attribute(attribute, rules)?;
            self.attributes.push(model);
        }
        let guarantees = self.sets(&noted.guarantees)?;
        let pins = self.sets(&noted.pins)?;
        let moves = self.sets(&noted.moves)?;
        let described = self.described()?;
        let mut tiers = Vec::from([self.tier(described, &[])?]);
        for (fallback, formula) in policy.fallbacks().iter().zip(&noted.fallbacks) {
            let holds = self.set(formula)?;
            let applies = self.diagrams.and(described, holds)?;
            tiers.push(self.tier(applies, &fallback.instead)?);
        }
        let allowed = self.allowed(&guarantees)?;
        let (valid, attributes) = (self.valid, self.attributes);
        Ok(Model { valid, attributes, described, tiers, allowed, guarantees, pins, moves })
    }

    /// Where every attribute that places has a value.
    fn described(&mut self) -> Result<Set, TooLarge> {
        let mut described = self.valid;
        for (attribute, model) in self.policy.attributes().iter().zip(&self.attributes) {
            if attribute.places {
                described = self.diagrams.minus(described, model.none)?;
            }
        }
        Ok(described)
    }

    /// For each stamp, where no guarantee forbids it.
    fn allowed(&mut self, guarantees: &[Set]) -> Result<Vec<Set>, TooLarge> {
        let mut allowed = Vec::new();
        for stamp in self.policy.stamp_ids() {
            let forbids = self.policy.guarantees().iter().zip(guarantees);
            let forbids = forbids.filter(|(guarantee, _)| !guarantee.allowed.contains(stamp)).map(|(_, set)| *set);
            let forbidden = self.diagrams.any(forbids)?;
            allowed.push(self.diagrams.minus(self.valid, forbidden)?);
        }
        Ok(allowed)
    }

    fn attribute(&mut self, attribute: &Attribute, rules: &[(Formula<'p>, Given)]) -> Result<AttributeModel, TooLarge> {
        let mut values: Vec<Set> = core::iter::repeat_n(Set::NOTHING, attribute.values.len()).collect();
        let mut reached = self.valid;
        let mut models = Vec::new();
        for (formula, given) in rules {
            let holds = self.set(formula)?;
            let mut would_give = Set::NOTHING;
            let mut gives = Vec::new();
            for (value, all) in attribute.value_ids().zip(&mut values) {
                let given = self.giving(given, value)?;
                let given = self.diagrams.and(holds, given)?;
                would_give = self.diagrams.or(would_give, given)?;
                let now = self.diagrams.and(reached, given)?;
                *all = self.diagrams.or(*all, now)?;
                gives.push(now);
            }
            models.push(RuleModel { reached, holds, gives, would_give });
            reached = self.diagrams.minus(reached, would_give)?;
        }
        Ok(AttributeModel { rules: models, values, none: reached })
    }

    fn giving(&mut self, given: &Given, value: ValueId) -> Result<Set, TooLarge> {
        let Given::Above { attribute, becomes } = given else {
            return self.space.giving(self.diagrams, given, value);
        };
        let above = self.attributes.get(attribute.index());
        let sets = above.into_iter().flat_map(|above| &above.values).zip(becomes);
        let sets: Vec<Set> = sets.filter(|(_, becomes)| **becomes == Some(value)).map(|(set, _)| *set).collect();
        self.diagrams.any(sets)
    }

    fn sets(&mut self, formulas: &[Formula<'p>]) -> Result<Vec<Set>, TooLarge> {
        formulas.iter().map(|formula| self.set(formula)).collect()
    }

    /// Where a condition holds.
    fn set(&mut self, formula: &Formula<'p>) -> Result<Set, TooLarge> {
        let set = self.truth(formula)?;
        self.diagrams.and(self.valid, set)
    }

    fn truth(&mut self, formula: &Formula<'p>) -> Result<Set, TooLarge> {
        match formula {
            Formula::All(all) => all.iter().try_fold(Set::EVERYTHING, |set, one| {
                let one = self.truth(one)?;
                self.diagrams.and(set, one)
            }),
            Formula::Any(any) => any.iter().try_fold(Set::NOTHING, |set, one| {
                let one = self.truth(one)?;
                self.diagrams.or(set, one)
            }),
            Formula::Not(not) => {
                let not = self.truth(not)?;
                self.diagrams.not(not)
            }
            Formula::Is(attribute, values) => {
                let sets = self.described_as(*attribute, |value| values.contains(value));
                self.diagrams.any(sets)
            }
            Formula::Ask { level, ask } => self.space.holding(self.diagrams, *level, *ask),
        }
    }

    /// For each value that is wanted, where it is the attribute's.
    fn described_as(&self, attribute: AttributeId, wanted: impl Fn(ValueId) -> bool) -> Vec<Set> {
        let values = self.policy.attributes().get(attribute.index()).into_iter().flat_map(Attribute::value_ids);
        let sets = self.attributes.get(attribute.index()).into_iter().flat_map(|model| &model.values);
        values.zip(sets).filter(|(value, _)| wanted(*value)).map(|(_, set)| *set).collect()
    }

    /// The stamps that serve what is described, with these values instead.
    fn tier(&mut self, applies: Set, instead: &[(AttributeId, ValueId)]) -> Result<TierModel, TooLarge> {
        let mut stamps = Vec::new();
        for stamp in self.policy.stamps() {
            let mut serves = applies;
            for (attribute, served) in self.policy.attribute_ids().zip(&stamp.serves) {
                let Some(served) = served else { continue };
                serves = match instead.iter().find(|(replaced, _)| *replaced == attribute) {
                    Some((_, value)) if served.contains(*value) => serves,
                    Some(_) => Set::NOTHING,
                    None if *served == Served::Any => serves,
                    None => {
                        let sets = self.described_as(attribute, |value| served.contains(value));
                        let of_values = self.diagrams.any(sets)?;
                        self.diagrams.and(serves, of_values)?
                    }
                };
            }
            stamps.push(serves);
        }
        Ok(TierModel { applies, stamps })
    }
}
