use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use placement::{Cut, TextPattern};

use super::alphabet::Alphabet;
use super::budget::Budget;
use super::product::Product;
use super::template::Template;
use super::walks::Walks;
use super::words::{Membership, Place, Words};
use super::{Domain, Examples, Question};
use crate::input::{Answer, TooLarge};

/// All classes of the texts of a domain.
pub struct Classes<'p> {
    pub(super) alphabet: Alphabet,
    pub(super) product: Product,
    /// Every text that a question lists, sorted, with the number of its class.
    pub(super) words: Vec<(&'p str, usize)>,
    /// For each outcome of the product, the class of the texts that are not listed.
    outcomes: Vec<Option<usize>>,
    pub(super) kinds: Vec<Kind>,
}

/// What is kept of a class.
#[derive(Default)]
pub(super) struct Kind {
    answers: Vec<Answer>,
    /// The states in which texts that are not listed end; there is one.
    pub(super) ends: Vec<u32>,
    /// The listed texts, by their place among the words.
    pub(super) words: Vec<usize>,
    pub(super) templates: Vec<Template>,
}

impl<'p> Classes<'p> {
    /// The classes that the questions make of all texts.
    ///
    /// The budget is the number of states of automata, and of classes, that may be kept; memory and time are bounded
    /// in proportion. With 100,000 they end within seconds.
    ///
    /// ```
    /// use analysis::input::text::{Classes, Domain, Question};
    /// use placement::Cut;
    ///
    /// let part = Cut::Part { separator: "-".into(), part: 1.try_into()? };
    /// let geo = Question::Read { cut: &part, keys: [("eu", 0), ("us", 1)].into() };
    /// let classes = Classes::of(Domain::RegistrationId, &[geo], 1000)?;
    /// let seen: Vec<_> =
    ///     classes.iter().map(|class| (class.answers()[0].key(), class.examples().next().unwrap())).collect();
    /// assert_eq!(seen, [(None, "device-0001".into()), (Some(0), "eu-0001".into()), (Some(1), "us-0001".into())]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The budget does not suffice.
    pub fn of(domain: Domain, questions: &[Question<'p>], budget: usize) -> Result<Self, TooLarge> {
        let mut budget = Budget::new(budget);
        let words = Words::new(domain, questions);
        let alphabet = Alphabet::new(domain, &mentioned(questions), &words.characters());
        let product = Product::new(questions, &alphabet, &mut budget)?;
        let mut classes = Self { alphabet, product, words: Vec::new(), outcomes: Vec::new(), kinds: Vec::new() };
        let mut numbers = BTreeMap::new();
        classes.add_words(&words, &mut numbers, &mut budget)?;
        classes.add_outcomes(&mut numbers, &mut budget)?;
        classes.add_templates(&Template::all(domain, questions));
        Ok(classes)
    }

    /// The classes, in an order that only the questions decide.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Class<'_>> {
        (0..self.kinds.len()).map(|number| Class { classes: self, number })
    }

    /// The class of this number in the order of [`iter`](Self::iter).
    pub fn get(&self, number: usize) -> Option<Class<'_>> {
        (number < self.kinds.len()).then_some(Class { classes: self, number })
    }

    /// The number of the class that a text is of; none if the domain does not admit it.
    pub fn class_of(&self, text: &str) -> Option<usize> {
        if let Ok(place) = self.words.binary_search_by(|(word, _)| (*word).cmp(text)) {
            return self.words.get(place).map(|(_, class)| *class);
        }
        let outcome = self.product.outcome_of(text, &self.alphabet)?;
        self.outcomes.get(usize::try_from(outcome).ok()?).copied().flatten()
    }

    fn is_word(&self, text: &str) -> bool {
        self.words.binary_search_by(|(word, _)| (*word).cmp(text)).is_ok()
    }

    /// The number of the class with these answers, which is made if there is none yet.
    fn number(
        &mut self,
        answers: Vec<Answer>,
        numbers: &mut BTreeMap<Vec<Answer>, usize>,
        budget: &mut Budget,
    ) -> Result<usize, TooLarge> {
        if let Some(known) = numbers.get(&answers) {
            return Ok(*known);
        }
        budget.keep_state(4 * answers.len())?;
        let number = self.kinds.len();
        self.kinds.push(Kind { answers: answers.clone(), ..Kind::default() });
        numbers.insert(answers, number);
        Ok(number)
    }

    /// Each listed text is asked by itself.
    fn add_words(
        &mut self,
        words: &Words<'p>,
        numbers: &mut BTreeMap<Vec<Answer>, usize>,
        budget: &mut Budget,
    ) -> Result<(), TooLarge> {
        let mut memberships: BTreeMap<Vec<Place>, (usize, Membership<'p>)> = BTreeMap::new();
        let mut known: BTreeMap<(u32, usize, Vec<bool>), usize> = BTreeMap::new();
        for (word, places) in words.iter() {
            let Some(outcome) = self.product.outcome_of(word, &self.alphabet) else { continue };
            let next = memberships.len();
            let (number, membership) =
                memberships.entry(places).or_insert_with_key(|places| (next, words.membership(places)));
            let met: Vec<bool> = membership.met_by(word);
            budget.work(met.len())?;
            let key = (outcome, *number, met);
            let class = match known.get(&key) {
                Some(class) => *class,
                None => {
                    let class = self.number(membership.answers(self.answers(outcome), &key.2), numbers, budget)?;
                    known.insert(key, class);
                    class
                }
            };
            if let Some(kind) = self.kinds.get_mut(class) {
                kind.words.push(self.words.len());
            }
            self.words.push((word, class));
        }
        Ok(())
    }

    fn answers(&self, outcome: u32) -> &[Answer] {
        usize::try_from(outcome).ok().and_then(|outcome| self.product.answers().get(outcome)).map_or(&[], Vec::as_slice)
    }

    /// All other texts are told apart by where they end in the product.
    fn add_outcomes(
        &mut self,
        numbers: &mut BTreeMap<Vec<Answer>, usize>,
        budget: &mut Budget,
    ) -> Result<(), TooLarge> {
        let mut ends: Vec<Vec<u32>> = Vec::new();
        ends.resize_with(self.product.answers().len(), Vec::new);
        for state in 0..self.product.len() {
            let outcome = self.product.outcome(state).and_then(|outcome| usize::try_from(outcome).ok());
            if let Some(ends) = outcome.and_then(|outcome| ends.get_mut(outcome)) {
                ends.push(state);
            }
        }
        for (outcome, ends) in (0_u32..).zip(ends) {
            let class = match self.has_unlisted(&ends, budget)? {
                true => Some(self.number(self.answers(outcome).to_vec(), numbers, budget)?),
                false => None,
            };
            self.outcomes.push(class);
            if let Some(kind) = class.and_then(|class| self.kinds.get_mut(class)) {
                kind.ends = ends;
            }
        }
        Ok(())
    }

    /// Whether a text ends in one of these states that is not listed.
    fn has_unlisted(&self, ends: &[u32], budget: &mut Budget) -> Result<bool, TooLarge> {
        if ends.iter().any(|end| !self.is_word(&self.shortest(*end))) {
            return Ok(true);
        }
        let mut walks = Walks::new(&self.product, &self.alphabet, ends);
        while let Some(text) = walks.next(budget)? {
            if !self.is_word(&text) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The shortest text that ends in a state.
    pub(super) fn shortest(&self, state: u32) -> String {
        let spelled = |symbol: u32| self.alphabet.spellings(symbol).first().copied();
        self.product.shortest(state).into_iter().filter_map(spelled).collect()
    }

    /// Gives each template to the classes of its first texts.
    fn add_templates(&mut self, templates: &[Template]) {
        for template in templates {
            let classes: BTreeSet<usize> = template.samples().filter_map(|text| self.class_of(&text)).collect();
            for class in classes {
                if let Some(kind) = self.kinds.get_mut(class) {
                    kind.templates.push(template.clone());
                }
            }
        }
    }
}

impl core::fmt::Debug for Classes<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The characters that patterns, separators and the keys of parts mention.
fn mentioned(questions: &[Question<'_>]) -> BTreeSet<char> {
    let mut characters = BTreeSet::new();
    for question in questions {
        match question {
            Question::Test(test) => {
                for pattern in test.patterns() {
                    match pattern {
                        TextPattern::Lists(_) => {}
                        TextPattern::Prefix(texts) | TextPattern::Suffix(texts) | TextPattern::Contains(texts) => {
                            characters.extend(texts.iter().flat_map(|text| text.chars()));
                        }
                        TextPattern::Glob(globs) => {
                            let chars = globs.iter().flat_map(|glob| glob.chars()).copied();
                            characters.extend(chars.filter(|c| !matches!(c, '*' | '?')));
                        }
                    }
                }
            }
            Question::Read { cut: Cut::Part { separator, .. }, keys } => {
                characters.extend(separator.chars().chain(keys.keys().flat_map(|key| key.chars())));
            }
            Question::Read { cut: Cut::Whole, .. } => {}
        }
    }
    characters
}

/// Texts that answer every question alike.
#[derive(Clone, Copy)]
pub struct Class<'c> {
    classes: &'c Classes<'c>,
    number: usize,
}

impl<'c> Class<'c> {
    /// The answers to the questions, in their order.
    pub fn answers(&self) -> &'c [Answer] {
        self.classes.kinds.get(self.number).map_or(&[], |kind| kind.answers.as_slice())
    }

    /// Texts of the class, each once: first such that look like the names of devices, then those that are listed, then
    /// all others, shorter ones first.
    ///
    /// Of registration IDs they are all there are. In names of groups one character stands for all that neither DPS
    /// admits nor a question mentions.
    pub fn examples(&self) -> Examples<'c> {
        Examples::new(self.classes, self.number)
    }
}

impl core::fmt::Debug for Class<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Class").field("answers", &self.answers()).field("example", &self.examples().next()).finish()
    }
}
