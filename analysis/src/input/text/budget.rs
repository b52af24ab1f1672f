use crate::input::TooLarge;

/// Numbers kept for each state that is paid for.
const MEMORY: usize = 256;
/// Steps of an automaton for each state that is paid for.
const WORK: usize = 4096;

/// How much may be spent on a partition: states, and in proportion to these memory and time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    states: usize,
    memory: usize,
    work: usize,
}

impl Budget {
    pub(super) fn new(states: usize) -> Self {
        Self { states, memory: states.saturating_mul(MEMORY), work: states.saturating_mul(WORK) }
    }

    /// Pays for one state, or one class, of so many numbers.
    pub(super) fn keep_state(&mut self, size: usize) -> Result<(), TooLarge> {
        self.states = self.states.checked_sub(1).ok_or(TooLarge)?;
        self.keep(size)
    }

    /// Pays for so many numbers.
    pub(super) fn keep(&mut self, size: usize) -> Result<(), TooLarge> {
        self.memory = self.memory.checked_sub(size).ok_or(TooLarge)?;
        Ok(())
    }

    /// Pays for so many steps.
    pub(super) fn work(&mut self, steps: usize) -> Result<(), TooLarge> {
        self.work = self.work.checked_sub(steps).ok_or(TooLarge)?;
        Ok(())
    }
}
