use alloc::borrow::Cow;
use alloc::collections::BTreeSet;

use placement::{FieldTest, Scalar};
use serde_json::Value;

use crate::input::{Answer, Keys};

/// What a policy asks about what stands at a place.
#[derive(Clone, Debug)]
pub enum Question<'p> {
    /// Whether it meets a test.
    Test(&'p FieldTest),
    /// Which of the keys it is, if it is a text.
    Read {
        /// Whether it is folded to lower case before it is looked up.
        fold: bool,
        /// The keys that it is looked up among.
        keys: Keys<'p>,
    },
}

/// A question that is asked of many values.
pub(crate) enum Asked<'p, 'q> {
    /// One of these values; a list may hold a hundred thousand.
    OneOf { texts: BTreeSet<&'p str>, numbers: BTreeSet<i64>, flags: BTreeSet<bool> },
    /// Any other test.
    Test(&'p FieldTest),
    /// Which of the keys it is.
    Read { fold: bool, keys: &'q Keys<'p> },
}

impl<'p, 'q> Asked<'p, 'q> {
    pub(crate) fn new(question: &'q Question<'p>) -> Self {
        match question {
            Question::Test(FieldTest::OneOf(scalars)) => Self::one_of(scalars),
            Question::Test(test) => Self::Test(test),
            Question::Read { fold, keys } => Self::Read { fold: *fold, keys },
        }
    }

    fn one_of(scalars: &'p [Scalar]) -> Self {
        let (mut texts, mut numbers, mut flags) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for scalar in scalars {
            match scalar {
                Scalar::Text(text) => _ = texts.insert(&**text),
                Scalar::Whole(number) => _ = numbers.insert(*number),
                Scalar::Flag(flag) => _ = flags.insert(*flag),
            }
        }
        Self::OneOf { texts, numbers, flags }
    }

    /// What a value answers; none is what is absent.
    pub(crate) fn answer(&self, value: Option<&Value>) -> Answer {
        match self {
            Self::OneOf { texts, numbers, flags } => match value {
                Some(Value::String(text)) => texts.contains(text.as_str()),
                Some(Value::Number(number)) => number.as_i64().is_some_and(|number| numbers.contains(&number)),
                Some(Value::Bool(flag)) => flags.contains(flag),
                _ => false,
            }
            .into(),
            Self::Test(test) => test.holds(value).into(),
            Self::Read { fold, keys } => match value.and_then(Value::as_str) {
                None => Answer::Nothing,
                Some(text) => {
                    let text = if *fold { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) };
                    keys.get(&*text).map_or(Answer::Other, |number| Answer::Key(*number))
                }
            },
        }
    }
}
