use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::budget::Budget;
use super::machine::Machine;
use crate::input::{Answer, TooLarge};

/// A step that was not made yet.
const UNKNOWN: u32 = u32::MAX;

/// A machine whose states are numbered as they are met, and whose steps are made once.
pub(super) struct Determined {
    machine: Box<dyn Machine>,
    symbols: usize,
    numbers: HashMap<Arc<[u32]>, u32, FxBuildHasher>,
    states: Vec<State>,
}

struct State {
    is: Arc<[u32]>,
    answer: Answer,
    is_final: bool,
    /// The number of the next state for each symbol; empty until the first is asked for.
    steps: Vec<u32>,
}

impl Determined {
    /// The number of no state: what stands for one that no longer matters, is final and answers no.
    pub(super) const DEAD: u32 = u32::MAX;

    pub(super) fn new(machine: Box<dyn Machine>, symbols: u32) -> Self {
        let symbols = usize::try_from(symbols).unwrap_or(usize::MAX);
        Self { machine, symbols, numbers: HashMap::default(), states: Vec::new() }
    }

    /// The number of the state before the first symbol.
    pub(super) fn start(&mut self, budget: &mut Budget) -> Result<u32, TooLarge> {
        let start = self.machine.start();
        self.number(start, budget)
    }

    /// The number of the state after one symbol more.
    pub(super) fn step(&mut self, state: u32, symbol: u32, budget: &mut Budget) -> Result<u32, TooLarge> {
        let (Some(from), Ok(symbol_index)) = (self.state_mut(state), usize::try_from(symbol)) else { return Ok(state) };
        match from.steps.get(symbol_index).copied() {
            Some(known) if known != UNKNOWN => return Ok(known),
            _ => {}
        }
        let is = Arc::clone(&from.is);
        budget.work(is.len())?;
        let next = self.machine.step(&is, symbol);
        let next = self.number(next, budget)?;
        self.remember(state, symbol_index, next, budget)?;
        Ok(next)
    }

    /// The answer if the text ends in this state.
    pub(super) fn answer(&self, state: u32) -> Answer {
        self.state(state).map_or(Answer::No, |state| state.answer)
    }

    /// Whether no symbol leaves this state.
    pub(super) fn is_final(&self, state: u32) -> bool {
        self.state(state).is_none_or(|state| state.is_final)
    }

    fn remember(&mut self, state: u32, symbol: usize, next: u32, budget: &mut Budget) -> Result<(), TooLarge> {
        let symbols = self.symbols;
        let Some(from) = self.state_mut(state) else { return Ok(()) };
        if from.steps.is_empty() {
            budget.keep(symbols)?;
            from.steps.resize(symbols, UNKNOWN);
        }
        if let Some(step) = from.steps.get_mut(symbol) {
            *step = next;
        }
        Ok(())
    }

    fn number(&mut self, state: Vec<u32>, budget: &mut Budget) -> Result<u32, TooLarge> {
        if let Some(number) = self.numbers.get(state.as_slice()) {
            return Ok(*number);
        }
        let number = u32::try_from(self.states.len()).map_err(|_| TooLarge)?;
        budget.keep(state.len())?;
        let is: Arc<[u32]> = state.into();
        let (answer, is_final) = (self.machine.answer(&is), self.machine.is_final(&is));
        self.numbers.insert(Arc::clone(&is), number);
        self.states.push(State { is, answer, is_final, steps: Vec::new() });
        Ok(number)
    }

    fn state(&self, number: u32) -> Option<&State> {
        self.states.get(usize::try_from(number).ok()?)
    }

    fn state_mut(&mut self, number: u32) -> Option<&mut State> {
        self.states.get_mut(usize::try_from(number).ok()?)
    }
}
