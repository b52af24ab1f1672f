use alloc::vec::Vec;

use crate::input::Answer;

/// A finite automaton that reads a text symbol by symbol and answers a question about it.
///
/// Its states are lists of numbers that mean something to it alone; what it answers to a text depends only on the state
/// after the last symbol.
pub(super) trait Machine {
    /// The state before the first symbol.
    fn start(&self) -> Vec<u32>;

    /// The state after one symbol more.
    fn step(&self, state: &[u32], symbol: u32) -> Vec<u32>;

    /// The answer if the text ends here.
    fn answer(&self, state: &[u32]) -> Answer;

    /// Whether this state is left by no symbol.
    fn is_final(&self, state: &[u32]) -> bool;
}
