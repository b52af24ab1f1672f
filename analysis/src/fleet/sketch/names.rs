//! Registration IDs and names of enrollment groups that a policy looks for.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use dps::RegistrationId;
use placement::{Cut, Glob, Policy, TextPattern};

use super::asked::{Asked, Input, Question, What, asked};
use super::of::Proposal;
use crate::input::Answer;
use crate::input::text;

/// The most texts of a question that are tried.
const MANY: usize = 100;

/// The most texts of all questions that are tried.
const ALL: usize = 1_000;

/// What stands in a pattern for the device's number.
const NUMBER: &str = "{n:06}";

/// Numbers that a pattern is tried with.
const NUMBERS: [&str; 4] = ["000001", "000042", "100000", "1000000000"];

/// How a text is called that is nothing in particular.
const ANYBODY: [&str; 5] = ["device", "thing", "unit", "machine", "node"];

/// What texts are put together of.
#[derive(Clone, Copy)]
struct Style<'s> {
    anybody: &'s str,
    number: &'s str,
}

/// Names of groups that answer the questions in some way.
pub(super) fn groups(policy: &Policy, questions: &[Question<'_>]) -> Vec<Proposal> {
    let style = |anybody, number| Style { anybody, number };
    // The shortest name that will do; those of the policy are likely to begin as the policy does.
    let styles = [style(policy.name(), ""), style(policy.name(), "1"), style("group", ""), style("group", "1")];
    proposals(Input::Group, questions, &styles)
}

/// Patterns of registration IDs that answer the questions in some way.
pub(super) fn ids(questions: &[Question<'_>]) -> Vec<Proposal> {
    proposals(Input::Id, questions, &ANYBODY.map(|anybody| Style { anybody, number: NUMBER }))
}

/// A pattern of registration IDs that no rule looks for.
pub(super) fn other_id(policy: &Policy) -> String {
    let asked = asked(policy);
    let questions: &[Question<'_>] =
        asked.iter().find(|Asked { input, .. }| *input == Input::Id).map_or(&[], |asked| &asked.questions);
    let pattern = |anybody: &str| format!("{anybody}-{NUMBER}");
    let is_other = |pattern: &String| {
        let misses = |answer: &Answer| !finds(*answer);
        answers(Input::Id, pattern, questions).is_some_and(|answers| answers.iter().all(misses))
    };
    ANYBODY.into_iter().map(pattern).find(is_other).unwrap_or_else(|| pattern("device"))
}

fn proposals(input: Input<'_>, questions: &[Question<'_>], styles: &[Style<'_>]) -> Vec<Proposal> {
    let of_question = |asked: &Question<'_>| {
        let What::Text(question) = &asked.what else { return Vec::new() };
        let fits = |shape: &String| {
            samples(input, shape).is_some_and(|all| all.iter().all(|text| finds(answer(question, text))))
        };
        let fitting = |style: &Style<'_>| {
            let shapes: Vec<String> = shapes(question, *style).into_iter().filter(fits).collect();
            (!shapes.is_empty()).then_some(shapes)
        };
        let deals = asked.deals;
        styles.iter().find_map(fitting).unwrap_or_default().into_iter().map(|shape| (shape, deals)).collect()
    };
    let shapes = questions.iter().flat_map(of_question).take(ALL);
    shapes
        .filter_map(|(value, deals)| Some(Proposal { answers: answers(input, &value, questions)?, value, deals }))
        .collect()
}

/// Texts of a shape; none if one of them is no name.
fn samples(input: Input<'_>, shape: &str) -> Option<Vec<String>> {
    if input == Input::Id {
        let id = |number| RegistrationId::parse(&shape.replace(NUMBER, number)).ok();
        let ids = NUMBERS.into_iter().map(|number| Some(id(number)?.as_str().into()));
        return if shape.contains(NUMBER) { ids.collect() } else { None };
    }
    // DPS takes names that begin and end so.
    let ends = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    (ends(shape.chars().next()) && ends(shape.chars().next_back())).then(|| [shape.to_ascii_lowercase()].into())
}

/// What all texts of a shape answer; none if they do not answer alike.
fn answers(input: Input<'_>, shape: &str, questions: &[Question<'_>]) -> Option<Vec<Answer>> {
    let texts = samples(input, shape)?;
    let of = |text: &String| -> Vec<Answer> {
        let asked = questions.iter().filter_map(|question| match &question.what {
            What::Text(question) => Some(answer(question, text)),
            _ => None,
        });
        asked.collect()
    };
    let first = of(texts.first()?);
    texts.iter().skip(1).all(|text| of(text) == first).then_some(first)
}

fn answer(question: &text::Question<'_>, text: &str) -> Answer {
    match question {
        text::Question::Test(test) => test.matches(text).into(),
        text::Question::Read { cut, keys } => {
            cut.of(text).and_then(|part| keys.get(part)).map_or(Answer::Other, |number| Answer::Key(*number))
        }
    }
}

/// Whether a question found what it looks for.
fn finds(answer: Answer) -> bool {
    answer.holds() || answer.key().is_some()
}

/// Texts that may be what the question looks for.
fn shapes(question: &text::Question<'_>, style: Style<'_>) -> Vec<String> {
    match question {
        text::Question::Test(test) => {
            let whole = test.patterns().iter().flat_map(|pattern| whole(pattern, style));
            whole.chain(affixed(test.patterns(), style)).collect()
        }
        text::Question::Read { cut: Cut::Whole, keys } => {
            keys.keys().take(MANY).map(|key| String::from(*key)).collect()
        }
        text::Question::Read { cut: Cut::Part { separator, part }, keys } => {
            keys.keys().take(MANY).map(|key| with_part(separator, part.get(), key, style)).collect()
        }
    }
}

/// Texts that a pattern is about as a whole.
fn whole(pattern: &TextPattern, style: Style<'_>) -> Vec<String> {
    match pattern {
        TextPattern::Lists(lists) => {
            lists.iter().flat_map(|list| list.texts()).take(MANY).map(|text| String::from(&**text)).collect()
        }
        TextPattern::Glob(globs) => globs.iter().take(MANY).map(|glob| of_glob(glob, style)).collect(),
        TextPattern::Prefix(_) | TextPattern::Suffix(_) | TextPattern::Contains(_) => Vec::new(),
    }
}

/// Texts with the parts that several patterns look for.
fn affixed(patterns: &[TextPattern], style: Style<'_>) -> Vec<String> {
    let of = |texts: fn(&TextPattern) -> Option<&[Box<str>]>| -> Vec<&str> {
        let found = patterns.iter().find_map(texts).unwrap_or_default();
        found.iter().take(MANY).map(|text| &**text).collect()
    };
    let some = |texts: &[&'_ str]| texts.iter().map(|text| Some(String::from(*text))).collect::<Vec<_>>();
    let or_none = |texts: Vec<&str>| if texts.is_empty() { Vec::from([None]) } else { some(&texts) };
    let heads = or_none(of(|pattern| if let TextPattern::Prefix(texts) = pattern { Some(texts) } else { None }));
    let middles = or_none(of(|pattern| if let TextPattern::Contains(texts) = pattern { Some(texts) } else { None }));
    let tails = or_none(of(|pattern| if let TextPattern::Suffix(texts) = pattern { Some(texts) } else { None }));
    if [&heads, &middles, &tails].into_iter().all(|texts| matches!(texts.as_slice(), [None])) {
        return Vec::new();
    }
    let ends = middles.iter().flat_map(|middle| tails.iter().map(move |tail| (middle, tail)));
    let all = heads.iter().flat_map(|head| ends.clone().map(move |(middle, tail)| (head, middle, tail)));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    all.take(MANY)
        .map(|(head, middle, tail)| {
            let head = head.clone().unwrap_or_else(|| style.anybody.into());
            joined(&[&head, &text(middle), style.number, &text(tail)])
        })
        .collect()
}

/// Texts one behind the other, with dashes where letters or digits would meet.
fn joined(texts: &[&str]) -> String {
    let meets = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '{' | '}'));
    let mut all = String::new();
    for text in texts {
        if meets(all.chars().next_back()) && meets(text.chars().next()) {
            all.push('-');
        }
        all.push_str(text);
    }
    all
}

/// The first `*` becomes the number, and others nothing.
fn of_glob(glob: &Glob, style: Style<'_>) -> String {
    let spelled = |chars: &[char]| -> String {
        chars.iter().filter(|c| **c != '*').map(|c| if *c == '?' { '0' } else { *c }).collect()
    };
    let chars = glob.chars();
    let Some(star) = chars.iter().position(|c| *c == '*') else { return spelled(chars) };
    let (head, tail) = (chars.get(..star).unwrap_or_default(), chars.get(star + 1..).unwrap_or_default());
    let head = if star == 0 { style.anybody.into() } else { spelled(head) };
    joined(&[&head, style.number, &spelled(tail)])
}

/// The key as this part of a text.
fn with_part(separator: &str, part: i16, key: &str, style: Style<'_>) -> String {
    let Style { anybody, number } = style;
    let times = |count: u16| usize::from(count).min(RegistrationId::MAX_LENGTH);
    let behind = if number.is_empty() { String::new() } else { format!("{separator}{number}") };
    let others = times(part.unsigned_abs().saturating_sub(1));
    if part > 0 {
        return format!("{}{key}{behind}", format!("{anybody}{separator}").repeat(others));
    }
    format!("{anybody}{behind}{separator}{key}{}", format!("{separator}0").repeat(others))
}
