use alloc::string::String;
use alloc::vec::Vec;

use super::alphabet::Alphabet;
use super::budget::Budget;
use super::product::Product;
use crate::input::TooLarge;

/// All texts that end in certain states, spelled in every way, shorter ones first.
pub(super) struct Walks<'c> {
    product: &'c Product,
    alphabet: &'c Alphabet,
    /// For each number of symbols, whether so many lead from a state to one of the ends.
    leads: Vec<Vec<bool>>,
    /// The length of the texts that are given now.
    length: usize,
    /// The symbols of the text given last, each with the state before it.
    path: Vec<Step>,
    text: String,
}

/// Where to go on at a state.
struct Step {
    state: u32,
    symbol: u32,
    spelling: usize,
}

impl<'c> Walks<'c> {
    pub(super) fn new(product: &'c Product, alphabet: &'c Alphabet, ends: &[u32]) -> Self {
        let mut leads = Vec::new();
        leads.resize(usize::try_from(product.len()).unwrap_or(0), false);
        for end in ends {
            if let Some(lead) = usize::try_from(*end).ok().and_then(|end| leads.get_mut(end)) {
                *lead = true;
            }
        }
        let mut walks =
            Self { product, alphabet, leads: Vec::from([leads]), length: 0, path: Vec::new(), text: String::new() };
        walks.begin();
        walks
    }

    /// The next text, and what it cost to find it.
    ///
    /// # Errors
    /// It costs too much.
    pub(super) fn next(&mut self, budget: &mut Budget) -> Result<Option<String>, TooLarge> {
        loop {
            if let Some(text) = self.next_of_length() {
                return Ok(Some(text));
            }
            let lengths = self.alphabet.domain().lengths();
            if self.length >= *lengths.end() || !self.lengthen(budget)? {
                return Ok(None);
            }
        }
    }

    /// Goes on to texts that are longer by one; false if no longer text leads to the ends.
    fn lengthen(&mut self, budget: &mut Budget) -> Result<bool, TooLarge> {
        budget.work(usize::try_from(self.product.len()).unwrap_or(usize::MAX))?;
        let Some(shorter) = self.leads.last() else { return Ok(false) };
        let leads = |state| {
            let mut steps = (0..self.product.symbols()).filter_map(|symbol| self.product.step(state, symbol));
            steps.any(|next| is_marked(shorter, next))
        };
        let leads: Vec<bool> = (0..self.product.len()).map(leads).collect();
        let any = leads.contains(&true);
        self.leads.push(leads);
        self.length += 1;
        self.begin();
        Ok(any)
    }

    fn begin(&mut self) {
        self.text.clear();
        self.path.clear();
        if self.leads_to_end(Product::START, self.length) {
            self.path.push(Step { state: Product::START, symbol: 0, spelling: 0 });
        }
    }

    fn leads_to_end(&self, state: u32, symbols: usize) -> bool {
        self.leads.get(symbols).is_some_and(|leads| is_marked(leads, state))
    }

    fn next_of_length(&mut self) -> Option<String> {
        loop {
            let behind = self.length.checked_sub(self.path.len());
            let Some(behind) = behind else {
                // Every symbol is chosen: the path stands at an end.
                self.path.pop();
                let text = self.text.clone();
                self.text.pop();
                return Some(text);
            };
            match self.choose(behind) {
                Some((state, c)) => {
                    self.text.push(c);
                    self.path.push(Step { state, symbol: 0, spelling: 0 });
                }
                None => {
                    self.path.pop()?;
                    self.text.pop();
                }
            }
        }
    }

    /// The next way on from the last state of the path from which so many symbols lead to an end.
    fn choose(&mut self, behind: usize) -> Option<(u32, char)> {
        loop {
            let step = self.path.last()?;
            if step.symbol >= self.product.symbols() {
                return None;
            }
            let next = self.product.step(step.state, step.symbol);
            let next = next.filter(|next| self.leads_to_end(*next, behind));
            let c = next.and_then(|_| self.alphabet.spellings(step.symbol).get(step.spelling).copied());
            let step = self.path.last_mut()?;
            match (next, c) {
                (Some(next), Some(c)) => {
                    step.spelling += 1;
                    return Some((next, c));
                }
                _ => (step.symbol, step.spelling) = (step.symbol + 1, 0),
            }
        }
    }
}

fn is_marked(marks: &[bool], state: u32) -> bool {
    usize::try_from(state).ok().and_then(|state| marks.get(state)).copied().unwrap_or(false)
}
