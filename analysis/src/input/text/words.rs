use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use placement::{Cut, TextList, TextPattern};

use super::{Domain, Question};
use crate::input::Answer;

/// The texts of a domain that questions list, and where. There may be hundreds of thousands.
pub(super) struct Words<'p> {
    /// Sorted, once for each place that lists it.
    words: Vec<(&'p str, Place)>,
    tests: Vec<ListTest<'p>>,
}

/// Where a text is listed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Place {
    /// In the list of this number. Questions share lists.
    List(usize),
    /// Among the keys of a question that reads whole texts.
    Key { question: usize, number: u32 },
}

/// A question with lists.
struct ListTest<'p> {
    question: usize,
    /// For each of its patterns that are lists, the numbers of these.
    lists: Vec<Vec<usize>>,
    /// Its other patterns.
    patterns: Vec<&'p TextPattern>,
}

/// What follows from being listed in certain places and nowhere else.
pub(super) struct Membership<'p> {
    /// Answers that differ from those of texts that are not listed.
    certain: Vec<(usize, Answer)>,
    /// Questions that are answered with yes where these patterns are met.
    open: Vec<(usize, Vec<&'p TextPattern>)>,
}

impl Membership<'_> {
    /// Whether a text listed in these places meets the patterns of each open question.
    pub(super) fn met_by(&self, word: &str) -> Vec<bool> {
        self.open.iter().map(|(_, patterns)| patterns.iter().all(|pattern| pattern.matches(word))).collect()
    }

    /// The answers of such a text, where those of one that is not listed are known.
    pub(super) fn answers(&self, unlisted: &[Answer], met: &[bool]) -> Vec<Answer> {
        let mut answers = unlisted.to_vec();
        let open = self.open.iter().zip(met).map(|((question, _), met)| (*question, (*met).into()));
        for (question, answer) in self.certain.iter().copied().chain(open) {
            if let Some(known) = answers.get_mut(question) {
                *known = answer;
            }
        }
        answers
    }
}

impl<'p> Words<'p> {
    pub(super) fn new(domain: Domain, questions: &[Question<'p>]) -> Self {
        let mut lists = Lists::default();
        let tests = questions.iter().enumerate().filter_map(|(question, asks)| lists.test(question, asks)).collect();
        let mut words = lists.words();
        for (question, asks) in questions.iter().enumerate() {
            if let Question::Read { cut: Cut::Whole, keys } = asks {
                words.extend(keys.iter().map(|(key, number)| (*key, Place::Key { question, number: *number })));
            }
        }
        words.retain(|(word, _)| domain.admits(word));
        // Stable sorting makes use of each list being sorted.
        words.sort();
        Self { words, tests }
    }

    /// The characters beyond ASCII that they are made of.
    pub(super) fn characters(&self) -> BTreeSet<char> {
        self.words.iter().flat_map(|(word, _)| word.chars()).filter(|c| !c.is_ascii()).collect()
    }

    /// Each text once, in order, with the places that list it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'p str, Vec<Place>)> {
        self.words.chunk_by(|one, next| one.0 == next.0).filter_map(|chunk| {
            let (word, _) = chunk.first()?;
            Some((*word, chunk.iter().map(|(_, place)| *place).collect()))
        })
    }

    /// What follows from being listed in these places.
    pub(super) fn membership(&self, places: &[Place]) -> Membership<'p> {
        let keys = places.iter().filter_map(|place| match place {
            Place::Key { question, number } => Some((*question, Answer::Key(*number))),
            Place::List(_) => None,
        });
        let mut membership = Membership { certain: keys.collect(), open: Vec::new() };
        let is_in = |lists: &Vec<usize>| lists.iter().any(|list| places.contains(&Place::List(*list)));
        for test in self.tests.iter().filter(|test| test.lists.iter().all(is_in)) {
            match test.patterns.is_empty() {
                true => membership.certain.push((test.question, Answer::Yes)),
                false => membership.open.push((test.question, test.patterns.clone())),
            }
        }
        membership
    }
}

/// Numbers lists.
#[derive(Default)]
struct Lists<'p>(BTreeMap<(usize, usize), (usize, &'p TextList)>);

impl<'p> Lists<'p> {
    /// A question, if it has lists.
    fn test(&mut self, question: usize, asks: &Question<'p>) -> Option<ListTest<'p>> {
        let Question::Test(test) = asks else { return None };
        let mut listed = ListTest { question, lists: Vec::new(), patterns: Vec::new() };
        for pattern in test.patterns() {
            match pattern {
                TextPattern::Lists(lists) => {
                    listed.lists.push(lists.iter().map(|list| self.number(list)).collect());
                }
                pattern => listed.patterns.push(pattern),
            }
        }
        (!listed.lists.is_empty()).then_some(listed)
    }

    /// A list is known again by where its texts are kept: questions share them.
    fn number(&mut self, list: &'p TextList) -> usize {
        let kept = (list.texts().as_ptr().addr(), list.texts().len());
        let next = self.0.len();
        self.0.entry(kept).or_insert((next, list)).0
    }

    fn words(&self) -> Vec<(&'p str, Place)> {
        let mut lists: Vec<_> = self.0.values().collect();
        lists.sort_by_key(|(number, _)| *number);
        let words = |(number, list): &(usize, &'p TextList)| {
            let number = *number;
            list.texts().iter().map(move |text| (&**text, Place::List(number)))
        };
        lists.into_iter().flat_map(words).collect()
    }
}
