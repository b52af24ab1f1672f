use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use hashbrown::HashMap;
use placement::{Cut, TextPattern};
use rustc_hash::FxBuildHasher;

use super::Question;
use super::alphabet::Alphabet;
use super::budget::Budget;
use super::determined::Determined;
use super::globs::Globs;
use super::part::Part;
use crate::input::{Answer, TooLarge};

/// A state or an outcome that is none.
const NONE: u32 = u32::MAX;

/// All questions as one automaton, walked through from its start.
///
/// It answers for texts that are not listed. A state is met first by its shortest text.
pub(super) struct Product {
    symbols: usize,
    /// The next state for each state and symbol; [`NONE`] where all texts would be too long.
    steps: Vec<u32>,
    /// For each state the one that it was met from, and by which symbol.
    met: Vec<(u32, u32)>,
    /// For each state the outcome of a text that ends there; [`NONE`] where no text does.
    outcomes: Vec<u32>,
    /// The answers of each outcome, to all questions.
    answers: Vec<Vec<Answer>>,
}

impl Product {
    /// The state before the first symbol.
    pub(super) const START: u32 = 0;

    /// Walks through the automaton of the questions.
    pub(super) fn new(questions: &[Question<'_>], alphabet: &Alphabet, budget: &mut Budget) -> Result<Self, TooLarge> {
        Builder::new(questions, alphabet).build(alphabet, budget)
    }

    /// How many states there are: they are the numbers below.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.outcomes.len()).unwrap_or(NONE)
    }

    /// How many symbols there are.
    pub(super) fn symbols(&self) -> u32 {
        u32::try_from(self.symbols).unwrap_or(NONE)
    }

    /// The state after one symbol more.
    pub(super) fn step(&self, state: u32, symbol: u32) -> Option<u32> {
        let (state, symbol) = (usize::try_from(state).ok()?, usize::try_from(symbol).ok()?);
        self.steps.get(state * self.symbols + symbol).copied().filter(|next| *next != NONE)
    }

    /// The outcome of a text that ends in this state; none if no text does.
    pub(super) fn outcome(&self, state: u32) -> Option<u32> {
        self.outcomes.get(usize::try_from(state).ok()?).copied().filter(|outcome| *outcome != NONE)
    }

    /// The outcome of a text; none if it is not of the domain.
    pub(super) fn outcome_of(&self, text: &str, alphabet: &Alphabet) -> Option<u32> {
        if !alphabet.domain().lengths().contains(&text.chars().count()) {
            return None;
        }
        let state = text.chars().try_fold(Self::START, |state, c| self.step(state, alphabet.symbol(c)?))?;
        self.outcome(state)
    }

    /// The answers of all outcomes, in the order in which they were met.
    pub(super) fn answers(&self) -> &[Vec<Answer>] {
        &self.answers
    }

    /// The symbols of the shortest text that ends in this state.
    pub(super) fn shortest(&self, mut state: u32) -> Vec<u32> {
        let mut symbols = Vec::new();
        while state != Self::START {
            let Some((from, symbol)) = usize::try_from(state).ok().and_then(|state| self.met.get(state)) else { break };
            symbols.push(*symbol);
            state = *from;
        }
        symbols.reverse();
        symbols
    }
}

/// What answers a question about texts that are not listed.
enum Asked {
    /// The text meets the patterns of all these machines.
    All(Range<usize>),
    /// The key that this machine reads.
    Read(usize),
    /// Only a listed text has another answer than this.
    Always(Answer),
}

struct Builder {
    machines: Vec<Determined>,
    asked: Vec<Asked>,
    numbers: HashMap<Arc<[u32]>, u32, FxBuildHasher>,
    /// The states, in the order of their numbers, from the first whose steps are not known yet, with the length of their shortest text.
    ahead: VecDeque<(Arc<[u32]>, usize)>,
    outcomes: BTreeMap<Vec<Answer>, u32>,
    product: Product,
}

impl Builder {
    fn new(questions: &[Question<'_>], alphabet: &Alphabet) -> Self {
        let mut machines = Vec::new();
        let asked = questions.iter().map(|question| asked(question, alphabet, &mut machines)).collect();
        let symbols = usize::try_from(alphabet.len()).unwrap_or(0);
        let product =
            Product { symbols, steps: Vec::new(), met: Vec::new(), outcomes: Vec::new(), answers: Vec::new() };
        Self {
            machines,
            asked,
            numbers: HashMap::default(),
            ahead: VecDeque::new(),
            outcomes: BTreeMap::new(),
            product,
        }
    }

    fn build(mut self, alphabet: &Alphabet, budget: &mut Budget) -> Result<Product, TooLarge> {
        let lengths = alphabet.domain().lengths();
        let start: Result<Vec<u32>, TooLarge> = self.machines.iter_mut().map(|machine| machine.start(budget)).collect();
        let mut start = start?;
        self.settle(&mut start);
        // The start is no end of a text where texts are not empty, even if it is met again: it has no number to find.
        self.meet(start.into(), (NONE, NONE), 0, *lengths.start() == 0, budget)?;
        for from in 0.. {
            let Some((state, length)) = self.ahead.pop_front() else { break };
            for symbol in 0..alphabet.len() {
                let next =
                    if length < *lengths.end() { self.step(&state, from, symbol, length, budget)? } else { NONE };
                self.product.steps.push(next);
            }
        }
        Ok(self.product)
    }

    fn step(
        &mut self,
        state: &[u32],
        from: u32,
        symbol: u32,
        length: usize,
        budget: &mut Budget,
    ) -> Result<u32, TooLarge> {
        budget.work(state.len())?;
        let mut next = state.to_vec();
        for (machine, state) in self.machines.iter_mut().zip(&mut next) {
            if !machine.is_final(*state) {
                *state = machine.step(*state, symbol, budget)?;
            }
        }
        self.settle(&mut next);
        if let Some(known) = self.numbers.get(next.as_slice()) {
            return Ok(*known);
        }
        let next: Arc<[u32]> = next.into();
        let number = self.meet(Arc::clone(&next), (from, symbol), length + 1, true, budget)?;
        self.numbers.insert(next, number);
        Ok(number)
    }

    /// Where one pattern can no longer be met, the others of its question do not matter.
    fn settle(&self, state: &mut [u32]) {
        for asked in &self.asked {
            let Asked::All(range) = asked else { continue };
            let (Some(machines), Some(states)) = (self.machines.get(range.clone()), state.get_mut(range.clone()))
            else {
                continue;
            };
            let fails = |(machine, state): (&Determined, &u32)| {
                machine.is_final(*state) && machine.answer(*state) == Answer::No
            };
            if machines.iter().zip(states.iter()).any(fails) {
                states.fill(Determined::DEAD);
            }
        }
    }

    fn meet(
        &mut self,
        state: Arc<[u32]>,
        met: (u32, u32),
        length: usize,
        ends: bool,
        budget: &mut Budget,
    ) -> Result<u32, TooLarge> {
        budget.keep_state(state.len() + self.product.symbols)?;
        let number = self.product.len();
        let outcome = if ends { self.outcome(&state, budget)? } else { NONE };
        self.product.met.push(met);
        self.product.outcomes.push(outcome);
        self.ahead.push_back((state, length));
        Ok(number)
    }

    fn outcome(&mut self, state: &[u32], budget: &mut Budget) -> Result<u32, TooLarge> {
        let answer = |index: usize| {
            let (machine, state) = (self.machines.get(index)?, state.get(index)?);
            Some(machine.answer(*state))
        };
        let answers: Vec<Answer> = self
            .asked
            .iter()
            .map(|asked| match asked {
                Asked::All(range) => range.clone().all(|index| answer(index) == Some(Answer::Yes)).into(),
                Asked::Read(index) => answer(*index).unwrap_or(Answer::Other),
                Asked::Always(answer) => *answer,
            })
            .collect();
        if let Some(known) = self.outcomes.get(&answers) {
            return Ok(*known);
        }
        let number = u32::try_from(self.outcomes.len()).map_err(|_| TooLarge)?;
        budget.keep(2 * answers.len())?;
        self.product.answers.push(answers.clone());
        self.outcomes.insert(answers, number);
        Ok(number)
    }
}

fn asked(question: &Question<'_>, alphabet: &Alphabet, machines: &mut Vec<Determined>) -> Asked {
    let first = machines.len();
    match question {
        Question::Test(test) if test.patterns().iter().any(|pattern| matches!(pattern, TextPattern::Lists(_))) => {
            return Asked::Always(Answer::No);
        }
        Question::Test(test) => {
            let globs = test.patterns().iter().filter_map(|pattern| Globs::new(pattern, alphabet));
            machines.extend(globs.map(|globs| Determined::new(Box::new(globs), alphabet.len())));
        }
        Question::Read { cut: Cut::Whole, .. } => return Asked::Always(Answer::Other),
        Question::Read { cut: Cut::Part { separator, part }, keys } => {
            let part = Part::new(separator, *part, keys, alphabet);
            machines.push(Determined::new(Box::new(part), alphabet.len()));
            return Asked::Read(first);
        }
    }
    Asked::All(first..machines.len())
}
