//! Why a condition does not hold.

use alloc::vec::Vec;

use placement::{Asked, AskedAtom, Condition};

/// The first thing in a condition that keeps it from holding: the question that was answered wrongly.
///
/// They are several where no single one is to blame: of `any`, one of each alternative; of a `not` around several
/// conditions, each of these. A question that stands under a `not` failed by being answered with yes. None if the
/// condition holds, or is not the one that was asked.
pub fn failed<'t, 'p>(condition: &Condition, asked: &'t Asked<'p>) -> Vec<&'t AskedAtom<'p>> {
    let mut left = asked.atoms.as_slice();
    match verdict(condition, &mut left) {
        Some(verdict) if !verdict.holds => verdict.because,
        _ => Vec::new(),
    }
}

/// Whether a condition holds, and the questions that decided it.
struct Verdict<'t, 'p> {
    holds: bool,
    because: Vec<&'t AskedAtom<'p>>,
}

/// Takes the answers of a condition off the front of those that are left. None if they are another condition's.
fn verdict<'t, 'p>(condition: &Condition, left: &mut &'t [AskedAtom<'p>]) -> Option<Verdict<'t, 'p>> {
    match condition {
        Condition::All(all) => first(all, false, left),
        Condition::Any(any) => first(any, true, left),
        Condition::Not(not) => {
            let verdict = verdict(not, left)?;
            Some(Verdict { holds: !verdict.holds, ..verdict })
        }
        Condition::Atom(atom) => {
            let (asked, rest) = left.split_first()?;
            *left = rest;
            let same = asked.atom.place == atom.place;
            same.then(|| Verdict { holds: asked.holds, because: [asked].into() })
        }
    }
}

/// The first condition of a list that comes out so decides alone; if there is none, all of them do together.
fn first<'t, 'p>(conditions: &[Condition], decisive: bool, left: &mut &'t [AskedAtom<'p>]) -> Option<Verdict<'t, 'p>> {
    let mut because = Vec::new();
    for condition in conditions {
        let verdict = verdict(condition, left)?;
        if verdict.holds == decisive {
            return Some(verdict);
        }
        because.extend(verdict.because);
    }
    Some(Verdict { holds: !decisive, because })
}
