//! Requests made from sets of inputs.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use dps::{AllocationRequest, AttestationKind, Enrollment, EnrollmentKind, RegistrationId};
use placement::{Percent, Pointer, Policy};

use super::diagram::{Diagrams, Set};
use super::space::{ATTESTATIONS, INDIVIDUAL, IOT_EDGE, NAMELESS, NAMES, Space, Variable};
use super::tries::{Left, Tries};
use crate::input::text::{Class, Classes, Domain};
use crate::input::{Answer, TooLarge, value};

/// How many combinations of classes are tried.
const CASES: usize = 256;

/// All devices, in the shares that are told.
pub(crate) const BILLION: u64 = 1_000_000_000;

/// States of automata for texts that answer several questions.
const JOINT: usize = 10_000;
/// How many registration IDs could be tried in the time that such automata take.
const JOINT_IDS: usize = 2_000;

/// What came of looking for a request.
pub(crate) enum Search<T> {
    /// It was found.
    Found(T),
    /// There is none: every device that comes into question was tried.
    Impossible,
    /// None was found among those that were tried.
    Unknown,
}

/// Looks for requests in a set of inputs.
pub(crate) struct Seeker<'s, 'p> {
    pub(crate) space: &'s Space<'p>,
    pub(crate) diagrams: &'s mut Diagrams,
    pub(crate) policy: &'s Policy,
    pub(crate) tries: &'s mut Tries,
}

/// A combination of classes, one for each variable; none where every class will do.
pub(crate) type Case = Vec<Option<usize>>;

/// What came of the devices of a case.
enum Tried<T> {
    Found(T),
    /// All devices of this part of the case were tried, if there are any.
    All(Case),
    Some,
}

impl Seeker<'_, '_> {
    /// The first request of the set, by a device on one of these stamps, of which something is found. All hubs of the
    /// policy are linked.
    ///
    /// # Errors
    /// The set is too large.
    pub(crate) fn find<T>(
        &mut self,
        set: Set,
        heres: &[Option<usize>],
        mut found: impl FnMut(&AllocationRequest, &Case) -> Option<T>,
    ) -> Result<Search<T>, TooLarge> {
        let stamps = self.policy.stamps().len();
        let granted = self.tries.next(stamps);
        let mut left = granted.clone();
        let search = self.find_with(set, heres, &mut left, &mut found);
        self.tries.spend(stamps, &granted, &left);
        search
    }

    fn find_with<T>(
        &mut self,
        set: Set,
        heres: &[Option<usize>],
        left: &mut Left,
        found: &mut impl FnMut(&AllocationRequest, &Case) -> Option<T>,
    ) -> Result<Search<T>, TooLarge> {
        let mut rest = set;
        let mut certain = true;
        for _ in 0..CASES {
            if rest.is_empty() {
                return Ok(if certain { Search::Impossible } else { Search::Unknown });
            }
            let case = self.case(rest);
            let tried = match self.search(&case, heres, left, found) {
                Tried::Found(it) => return Ok(Search::Found(it)),
                Tried::All(of) => of,
                Tried::Some => {
                    certain = false;
                    case
                }
            };
            let tried = self.set_of(&tried)?;
            rest = self.diagrams.minus(rest, tried)?;
        }
        Ok(Search::Unknown)
    }

    /// A case of the set: as ordinary as may be, and of cohorts the widest piece.
    pub(crate) fn case(&self, mut set: Set) -> Case {
        let mut case: Case = core::iter::repeat_n(None, self.diagrams.variables()).collect();
        while let Some((level, branches)) = self.diagrams.branches(set) {
            let Some(class) = self.space.variables.get(level).and_then(|variable| choose(variable, branches)) else {
                break;
            };
            if let Some(chosen) = case.get_mut(level) {
                *chosen = Some(class);
            }
            set = branches.get(class).copied().unwrap_or(Set::NOTHING);
        }
        case
    }

    /// The share of the devices of a case that are in a set, whatever their places on the scales of cohorts: in
    /// billionths.
    pub(crate) fn share(&mut self, set: Set, case: &Case) -> Result<u64, TooLarge> {
        let mut left = set;
        for (level, (variable, class)) in self.space.variables.iter().zip(case).enumerate() {
            if !matches!(variable, Variable::Cohort(_)) {
                let class = class.or_else(|| ordinary(variable)).unwrap_or(0);
                left = self.diagrams.restrict(left, level, class)?;
            }
        }
        Ok(self.mass(left))
    }

    /// The least and the greatest share of devices that are in a set that is not empty, of those that are alike but for
    /// cohorts and of whom some are in it: in billionths.
    pub(crate) fn shares(&self, set: Set) -> (u64, u64) {
        let mut seen = BTreeSet::new();
        let mut left = Vec::from([set]);
        let mut shares = (BILLION, 0);
        while let Some(set) = left.pop() {
            match self.diagrams.branches(set) {
                // Cohorts stand behind all other variables.
                Some((level, branches)) if !matches!(self.space.variables.get(level), Some(Variable::Cohort(_))) => {
                    left.extend(branches.iter().copied().filter(|set| !set.is_empty() && seen.insert(*set)));
                }
                _ => {
                    let share = self.mass(set);
                    shares = (shares.0.min(share), shares.1.max(share));
                }
            }
        }
        shares
    }

    fn mass(&self, set: Set) -> u64 {
        let Some((level, branches)) = self.diagrams.branches(set) else {
            return if set.is_empty() { 0 } else { BILLION };
        };
        let Some(Variable::Cohort(scale)) = self.space.variables.get(level) else { return 0 };
        let weighed = branches.iter().enumerate().map(|(piece, branch)| {
            let (start, end) = scale.piece(piece);
            self.mass(*branch) * u64::from(end - start)
        });
        weighed.sum::<u64>() / u64::from(Percent::WHOLE)
    }

    fn set_of(&mut self, case: &Case) -> Result<Set, TooLarge> {
        let mut set = Set::EVERYTHING;
        for (level, class) in case.iter().enumerate().rev() {
            if let Some(class) = class {
                let of_class = self.diagrams.of_classes(level, |other| other == *class)?;
                set = self.diagrams.and(of_class, set)?;
            }
        }
        Ok(set)
    }

    /// Tries the devices of a case.
    fn search<T>(
        &self,
        case: &Case,
        heres: &[Option<usize>],
        left: &mut Left,
        found: &mut impl FnMut(&AllocationRequest, &Case) -> Option<T>,
    ) -> Tried<T> {
        if left.ids == 0 {
            return Tried::Some;
        }
        let hubs: Vec<Option<String>> = self.possible(case, heres).map(|here| self.hub(here)).collect();
        let parts = self.space.variables.iter().any(|variable| matches!(variable, Variable::Part(..)));
        left.ids = left.ids.saturating_sub(if parts { JOINT_IDS } else { 0 });
        let (ids, names) = match (self.joint(case, Domain::RegistrationId), self.joint(case, Domain::EnrollmentGroup)) {
            (Ok(ids), Ok(names)) => (ids, names),
            _ => return Tried::Some,
        };
        let Some(mut request) = self.request(case, &names) else { return Tried::All(self.of_enrollment(case)) };
        let mut exists = false;
        for id in ids.examples(self.ids(case)).filter_map(|text| RegistrationId::parse(&text).ok()) {
            let Some(ids) = left.ids.checked_sub(1) else { return Tried::Some };
            left.ids = ids;
            if !self.stands_in(case, &id) {
                continue;
            }
            exists = true;
            request.registration_id = id;
            for hub in &hubs {
                let Some(requests) = left.requests.checked_sub(1) else { return Tried::Some };
                left.requests = requests;
                request.current_hub = hub.clone();
                if let Some(it) = found(&request, case) {
                    return Tried::Found(it);
                }
            }
        }
        Tried::All(self.tried(case, exists))
    }

    /// The part of a case of which all IDs were tried. What the set does not ask for may decide all the same, so that
    /// what was taken for it is part of this; unless no device `exists` whose ID is so. The stamps that devices are on,
    /// and their places on the scales of cohorts, were tried as they are.
    fn tried(&self, case: &Case, exists: bool) -> Case {
        let named = self.enrollment(case) >= NAMES;
        let taken = |variable: &Variable<'_>| match variable {
            Variable::Here(_) | Variable::Cohort(_) | Variable::Part(Domain::RegistrationId, ..) => None,
            Variable::Part(Domain::EnrollmentGroup, ..) if !named => None,
            Variable::RegistrationId(_) => Some(ordinary(variable).unwrap_or(0)),
            _ => exists.then(|| ordinary(variable).unwrap_or(0)),
        };
        self.space.variables.iter().zip(case).map(|(variable, class)| class.or_else(|| taken(variable))).collect()
    }

    /// The part of a case that has this enrollment.
    fn of_enrollment(&self, case: &Case) -> Case {
        let taken =
            |variable: &Variable<'_>| ordinary(variable).filter(|_| matches!(variable, Variable::Enrollment(_)));
        self.space.variables.iter().zip(case).map(|(variable, class)| class.or_else(|| taken(variable))).collect()
    }

    /// The class of the enrollment.
    fn enrollment(&self, case: &Case) -> usize {
        let mut known = self.space.variables.iter().zip(case);
        let known = known.find(|(variable, _)| matches!(variable, Variable::Enrollment(_)));
        known.and_then(|(variable, class)| class.or_else(|| ordinary(variable))).unwrap_or(0)
    }

    /// The texts of a domain whose questions are variables of their own, as far as the case says.
    fn joint(&self, case: &Case, of: Domain) -> Result<Joint<'_>, TooLarge> {
        let mut joint = Joint { classes: None, answers: Vec::new() };
        let mut questions = Vec::new();
        for (variable, class) in self.space.variables.iter().zip(case) {
            if let (Variable::Part(domain, question, classes), Some(class)) = (variable, class)
                && *domain == of
            {
                questions.push(question.clone());
                joint.answers.extend(classes.get(*class).and_then(|class| class.answers().first().copied()));
            }
        }
        if !questions.is_empty() {
            joint.classes = Some(Classes::of(of, &questions, JOINT)?);
        }
        Ok(joint)
    }

    /// The stamps, of those that come into question, whose devices are of the case.
    fn possible<'h>(&'h self, case: &'h Case, heres: &'h [Option<usize>]) -> impl Iterator<Item = Option<usize>> + 'h {
        let level = self.space.level(super::Subject::Here);
        let class = level.and_then(|level| case.get(level).copied().flatten());
        let stamps = class.and_then(|class| self.space.heres.get(class));
        heres.iter().copied().filter(move |here| stamps.is_none_or(|stamps| stamps.contains(here)))
    }

    fn hub(&self, here: Option<usize>) -> Option<String> {
        Some(self.policy.stamps().get(here?)?.hub.as_str().into())
    }

    /// The class of the registration ID.
    fn ids(&self, case: &Case) -> Option<Class<'_>> {
        let known = self.space.variables.iter().zip(case).find_map(|(variable, class)| match variable {
            Variable::RegistrationId(classes) => Some((classes, class.or_else(|| ordinary(variable)))),
            _ => None,
        });
        known.and_then(|(classes, class)| classes.get(class.unwrap_or(0)))
    }

    /// Whether a device stands on the scales of cohorts where the case says.
    fn stands_in(&self, case: &Case, id: &RegistrationId) -> bool {
        let device = self.policy.key().device(id);
        self.space.variables.iter().zip(case).all(|(variable, class)| match (variable, class) {
            (Variable::Cohort(scale), Some(piece)) => {
                let (start, end) = scale.piece(*piece);
                (start..end).contains(&scale.cohort.position(device))
            }
            _ => true,
        })
    }

    /// A request of the case, but for its ID and its current hub.
    fn request(&self, case: &Case, joint_names: &Joint<'_>) -> Option<AllocationRequest> {
        let mut request = AllocationRequest {
            registration_id: RegistrationId::parse("device-0001").ok()?,
            current_hub: None,
            linked_hubs: self.policy.stamps().iter().map(|stamp| String::from(stamp.hub.as_str())).collect(),
            payload: None,
            enrollment: Enrollment {
                kind: EnrollmentKind::Group { name: Some("group-0001".into()) },
                attestation: Some(AttestationKind::SymmetricKey),
                initial_twin: None,
                update_hub_assignment: Some(true),
                iot_edge: Some(false),
            },
        };
        let (mut twin, mut payload): (Vec<Place<'_>>, Vec<Place<'_>>) = (Vec::new(), Vec::new());
        for (variable, class) in self.space.variables.iter().zip(case) {
            let class = class.or_else(|| ordinary(variable)).unwrap_or(0);
            match variable {
                Variable::Enrollment(names) => {
                    request.enrollment.kind = match class {
                        INDIVIDUAL => EnrollmentKind::Individual,
                        NAMELESS => EnrollmentKind::Group { name: None },
                        class => {
                            let class = names.get(class.checked_sub(NAMES)?);
                            EnrollmentKind::Group { name: Some(joint_names.examples(class).next()?) }
                        }
                    };
                }
                Variable::Attestation => request.enrollment.attestation = *ATTESTATIONS.get(class)?,
                Variable::IotEdge => request.enrollment.iot_edge = *IOT_EDGE.get(class)?,
                Variable::Twin(place, classes) => twin.push((*place, classes.get(class)?)),
                Variable::Payload(place, classes) => payload.push((*place, classes.get(class)?)),
                Variable::Here(_) | Variable::RegistrationId(_) | Variable::Part(..) | Variable::Cohort(_) => {}
            }
        }
        request.enrollment.initial_twin = Some(value::document(&twin)?).filter(|twin| !twin.is_empty());
        request.payload = Some(value::document(&payload)?).filter(|payload| !payload.is_empty());
        Some(request)
    }
}

/// Texts that answer several questions, each a variable of its own, as a case says.
struct Joint<'s> {
    /// The classes by all of these questions; none if there are no such questions.
    classes: Option<Classes<'s>>,
    answers: Vec<Answer>,
}

impl Joint<'_> {
    /// The texts; those of this class if no question is a variable of its own.
    fn examples<'j>(&'j self, class: Option<Class<'j>>) -> impl Iterator<Item = String> + 'j {
        let joint = self.classes.as_ref();
        let answering = |classes: &'j Classes<'_>| classes.iter().find(|class| class.answers() == self.answers);
        let class = match joint {
            Some(classes) => answering(classes),
            None => class,
        };
        class.into_iter().flat_map(|class| class.examples())
    }
}

type Place<'p> = (&'p Pointer, &'p value::Class);

/// A class of these branches that is not nothing: the ordinary one, or the first; of a cohort the widest piece.
fn choose(variable: &Variable<'_>, branches: &[Set]) -> Option<usize> {
    let open = || branches.iter().enumerate().filter(|(_, set)| !set.is_empty()).map(|(class, _)| class);
    if let Variable::Cohort(scale) = variable {
        return open().max_by_key(|piece| {
            let (start, end) = scale.piece(*piece);
            end - start
        });
    }
    let ordinary = ordinary(variable).filter(|class| branches.get(*class).is_some_and(|set| !set.is_empty()));
    ordinary.or_else(|| open().next())
}

/// The class of what is nothing in particular.
fn ordinary(variable: &Variable<'_>) -> Option<usize> {
    match variable {
        Variable::RegistrationId(classes) => classes.class_of("device-0001"),
        Variable::Enrollment(classes) => classes.class_of("group-0001").map(|class| NAMES + class),
        Variable::Part(Domain::RegistrationId, _, classes) => classes.class_of("device-0001"),
        Variable::Part(Domain::EnrollmentGroup, _, classes) => classes.class_of("group-0001"),
        _ => Some(0),
    }
}
