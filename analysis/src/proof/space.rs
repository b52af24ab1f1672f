//! The space of all inputs that a policy can tell apart.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use dps::AttestationKind;
use placement::{Cohort, Gives, Percent, Pointer, Policy, Rule, Source, ValueId};

use super::Subject;
use super::diagram::{Diagrams, Set};
use super::questions::{Ask, Asked, Given, Questions};
use crate::input::text::Domain;
use crate::input::{TooLarge, text, value};

/// The classes of each variable. Every input is in one class of each.
pub(crate) struct Space<'p> {
    pub(crate) variables: Vec<Variable<'p>>,
    /// For each class of the variable `Here`, the stamps whose devices are of it; none is a device on no stamp.
    pub(crate) heres: Vec<Vec<Option<usize>>>,
}

/// A variable, and its classes.
pub(crate) enum Variable<'p> {
    /// For each class, what the stamp serves alone, by attribute.
    Here(Vec<Vec<Option<ValueId>>>),
    RegistrationId(text::Classes<'p>),
    /// An individual enrollment, a group without a name, and the names of groups.
    Enrollment(text::Classes<'p>),
    /// One question about an ID or about a group's name, taken to be independent of the others.
    Part(Domain, text::Question<'p>, text::Classes<'p>),
    /// The three kinds, and none that is known.
    Attestation,
    /// Yes, no, and nothing said.
    IotEdge,
    Twin(&'p Pointer, value::Classes),
    Payload(&'p Pointer, value::Classes),
    Cohort(Scale<'p>),
}

/// The pieces that the edges of a cohort's slices make of its scale.
pub(crate) struct Scale<'p> {
    pub(crate) cohort: &'p Cohort,
    /// Where each piece begins; the first is 0.
    starts: Vec<u32>,
}

impl Scale<'_> {
    /// Where a piece begins and ends, in thousandths of a percent.
    pub(crate) fn piece(&self, number: usize) -> (u32, u32) {
        let start = self.starts.get(number).copied().unwrap_or(Percent::WHOLE);
        (start, self.starts.get(number + 1).copied().unwrap_or(Percent::WHOLE))
    }
}

/// How an attested device proves who it is, by class.
pub(crate) const ATTESTATIONS: [Option<AttestationKind>; 4] =
    [Some(AttestationKind::SymmetricKey), Some(AttestationKind::X509), Some(AttestationKind::Tpm), None];

/// What an enrollment says of IoT Edge, by class.
pub(crate) const IOT_EDGE: [Option<bool>; 3] = [Some(false), Some(true), None];

/// The classes of an enrollment that are no group's name: of an individual one, and of a group without a name.
pub(crate) const INDIVIDUAL: usize = 0;
pub(crate) const NAMELESS: usize = 1;
pub(crate) const NAMES: usize = 2;

/// States of automata for the classes of a text.
const BUDGET: usize = 30_000;

impl<'p> Space<'p> {
    /// The space of what was asked of policies, the first of which has the stamps that devices are on.
    ///
    /// # Errors
    /// The subjects of which there are too many classes.
    pub(crate) fn new(policies: &[&'p Policy], questions: Questions<'p>) -> Result<Self, Vec<Subject<'p>>> {
        let heres = Heres::of(policies);
        let mut large = Vec::new();
        let mut variables = Vec::new();
        for asked in questions.asked {
            let subject = asked.subject;
            match Variable::new(asked, &heres.served) {
                Ok(variable) => variables.push(variable),
                Err(TooLarge) => large.push(subject),
            }
        }
        if !large.is_empty() {
            return Err(large);
        }
        let reads_here = variables.iter().any(|variable| matches!(variable, Variable::Here(_)));
        let stamps = heres.stamps;
        let heres = if reads_here { stamps } else { Vec::from([stamps.into_iter().flatten().collect()]) };
        Ok(Self { variables, heres })
    }

    /// The number of classes of each variable.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        self.variables.iter().map(Variable::size).collect()
    }

    /// The number of the variable about this.
    pub(crate) fn level(&self, subject: Subject<'_>) -> Option<usize> {
        self.variables.iter().position(|variable| variable.subject() == subject)
    }

    /// Inputs of devices that are on this stamp, or on none, so far as rules can tell.
    pub(crate) fn on(&self, diagrams: &mut Diagrams, stamp: Option<usize>) -> Result<Set, TooLarge> {
        let Some(level) = self.level(Subject::Here) else { return Ok(Set::EVERYTHING) };
        diagrams.of_classes(level, |class| self.heres.get(class).is_some_and(|heres| heres.contains(&stamp)))
    }

    /// Inputs that answer a question with yes.
    pub(crate) fn holding(&self, diagrams: &mut Diagrams, level: usize, ask: Ask<'_>) -> Result<Set, TooLarge> {
        let variable = self.variables.get(level);
        let holds = diagrams.of_classes(level, |class| variable.is_some_and(|variable| variable.holds(class, ask)))?;
        self.if_named(diagrams, level, holds)
    }

    /// What is asked of a group's name holds only where there is one.
    fn if_named(&self, diagrams: &mut Diagrams, level: usize, set: Set) -> Result<Set, TooLarge> {
        let of_group = matches!(self.variables.get(level), Some(Variable::Part(Domain::EnrollmentGroup, ..)));
        match self.level(Subject::Enrollment).filter(|_| of_group) {
            Some(enrollment) => {
                let named = diagrams.of_classes(enrollment, |class| class >= NAMES)?;
                diagrams.and(set, named)
            }
            None => Ok(set),
        }
    }

    /// Inputs for which a rule whose condition holds gives this value, if it reads none of an attribute above.
    pub(crate) fn giving(&self, diagrams: &mut Diagrams, given: &Given, value: ValueId) -> Result<Set, TooLarge> {
        match given {
            Given::Value(given) => Ok(if *given == value { Set::EVERYTHING } else { Set::NOTHING }),
            Given::Read { level, question } => {
                let wanted = u32::try_from(value.index()).ok();
                let variable = self.variables.get(*level);
                let key = |class| variable.and_then(|variable| variable.key(class, *question));
                let read = diagrams.of_classes(*level, |class| key(class).is_some() && key(class) == wanted)?;
                self.if_named(diagrams, *level, read)
            }
            Given::Current { level, served, becomes } => {
                let Some(Variable::Here(signatures)) = self.variables.get(*level) else { return Ok(Set::NOTHING) };
                let only = |class: usize| signatures.get(class)?.get(*served).copied().flatten();
                let given = |class| becomes.get(only(class)?.index()).copied().flatten();
                diagrams.of_classes(*level, |class| given(class) == Some(value))
            }
            Given::Above { .. } => Ok(Set::NOTHING),
        }
    }

    /// Inputs that there can be: places inside of each other hold what goes together.
    pub(crate) fn valid(&self, diagrams: &mut Diagrams) -> Result<Set, TooLarge> {
        let mut valid = Set::EVERYTHING;
        for (level, variable) in self.variables.iter().enumerate() {
            for (other_level, other) in self.variables.iter().enumerate().skip(level + 1) {
                for (class, apart) in variable.apart(other) {
                    let one = diagrams.of_classes(level, |own| own == class)?;
                    let others = diagrams.of_classes(other_level, |own| apart.contains(&own))?;
                    let both = diagrams.and(one, others)?;
                    valid = diagrams.minus(valid, both)?;
                }
            }
        }
        Ok(valid)
    }
}

/// The stamps of which rules that read `current` cannot tell the devices apart, by class, and what they read there.
struct Heres {
    stamps: Vec<Vec<Option<usize>>>,
    served: Vec<Vec<Option<ValueId>>>,
}

impl Heres {
    /// Policies have the same stamps in the same order, or nothing is asked of the others'.
    fn of(policies: &[&Policy]) -> Self {
        let attributes = policies.iter().map(|policy| policy.attributes().len()).sum();
        let mut heres = Self {
            stamps: Vec::from([Vec::from([None])]),
            served: Vec::from([core::iter::repeat_n(None, attributes).collect()]),
        };
        for number in 0..policies.first().map_or(0, |policy| policy.stamps().len()) {
            let served: Vec<_> = policies.iter().flat_map(|policy| read_as_current(policy, number)).collect();
            match heres.served.iter().position(|known| *known == served) {
                Some(class) => heres.stamps.get_mut(class).into_iter().for_each(|of| of.push(Some(number))),
                None => {
                    heres.served.push(served);
                    heres.stamps.push(Vec::from([Some(number)]));
                }
            }
        }
        heres
    }
}

/// For each attribute the value that a rule reads of a device on this stamp, if a rule does.
fn read_as_current(policy: &Policy, stamp: usize) -> impl Iterator<Item = Option<ValueId>> {
    let stamp = policy.stamps().get(stamp);
    policy.attributes().iter().enumerate().map(move |(number, attribute)| {
        let reads = |rule: &Rule| matches!(rule.gives, Gives::Read { source: Source::Current, .. });
        attribute.rules.iter().any(reads).then(|| stamp?.serves.get(number)?.as_ref()?.only()).flatten()
    })
}

impl<'p> Variable<'p> {
    fn new(asked: Asked<'p>, signatures: &[Vec<Option<ValueId>>]) -> Result<Self, TooLarge> {
        let values = || value::Classes::of(&asked.values);
        Ok(match (asked.subject, asked.place, asked.cohort) {
            (Subject::Here, ..) => Self::Here(signatures.to_vec()),
            (Subject::Part(domain, _), ..) => {
                let classes = text::Classes::of(domain, &asked.texts, BUDGET)?;
                Self::Part(domain, asked.texts.into_iter().next().ok_or(TooLarge)?, classes)
            }
            (Subject::Enrollment, ..) => {
                Self::Enrollment(text::Classes::of(Domain::EnrollmentGroup, &asked.texts, BUDGET)?)
            }
            (Subject::Attestation, ..) => Self::Attestation,
            (Subject::IotEdge, ..) => Self::IotEdge,
            (Subject::Twin(_), Some(place), _) => Self::Twin(place, values()),
            (Subject::Payload(_), Some(place), _) => Self::Payload(place, values()),
            (Subject::Cohort(_), _, Some(cohort)) => Self::Cohort(Scale::new(cohort, &asked.edges)),
            _ => Self::RegistrationId(text::Classes::of(Domain::RegistrationId, &asked.texts, BUDGET)?),
        })
    }

    pub(crate) fn subject(&self) -> Subject<'p> {
        match self {
            Self::Here(_) => Subject::Here,
            Self::RegistrationId(_) => Subject::RegistrationId,
            Self::Enrollment(_) => Subject::Enrollment,
            // Nobody looks for one of these by what it is about.
            Self::Part(domain, ..) => Subject::Part(*domain, 0),
            Self::Attestation => Subject::Attestation,
            Self::IotEdge => Subject::IotEdge,
            Self::Twin(place, _) => Subject::Twin(place.as_str()),
            Self::Payload(place, _) => Subject::Payload(place.as_str()),
            Self::Cohort(scale) => Subject::Cohort(scale.cohort.name.as_str()),
        }
    }

    /// The number of classes.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Here(signatures) => signatures.len(),
            Self::RegistrationId(classes) => classes.iter().len(),
            Self::Enrollment(classes) => NAMES + classes.iter().len(),
            Self::Part(_, _, classes) => classes.iter().len(),
            Self::Attestation => ATTESTATIONS.len(),
            Self::IotEdge => IOT_EDGE.len(),
            Self::Twin(_, classes) | Self::Payload(_, classes) => classes.iter().len(),
            Self::Cohort(scale) => scale.starts.len(),
        }
    }

    fn holds(&self, class: usize, ask: Ask<'_>) -> bool {
        match (self, ask) {
            (
                Self::RegistrationId(_) | Self::Enrollment(_) | Self::Part(..) | Self::Twin(..) | Self::Payload(..),
                Ask::Numbered(question),
            ) => self.answer(class, question).is_some_and(|answer| answer.holds()),
            (Self::Enrollment(_), Ask::Individual(wanted)) => (class == INDIVIDUAL) == wanted,
            (Self::Attestation, Ask::Attestation(kinds)) => {
                ATTESTATIONS.get(class).copied().flatten().is_some_and(|kind| kinds.contains(&kind))
            }
            (Self::IotEdge, Ask::IotEdge(wanted)) => IOT_EDGE.get(class).copied().flatten() == Some(wanted),
            (Self::Cohort(scale), Ask::Slice(slice)) => slice.holds(scale.piece(class).0),
            _ => false,
        }
    }

    fn key(&self, class: usize, question: usize) -> Option<u32> {
        self.answer(class, question)?.key()
    }

    fn answer(&self, class: usize, question: usize) -> Option<crate::input::Answer> {
        let answers = match self {
            Self::RegistrationId(classes) | Self::Part(_, _, classes) => classes.get(class)?.answers(),
            Self::Enrollment(classes) => classes.get(class.checked_sub(NAMES)?)?.answers(),
            Self::Twin(_, classes) | Self::Payload(_, classes) => classes.get(class)?.answers(),
            _ => return None,
        };
        answers.get(question).copied()
    }

    /// For each class of this place, the classes of another place that it does not go together with.
    fn apart(&self, other: &Self) -> Vec<(usize, BTreeSet<usize>)> {
        let (place, classes, other_place, others) = match (self, other) {
            (Self::Twin(place, classes), Self::Twin(other_place, others)) => (place, classes, other_place, others),
            (Self::Payload(place, classes), Self::Payload(other_place, others)) => {
                (place, classes, other_place, others)
            }
            _ => return Vec::new(),
        };
        let apart = classes.iter().enumerate().map(|(number, class)| {
            let apart = others.iter().enumerate();
            let apart = apart.filter(|(_, other)| value::conflict((place, class), (other_place, *other)));
            (number, apart.map(|(other, _)| other).collect::<BTreeSet<usize>>())
        });
        apart.filter(|(_, apart)| !apart.is_empty()).collect()
    }
}

impl<'p> Scale<'p> {
    fn new(cohort: &'p Cohort, edges: &[u32]) -> Self {
        let starts: BTreeSet<u32> = edges.iter().copied().chain([0]).filter(|edge| *edge < Percent::WHOLE).collect();
        Self { cohort, starts: starts.into_iter().collect() }
    }
}
