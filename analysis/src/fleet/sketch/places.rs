//! What can stand at a place of a twin or a payload, as far as a policy looks for it.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use placement::{FieldTest, Scalar, Version};
use serde_json::Value;

use super::asked::{Question, What};
use super::of::Proposal;
use crate::input::value::{self, Asked, unmentioned_text};

/// The most values of a question that are tried.
const MANY: usize = 100;

/// The most values of all questions that are tried.
const ALL: usize = 1_000;

/// Values that answer the questions in some way, as JSON where one of them is no text.
pub(super) fn proposals(place: &str, questions: &[Question<'_>]) -> (bool, Vec<Proposal>) {
    let about: Vec<(&value::Question<'_>, bool)> = questions.iter().filter_map(about).collect();
    let mut values: Vec<(Value, bool)> = about
        .iter()
        .flat_map(|(question, deals)| mentioned(question).into_iter().map(|value| (value, *deals)))
        .collect();
    values.truncate(ALL);
    let present =
        |(question, _): &(&value::Question<'_>, bool)| matches!(question, value::Question::Test(FieldTest::Present(_)));
    if let Some((_, deals)) = about.iter().find(|one| present(one)) {
        let other = unmentioned_text(&values.iter().filter_map(|(value, _)| value.as_str()).collect::<BTreeSet<_>>());
        values.push((other.into(), *deals));
    }
    // The column of a place whose last key ends so holds JSON.
    let is_json = place.ends_with(":json") || values.iter().any(|(value, _)| !value.is_string());
    let asked: Vec<Asked<'_, '_>> = about.iter().map(|(question, _)| Asked::new(question)).collect();
    let proposed = values.into_iter().map(|(value, deals)| {
        let answers = asked.iter().map(|question| question.answer(Some(&value))).collect();
        let text = value.as_str().filter(|_| !is_json);
        Proposal { value: text.map_or_else(|| value.to_string(), ToOwned::to_owned), answers, deals }
    });
    (is_json, proposed.collect())
}

fn about<'q, 'p>(question: &'q Question<'p>) -> Option<(&'q value::Question<'p>, bool)> {
    match &question.what {
        What::Value(asked) => Some((asked, question.deals)),
        _ => None,
    }
}

/// The values that a question is about.
fn mentioned(question: &value::Question<'_>) -> Vec<Value> {
    match question {
        value::Question::Read { keys, .. } => keys.keys().take(MANY).map(|key| Value::from(*key)).collect(),
        value::Question::Test(FieldTest::OneOf(scalars)) => scalars.iter().take(MANY).map(scalar).collect(),
        value::Question::Test(FieldTest::Version { at_least, below }) => {
            at_least.iter().chain(below).flat_map(around).map(Value::from).collect()
        }
        value::Question::Test(FieldTest::Present(_)) => Vec::new(),
    }
}

fn scalar(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Text(text) => Value::from(&**text),
        Scalar::Whole(number) => (*number).into(),
        Scalar::Flag(flag) => (*flag).into(),
    }
}

/// A version below a bound, where there is one, and the bound, which is above itself.
fn around(bound: &Version) -> Vec<String> {
    let parts: Vec<String> = bound.parts().map(ToOwned::to_owned).collect();
    let Some((last, before)) = parts.split_last() else { return ["0".into()].into() };
    // The last part is not 0, as those that are do not count.
    let less = last.parse::<u64>().ok().and_then(|last| last.checked_sub(1));
    let below = less.map(|last| [before, &[last.to_string()]].concat().join("."));
    below.into_iter().chain([parts.join(".")]).collect()
}
