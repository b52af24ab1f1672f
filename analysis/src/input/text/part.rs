use alloc::vec::Vec;
use core::num::NonZeroI16;

use super::alphabet::Alphabet;
use super::machine::Machine;
use super::trie::Trie;
use crate::input::{Answer, Keys};

/// Which of the keys one part of a text is.
///
/// A state is `[finished, node, matched, …]`: how many parts are finished, as far as that matters; the key's node that
/// the present part has come to; how many symbols of the separator were read last, which belong to the part only if the
/// separator does not go on; and for parts counted from the end what the last finished ones were. Or it is `[place]`,
/// where the answer is known.
pub(super) struct Part {
    keys: Trie,
    /// Empty if no text has it.
    separator: Vec<u32>,
    /// For each number of matched symbols of the separator, how many are matched still if the next does not fit.
    fallback: Vec<usize>,
    which: Which,
}

enum Which {
    /// So many parts come before it.
    After(u32),
    /// So many parts come behind it.
    Before(usize),
}

/// A state taken apart.
struct At {
    finished: u32,
    node: u32,
    matched: usize,
    last: Vec<u32>,
}

impl At {
    fn of(state: &[u32]) -> Option<Self> {
        let [finished, node, matched, last @ ..] = state else { return None };
        Some(Self { finished: *finished, node: *node, matched: usize::try_from(*matched).ok()?, last: last.into() })
    }

    fn into_state(self) -> Vec<u32> {
        let mut state = Vec::with_capacity(3 + self.last.len());
        state.extend([self.finished, self.node, u32::try_from(self.matched).unwrap_or(0)]);
        state.extend(self.last);
        state
    }
}

impl Part {
    pub(super) fn new(separator: &str, part: NonZeroI16, keys: &Keys<'_>, alphabet: &Alphabet) -> Self {
        let separator = alphabet.symbols(separator).unwrap_or_default();
        let others = part.unsigned_abs().get() - 1;
        let which = if part.is_positive() { Which::After(others.into()) } else { Which::Before(usize::from(others)) };
        Self { keys: Trie::new(keys, alphabet), fallback: borders(&separator), separator, which }
    }

    /// How many symbols of the separator are matched after one more.
    fn matched(&self, mut matched: usize, symbol: u32) -> usize {
        while self.separator.get(matched) != Some(&symbol) {
            match matched {
                0 => return 0,
                _ => matched = self.fallback.get(matched).copied().unwrap_or(0),
            }
        }
        matched + 1
    }

    /// The separator was read: the part that it ends is what the node says.
    fn finish(&self, at: At) -> Vec<u32> {
        let place = self.keys.end(at.node);
        let mut next = At { finished: at.finished, node: Trie::ROOT, matched: 0, last: at.last };
        match self.which {
            Which::After(before) if before == at.finished => return Vec::from([place]),
            Which::After(_) => next.finished += 1,
            Which::Before(0) => {}
            Which::Before(behind) => {
                if next.last.len() == behind {
                    next.last.remove(0);
                }
                next.last.push(place);
            }
        }
        next.into_state()
    }

    /// Whether what the present part is may matter.
    fn looks_at(&self, finished: u32) -> bool {
        match self.which {
            Which::After(before) => before == finished,
            Which::Before(_) => true,
        }
    }
}

/// For each length of a beginning of the text, how long the longest of its own beginnings is that also ends it, itself
/// aside (Knuth, Morris and Pratt).
fn borders(text: &[u32]) -> Vec<usize> {
    let mut borders = Vec::from([0, 0]);
    for symbol in text.iter().skip(1) {
        let mut border = borders.last().copied().unwrap_or(0);
        while border > 0 && text.get(border) != Some(symbol) {
            border = borders.get(border).copied().unwrap_or(0);
        }
        borders.push(border + usize::from(text.get(border) == Some(symbol)));
    }
    borders
}

impl Machine for Part {
    fn start(&self) -> Vec<u32> {
        At { finished: 0, node: Trie::ROOT, matched: 0, last: Vec::new() }.into_state()
    }

    fn step(&self, state: &[u32], symbol: u32) -> Vec<u32> {
        let Some(at) = At::of(state) else { return state.into() };
        let matched = self.matched(at.matched, symbol);
        if matched > 0 && matched == self.separator.len() {
            return self.finish(at);
        }
        let mut node = at.node;
        if self.looks_at(at.finished) {
            // What no longer can be a separator is the part's.
            let pending = self.separator.iter().take(at.matched).copied().chain([symbol]);
            let certain: Vec<u32> = pending.take(at.matched + 1 - matched).collect();
            node = self.keys.advance(node, &certain);
        }
        At { node, matched, ..at }.into_state()
    }

    fn answer(&self, state: &[u32]) -> Answer {
        let Some(at) = At::of(state) else {
            return self.keys.answer(state.first().copied().unwrap_or(Trie::OTHER));
        };
        let pending: Vec<u32> = self.separator.iter().take(at.matched).copied().collect();
        let present = || self.keys.end(self.keys.advance(at.node, &pending));
        let place = match self.which {
            Which::After(before) if before == at.finished => present(),
            Which::Before(0) => present(),
            Which::Before(behind) if behind == at.last.len() => at.last.first().copied().unwrap_or(Trie::OTHER),
            Which::After(_) | Which::Before(_) => Trie::OTHER,
        };
        self.keys.answer(place)
    }

    fn is_final(&self, state: &[u32]) -> bool {
        At::of(state).is_none()
    }
}
