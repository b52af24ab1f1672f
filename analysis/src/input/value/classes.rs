use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde_json::Value;

use super::Question;
use super::candidate::candidates;
use super::question::Asked;
use crate::input::Answer;

/// All classes of what can stand at a place.
#[derive(Clone, Debug)]
pub struct Classes(Vec<Class>);

/// Values that answer every question alike, absence among them.
#[derive(Clone, Debug)]
pub struct Class {
    answers: Vec<Answer>,
    example: Option<Value>,
    absent: bool,
    container: bool,
}

impl Classes {
    /// The classes that the questions make of all values, and of there being none.
    ///
    /// ```
    /// use analysis::input::{Answer, value::{Classes, Question}};
    ///
    /// let country = Question::Read { fold: false, keys: [("DE", 0), ("FR", 0), ("US", 1)].into() };
    /// let classes = Classes::of(&[country]);
    /// let seen = classes.iter().map(|class| (class.answers()[0], class.example().cloned())).collect::<Vec<_>>();
    /// assert_eq!(seen, [
    ///     (Answer::Nothing, None),
    ///     (Answer::Key(0), Some("DE".into())),
    ///     (Answer::Key(1), Some("US".into())),
    ///     (Answer::Other, Some("other".into())),
    /// ]);
    /// ```
    pub fn of(questions: &[Question<'_>]) -> Self {
        let asked: Vec<Asked<'_, '_>> = questions.iter().map(Asked::new).collect();
        let mut numbers: BTreeMap<Vec<Answer>, usize> = BTreeMap::new();
        let mut classes: Vec<Class> = Vec::new();
        for value in candidates(questions) {
            let answers: Vec<Answer> = asked.iter().map(|question| question.answer(value.as_ref())).collect();
            let known = numbers.get(&answers).and_then(|number| classes.get_mut(*number));
            if let Some(class) = known {
                class.container |= is_container(value.as_ref());
            } else {
                numbers.insert(answers.clone(), classes.len());
                let container = is_container(value.as_ref());
                classes.push(Class { answers, absent: value.is_none(), example: value, container });
            }
        }
        Self(classes)
    }

    /// The classes, in an order that only the questions decide. The first is the one of what is absent.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Class> {
        self.0.iter()
    }

    /// The class of this number in the order of [`iter`](Self::iter).
    pub fn get(&self, number: usize) -> Option<&Class> {
        self.0.get(number)
    }
}

fn is_container(value: Option<&Value>) -> bool {
    value.is_some_and(Value::is_object)
}

impl Class {
    /// The answers to the questions, in their order.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// A value of the class; none is what is absent.
    pub fn example(&self) -> Option<&Value> {
        self.example.as_ref()
    }

    /// Whether what is absent is of the class.
    pub fn may_be_absent(&self) -> bool {
        self.absent
    }

    /// Whether objects are of the class, in which there are other places. If one is, all are.
    pub fn may_be_container(&self) -> bool {
        self.container
    }
}
