//! A share of a stamp's devices that is sent to others, a little more each time.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::{Asks, Condition, Deal, Name, Percent, Slice, StampId};

use super::{At, CohortUse, Entry, NewMove, PolicyText, Problem, Targets, Whom};

/// A share of a stamp's devices that is to be on other stamps.
#[derive(Clone, Debug)]
pub struct Shift<'a> {
    /// The stamp that they leave.
    pub from: &'a str,
    /// The stamps that they go to; at least one. Their order means nothing.
    pub to: &'a [String],
    /// How many of the devices whose stamp would be `from`.
    pub percent: Percent,
    /// Whether it may be fewer than now, though that brings nobody back.
    pub lower: bool,
}

/// What came of a shift.
#[derive(Clone, Debug)]
pub struct Shifted {
    /// The policy.
    pub text: PolicyText,
    /// The name of the move that shifts.
    pub order: String,
    /// How it was done.
    pub how: ShiftedHow,
}

/// How a shift was done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ShiftedHow {
    /// By a move that was put in before these, which take devices off the stamp too; behind all others if there are
    /// none.
    New {
        /// The moves that come after it, in the order of the text.
        before: Vec<String>,
    },
    /// By the move that shifted these devices before, which took so many.
    Set {
        /// How many it took.
        was: Percent,
        /// The moves before it that take devices off the stamp first, in the order of the text.
        behind: Vec<String>,
    },
}

impl PolicyText {
    /// The policy in which a share of a stamp's devices goes to others. It is a move of a cohort of its own, by which it
    /// is known again: another percentage for the same stamps sets that of the same move.
    ///
    /// The first move that applies wins. So that the share is one of all devices whose stamp would be this one, a new
    /// move stands before the first that takes devices off the stamp.
    ///
    /// # Errors
    /// A stamp is not there, or is to be left and gone to; nobody is to be shifted, and nobody was; the share is less than it
    /// is and may not be; something else asks for the cohort too; or the policy would be no valid one.
    pub fn shifted(&self, shift: &Shift<'_>) -> Result<Shifted, Problem> {
        let to = self.targets(shift)?;
        match self.cohort_of_shift(shift.from, &to)? {
            (_, Some(asked)) => self.set_again(shift, asked),
            (cohort, None) => self.shifted_anew(shift, to, cohort),
        }
    }

    /// The stamps that are gone to, each once, in the order of their names.
    fn targets(&self, shift: &Shift<'_>) -> Result<Vec<String>, Problem> {
        for stamp in shift.to.iter().map(String::as_str).chain([shift.from]) {
            self.stamp(stamp)?;
        }
        if shift.to.iter().any(|stamp| stamp == shift.from) {
            return Err(Problem::FromAndTo { stamp: shift.from.into() });
        }
        let mut to = shift.to.to_vec();
        to.sort_unstable();
        to.dedup();
        Ok(to)
    }

    /// The cohort by which devices of a stamp go to others, and where a move asks for it if one does.
    fn cohort_of_shift(&self, from: &str, to: &[String]) -> Result<(String, Option<CohortUse>), Problem> {
        let is_it = |each: &CohortUse| match &each.entry {
            Entry::Move(order) => each.slice.start == Percent::ZERO && self.goes(order, from, to),
            _ => false,
        };
        let mut cohort = cohort(from, to, 1);
        let mut number = 1_u32;
        while let Ok(uses) = self.cohort(&cohort) {
            match uses.as_slice() {
                [only] if is_it(only) => return Ok((cohort, Some(only.clone()))),
                several if several.iter().any(is_it) => return Err(Problem::CohortShared { cohort, uses }),
                // Other stamps whose names make the same one.
                _ => number = number.saturating_add(1),
            }
            cohort = self::cohort(from, to, number);
        }
        Ok((cohort, None))
    }

    fn set_again(&self, shift: &Shift<'_>, asked: CohortUse) -> Result<Shifted, Problem> {
        let (order, was) = (String::from(asked.entry.name()), asked.slice.end);
        let text = if shift.lower {
            self.with_ends(&[asked], shift.percent)
        } else {
            self.with_move_raised(&order, shift.percent)
        };
        let mut behind = self.moves_off(shift.from);
        behind.truncate(behind.iter().position(|each| *each == order).unwrap_or_default());
        Ok(Shifted { text: text?, order, how: ShiftedHow::Set { was, behind } })
    }

    /// Whether a move takes every device of a cohort off this stamp alone, to exactly these, as the hash deals them.
    fn goes(&self, order: &str, from: &str, to: &[String]) -> bool {
        let policy = self.policy();
        let name = |id: StampId| policy.stamp(id).map_or("", |stamp| stamp.name.as_str());
        policy.moves().iter().filter(|each| *each.name == *order).all(|each| {
            let mut targets: Vec<&str> = each.to.iter().map(name).collect();
            targets.sort_unstable();
            let whole = matches!(each.deal, Deal::Own) && is_cohort_alone(&each.when);
            whole && each.from.iter().map(name).eq([from]) && targets.into_iter().eq(to.iter().map(String::as_str))
        })
    }

    fn shifted_anew(&self, shift: &Shift<'_>, to: Vec<String>, cohort: String) -> Result<Shifted, Problem> {
        if shift.percent == Percent::ZERO {
            return Err(Problem::NobodyShifted { from: shift.from.into(), to });
        }
        let before = self.moves_off(shift.from);
        let at = before.first().map_or(At::Last, |first| At::Before(first.clone()));
        let order = NewMove {
            name: self.free_name(&format!("shift {} to {}", shift.from, to.join(", "))),
            description: None,
            from: Vec::from([shift.from.into()]),
            to: Targets::Stamps(to),
            whom: Whom::All,
            cohort: Some((cohort, Slice { start: Percent::ZERO, end: shift.percent })),
            when: None,
        };
        let text = self.with_move(&order, &at)?;
        Ok(Shifted { text, order: order.name, how: ShiftedHow::New { before } })
    }

    /// The moves that take devices off a stamp, in the order of the text.
    fn moves_off(&self, stamp: &str) -> Vec<String> {
        let policy = self.policy();
        let is = |id: StampId| policy.stamp(id).is_some_and(|each| each.name.as_str() == stamp);
        let off = policy.moves().iter().filter(|each| each.from.iter().any(is));
        off.map(|each| String::from(&*each.name)).collect()
    }

    /// This name for a move, or one made from it that no move has.
    fn free_name(&self, name: &str) -> String {
        let free = |name: &String| self.policy().moves().iter().all(|each| *each.name != **name);
        let numbered = (2..=self.policy().moves().len().saturating_add(1)).map(|number| format!("{name} ({number})"));
        core::iter::once(name.into()).chain(numbered).find(free).unwrap_or_default()
    }
}

/// Whether a condition asks for a cohort and for nothing else.
fn is_cohort_alone(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => matches!(parts.as_slice(), [one] if is_cohort_alone(one)),
        Condition::Not(_) => false,
        Condition::Atom(atom) => matches!(atom.asks, Asks::Cohort(_)),
    }
}

/// The name of the cohort of a shift: made from the stamps' names, as long as a name may be. All but the first of those
/// that are alike have a number.
fn cohort(from: &str, to: &[String], number: u32) -> String {
    let number = if number > 1 { format!("-{number}") } else { String::new() };
    let mut name = format!("shift-{from}-{}", to.join("-"));
    name.truncate(Name::LONGEST.saturating_sub(number.len()));
    name + &number
}
