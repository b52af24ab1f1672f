//! Attributes: named properties of a device with closed sets of values, and the rules that give them.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::iter;
use core::num::NonZeroI16;

use crate::condition::Condition;
use crate::dictionary::Dictionary;
use crate::name::Name;
use crate::pointer::Pointer;
use crate::short::{begins, same};
use crate::shortlist::Shortlist;

/// The number of an attribute in its policy, in file order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct AttributeId(pub(crate) usize);

impl AttributeId {
    /// Its place among the policy's attributes, counted from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// The number of a value in its attribute, in file order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ValueId(pub(crate) usize);

impl ValueId {
    /// Its place among the attribute's values, counted from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// A set of values of one attribute.
#[derive(Clone, Debug)]
pub struct ValueSet(pub(crate) Vec<ValueId>);

impl ValueSet {
    /// Whether the value is in the set.
    pub fn contains(&self, value: ValueId) -> bool {
        self.0.contains(&value)
    }
}

/// A named property of a device.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its name.
    pub name: Name,
    /// All values that it can have, in file order; no two are the same.
    pub values: Vec<Name>,
    /// Whether stamps serve it.
    pub places: bool,
    /// Its rules, in file order: the first that gives a value wins.
    pub rules: Vec<Rule>,
    /// Which of them may apply to a device.
    pub(crate) shortlist: Option<Shortlist>,
}

impl Attribute {
    /// The value of this name.
    pub fn find(&self, name: &str) -> Option<ValueId> {
        self.values.iter().position(|value| same(value.as_str(), name)).map(ValueId)
    }

    /// The numbers of its values, in file order.
    pub fn value_ids(&self) -> impl Iterator<Item = ValueId> + use<> {
        (0..self.values.len()).map(ValueId)
    }

    /// The name of a value of this attribute.
    pub(crate) fn value_name(&self, value: ValueId) -> Option<&Name> {
        self.values.get(value.0)
    }
}

/// Under a condition, gives an attribute a value.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name in traces, tests and reports.
    pub name: Box<str>,
    /// When it applies.
    pub when: Condition,
    /// What it gives.
    pub gives: Gives,
}

/// What a rule gives.
#[derive(Clone, Debug)]
pub enum Gives {
    /// This value.
    Value(ValueId),
    /// What stands at a source.
    Read {
        /// Where it reads.
        source: Source,
        /// Whether what was read is folded to lower case first.
        fold: bool,
        /// What translates it; keys are folded where `fold` says so or the source is folded.
        map: Option<Dictionary>,
    },
}

/// Where a rule reads.
#[derive(Clone, Debug)]
pub enum Source {
    /// A place in the enrollment's initial twin.
    Twin(Pointer),
    /// A place in the payload.
    Payload(Pointer),
    /// The registration ID.
    RegistrationId(Cut),
    /// The enrollment group's name.
    EnrollmentGroup(Cut),
    /// An attribute above.
    Attribute(AttributeId),
    /// The one value that the current stamp serves.
    Current,
}

impl Source {
    /// Whether what it gives is folded to lower case in any case.
    pub(crate) fn is_folded(&self) -> bool {
        matches!(self, Self::RegistrationId(_) | Self::EnrollmentGroup(_))
    }
}

/// How much of a text is read.
#[derive(Clone, Debug)]
pub enum Cut {
    /// All of it.
    Whole,
    /// One part of those between the separators.
    Part {
        /// Where it is cut, folded to lower case; not empty.
        separator: Box<str>,
        /// Which part: 1 is the first, −1 the last.
        part: NonZeroI16,
    },
}

impl Cut {
    /// The part of the text that is read; none if it has too few.
    pub fn of<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Whole => Some(text),
            Self::Part { separator, part } => {
                let skip = usize::from(part.unsigned_abs().get()) - 1;
                let nth = |part| parts(text, separator).nth(part);
                match part.is_positive() {
                    true => nth(skip),
                    // From the front too: where separators overlap, cutting from the end gives other parts.
                    false => parts(text, separator).count().checked_sub(skip + 1).and_then(nth),
                }
            }
        }
    }
}

/// The parts of a text.
fn parts<'t>(text: &'t str, separator: &str) -> impl Iterator<Item = &'t str> {
    let mut rest = Some(text);
    iter::from_fn(move || {
        let text = rest?;
        let (part, after) = match cut(text, separator) {
            Some((part, after)) => (part, Some(after)),
            None => (text, None),
        };
        rest = after;
        Some(part)
    })
}

/// What is before a separator, which is not empty, and what is behind it.
fn cut<'t>(text: &'t str, separator: &str) -> Option<(&'t str, &'t str)> {
    let at = (0..text.len()).find(|at| text.get(*at..).is_some_and(|rest| begins(rest, separator)))?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_from_either_end() {
        let part =
            |separator: &str, part| Cut::Part { separator: separator.into(), part: NonZeroI16::new(part).unwrap() };
        assert_eq!(part("-", 1).of("eu-press-42"), Some("eu"));
        assert_eq!(part("-", -1).of("eu-press-42"), Some("42"));
        assert_eq!(part("-", 4).of("eu-press-42"), None);
        assert_eq!(part("-", -4).of("eu-press-42"), None);
        assert_eq!(part("-", 1).of("press"), Some("press"));
        assert_eq!(part("--", -1).of("a---b"), Some("-b"));
        assert_eq!(Cut::Whole.of("eu-press"), Some("eu-press"));
    }
}
