//! What a policy asks, gathered before the classes of inputs are made, and its conditions in terms of that.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use dps::AttestationKind;
use placement::{
    Asks, Attribute, AttributeId, Condition, Cut, Dictionary, Gives, Name, Pointer, Policy, Slice, Source, TextTest,
    ValueId, ValueSet,
};

use super::Subject;
use crate::input::text::Domain;
use crate::input::{Keys, text, value};

/// A condition whose questions are numbered.
pub(crate) enum Formula<'p> {
    All(Vec<Formula<'p>>),
    Any(Vec<Formula<'p>>),
    Not(Box<Formula<'p>>),
    Is(AttributeId, &'p ValueSet),
    Ask { level: usize, ask: Ask<'p> },
}

/// A question to the class of a variable.
#[derive(Clone, Copy)]
pub(crate) enum Ask<'p> {
    /// The question of this number, of those about a text or a value.
    Numbered(usize),
    Individual(bool),
    Attestation(&'p [AttestationKind]),
    IotEdge(bool),
    Slice(Slice),
}

/// What a rule gives, in terms of numbered questions.
pub(crate) enum Given {
    Value(ValueId),
    /// The key that the question of this number is answered with.
    Read {
        level: usize,
        question: usize,
    },
    /// What each value of an attribute above becomes.
    Above {
        attribute: AttributeId,
        becomes: Vec<Option<ValueId>>,
    },
    /// What becomes of the value that the stamp that the device is on serves alone: this number of what classes of
    /// `Here` say.
    Current {
        level: usize,
        served: usize,
        becomes: Vec<Option<ValueId>>,
    },
}

/// Questions about each variable, in the order in which policies come to them.
#[derive(Default)]
pub(crate) struct Questions<'p> {
    levels: BTreeMap<Subject<'p>, usize>,
    /// The texts whose questions are variables of their own.
    split: BTreeSet<Domain>,
    parts: usize,
    pub(crate) asked: Vec<Asked<'p>>,
}

/// What is asked about a variable.
pub(crate) struct Asked<'p> {
    pub(crate) subject: Subject<'p>,
    pub(crate) texts: Vec<text::Question<'p>>,
    pub(crate) values: Vec<value::Question<'p>>,
    /// The place of a document that it is.
    pub(crate) place: Option<&'p Pointer>,
    /// Where slices of a cohort begin and end, in thousandths of a percent.
    pub(crate) edges: Vec<u32>,
    /// How a cohort's position is found.
    pub(crate) cohort: Option<&'p placement::Cohort>,
}

impl<'p> Questions<'p> {
    /// No questions yet; those about these texts will be variables of their own.
    pub(crate) fn splitting(split: BTreeSet<Domain>) -> Self {
        Self { split, ..Self::default() }
    }

    /// The same variables without any question, cohorts behind all others: below whatever else there is to know of a
    /// device a diagram then holds the shares that cohorts make.
    pub(crate) fn with_cohorts_last(&self) -> Self {
        let is_cohort = |asked: &&Asked<'p>| matches!(asked.subject, Subject::Cohort(_));
        let others = self.asked.iter().filter(|asked| !is_cohort(asked));
        let mut ordered = Self::splitting(self.split.clone());
        for asked in others.chain(self.asked.iter().filter(is_cohort)) {
            ordered.level(asked.subject);
        }
        ordered
    }

    /// The number of a variable, which is made if there is none yet.
    pub(crate) fn level(&mut self, subject: Subject<'p>) -> usize {
        let next = self.asked.len();
        let level = *self.levels.entry(subject).or_insert(next);
        if level == next {
            let (texts, values, edges) = (Vec::new(), Vec::new(), Vec::new());
            self.asked.push(Asked { subject, texts, values, place: None, edges, cohort: None });
        }
        level
    }

    fn about(&mut self, subject: Subject<'p>, note: impl FnOnce(&mut Asked<'p>) -> usize) -> (usize, usize) {
        let level = self.level(subject);
        (level, self.asked.get_mut(level).map_or(0, note))
    }

    fn text(&mut self, domain: Domain, question: text::Question<'p>) -> (usize, usize) {
        let subject = match domain {
            _ if self.split.contains(&domain) => {
                self.parts += 1;
                Subject::Part(domain, self.parts)
            }
            Domain::RegistrationId => Subject::RegistrationId,
            Domain::EnrollmentGroup => Subject::Enrollment,
        };
        self.about(subject, |asked| {
            asked.texts.push(question);
            asked.texts.len() - 1
        })
    }

    fn value(&mut self, subject: Subject<'p>, place: &'p Pointer, question: value::Question<'p>) -> (usize, usize) {
        self.about(subject, |asked| {
            asked.place = Some(place);
            asked.values.push(question);
            asked.values.len() - 1
        })
    }

    /// A condition, its questions noted.
    pub(crate) fn formula(&mut self, condition: &'p Condition) -> Formula<'p> {
        match condition {
            Condition::All(all) => Formula::All(all.iter().map(|one| self.formula(one)).collect()),
            Condition::Any(any) => Formula::Any(any.iter().map(|one| self.formula(one)).collect()),
            Condition::Not(not) => Formula::Not(Box::new(self.formula(not))),
            Condition::Atom(atom) => self.ask(&atom.asks),
        }
    }

    fn ask(&mut self, asks: &'p Asks) -> Formula<'p> {
        let Some(subject) = Subject::of(asks) else {
            return match asks {
                Asks::Is(attribute, values) => Formula::Is(*attribute, values),
                _ => Formula::All(Vec::new()),
            };
        };
        // Questions about texts may be variables of their own.
        let ask = match asks {
            Asks::Is(..) => return Formula::All(Vec::new()),
            Asks::Cohort(cohort) => {
                self.about(subject, |asked| {
                    asked.edges.extend([cohort.slice.start.thousandths(), cohort.slice.end.thousandths()]);
                    asked.cohort = Some(cohort);
                    0
                });
                Ask::Slice(cohort.slice)
            }
            Asks::EnrollmentGroup(test) => return self.test(Domain::EnrollmentGroup, test),
            Asks::RegistrationId(test) => return self.test(Domain::RegistrationId, test),
            Asks::Individual(wanted) => Ask::Individual(*wanted),
            Asks::Twin(field) | Asks::Payload(field) => {
                Ask::Numbered(self.value(subject, &field.place, value::Question::Test(&field.test)).1)
            }
            Asks::Attestation(kinds) => Ask::Attestation(kinds),
            Asks::IotEdge(wanted) => Ask::IotEdge(*wanted),
        };
        Formula::Ask { level: self.level(subject), ask }
    }

    fn test(&mut self, domain: Domain, test: &'p TextTest) -> Formula<'p> {
        let (level, question) = self.text(domain, text::Question::Test(test));
        Formula::Ask { level, ask: Ask::Numbered(question) }
    }

    /// What a rule gives, its questions noted.
    ///
    /// What the stamps of a policy serve stands in the classes of `Here` from `base` on, a number for each attribute.
    pub(crate) fn given(
        &mut self,
        policy: &'p Policy,
        base: usize,
        id: AttributeId,
        attribute: &'p Attribute,
        gives: &'p Gives,
    ) -> Given {
        let (source, fold, map) = match gives {
            Gives::Value(value) => return Given::Value(*value),
            Gives::Read { source, fold, map } => (source, fold, map),
        };
        let keys = || keys(attribute, map.as_ref());
        let (level, question) = match source {
            Source::Twin(place) => {
                let question = value::Question::Read { fold: *fold, keys: keys() };
                self.value(Subject::Twin(place.as_str()), place, question)
            }
            Source::Payload(place) => {
                let question = value::Question::Read { fold: *fold, keys: keys() };
                self.value(Subject::Payload(place.as_str()), place, question)
            }
            Source::RegistrationId(cut) => self.cut(Domain::RegistrationId, cut, keys()),
            Source::EnrollmentGroup(cut) => self.cut(Domain::EnrollmentGroup, cut, keys()),
            Source::Attribute(above) => {
                let values = policy.attributes().get(above.index()).map(|above| above.values.as_slice());
                let becomes = becomes(attribute, values.unwrap_or_default(), *fold, map.as_ref());
                return Given::Above { attribute: *above, becomes };
            }
            Source::Current => {
                let becomes = becomes(attribute, &attribute.values, *fold, map.as_ref());
                return Given::Current { level: self.level(Subject::Here), served: base + id.index(), becomes };
            }
        };
        Given::Read { level, question }
    }

    fn cut(&mut self, domain: Domain, cut: &'p Cut, keys: Keys<'p>) -> (usize, usize) {
        self.text(domain, text::Question::Read { cut, keys })
    }
}

/// What may be read, each with the number of the value that it becomes.
pub(crate) fn keys<'p>(attribute: &'p Attribute, map: Option<&'p Dictionary>) -> Keys<'p> {
    let number = |value: ValueId| u32::try_from(value.index()).unwrap_or(u32::MAX);
    match map {
        Some(map) => map.iter().map(|(key, value)| (key, number(value))).collect(),
        None => attribute.value_ids().zip(&attribute.values).map(|(id, name)| (name.as_str(), number(id))).collect(),
    }
}

/// What each of these values becomes when it is read.
fn becomes(attribute: &Attribute, values: &[Name], fold: bool, map: Option<&Dictionary>) -> Vec<Option<ValueId>> {
    let read = values.iter().map(|name| {
        let name = if fold { name.as_str().to_ascii_lowercase() } else { name.as_str().into() };
        match map {
            Some(map) => map.get(&name),
            None => attribute.find(&name),
        }
    });
    read.collect()
}
