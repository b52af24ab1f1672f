use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use dps::RegistrationId;
use placement::{Cut, Glob, TextPattern};

use super::{Domain, Question};

/// How many texts of a pattern, and keys of a question, become templates.
const MANY: usize = 100;

/// How many digits a number has at least.
const DIGITS: usize = 4;

/// A text with a place for a number, such as `fabrikam-0001`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Template {
    head: String,
    /// How many digits the number has at least.
    digits: usize,
    tail: String,
}

impl Template {
    /// With dashes around the number where letters or digits are beside it.
    fn new(head: &str, tail: &str) -> Self {
        let dash = |c: Option<char>| if c.is_some_and(char::is_alphanumeric) { "-" } else { "" };
        let head = format!("{head}{}", dash(head.chars().next_back()));
        let tail = format!("{}{tail}", dash(tail.chars().next()));
        Self { head, digits: DIGITS, tail }
    }

    /// The text of a number.
    pub(super) fn text(&self, number: u32) -> String {
        format!("{}{number:0digits$}{}", self.head, self.tail, digits = self.digits)
    }

    /// Texts of its first numbers, and of some more.
    pub(super) fn samples(&self) -> impl Iterator<Item = String> {
        [1, 2, 3, 10, 50].into_iter().map(|number| self.text(number))
    }

    /// Templates that a text becomes by a number, at its end or as near to that as may be.
    pub(super) fn around(text: &str) -> impl Iterator<Item = Self> {
        let places = text.char_indices().map(|(place, _)| place).chain([text.len()]).rev();
        places.map(|place| text.split_at(place)).flat_map(|(head, tail)| {
            let alike = Self { head: head.into(), digits: DIGITS, tail: tail.into() };
            [Self::new(head, tail), alike]
        })
    }

    /// Templates for texts as the questions look for them, and for one that none looks for.
    pub(super) fn all(domain: Domain, questions: &[Question<'_>]) -> Vec<Self> {
        let anybody = domain.anybody();
        let mut all = Vec::from([Self::new(anybody, "")]);
        for question in questions {
            match question {
                Question::Test(test) => {
                    all.extend(test.patterns().iter().flat_map(|pattern| of_pattern(pattern, anybody)));
                }
                Question::Read { cut: Cut::Part { separator, part }, keys } => {
                    let number = i32::from(part.get());
                    all.extend(keys.keys().take(MANY).map(|key| of_part(separator, number, key, anybody)));
                }
                Question::Read { cut: Cut::Whole, .. } => {}
            }
        }
        all
    }
}

fn of_pattern(pattern: &TextPattern, anybody: &str) -> Vec<Template> {
    let many = |texts: &[Box<str>], template: &dyn Fn(&str) -> Template| -> Vec<Template> {
        texts.iter().take(MANY).map(|text| template(text)).collect()
    };
    match pattern {
        TextPattern::Lists(_) => Vec::new(),
        TextPattern::Prefix(texts) => many(texts, &|text| Template::new(text, "")),
        TextPattern::Suffix(texts) => many(texts, &|text| Template::new(anybody, text)),
        TextPattern::Contains(texts) => many(texts, &|text| Template::new(&behind(anybody, text), "")),
        TextPattern::Glob(globs) => globs.iter().take(MANY).filter_map(|glob| of_glob(glob, anybody)).collect(),
    }
}

/// The last `*` becomes the number, or else the last run of `?`; without either there is no place for one.
fn of_glob(glob: &Glob, anybody: &str) -> Option<Template> {
    let chars = glob.chars();
    let (slot, digits) = match chars.iter().rposition(|c| *c == '*') {
        Some(star) => (star..star + 1, DIGITS),
        None => {
            let end = chars.iter().rposition(|c| *c == '?')? + 1;
            let run = chars.get(..end)?.iter().rev().take_while(|c| **c == '?').count();
            (end - run..end, run)
        }
    };
    let (before, tail) = (spelled(chars.get(..slot.start)?), spelled(chars.get(slot.end..)?));
    let head = match chars {
        ['*', ..] if before.is_empty() => format!("{anybody}-"),
        ['*', ..] => behind(anybody, &before),
        _ => before,
    };
    Some(Template { head, digits, tail })
}

/// Characters of a glob as a text that fits them.
fn spelled(chars: &[char]) -> String {
    chars.iter().filter(|c| **c != '*').map(|c| if *c == '?' { '0' } else { *c }).collect()
}

/// The key as this part of a text.
fn of_part(separator: &str, number: i32, key: &str, anybody: &str) -> Template {
    let times = |count: i32| usize::try_from(count).unwrap_or(0).min(RegistrationId::MAX_LENGTH);
    let (head, tail) = match number {
        1.. => (format!("{}{key}{separator}", format!("{anybody}{separator}").repeat(times(number - 1))), "".into()),
        _ => (
            format!("{anybody}{separator}"),
            format!("{separator}{key}{}", format!("{separator}0").repeat(times(-number - 1))),
        ),
    };
    Template { head, digits: DIGITS, tail }
}

/// One text behind the other, with a dash between where letters or digits would meet.
fn behind(head: &str, tail: &str) -> String {
    let meets = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let dash = if meets(head.chars().next_back()) && meets(tail.chars().next()) { "-" } else { "" };
    format!("{head}{dash}{tail}")
}
