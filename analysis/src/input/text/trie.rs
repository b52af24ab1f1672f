use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::alphabet::Alphabet;
use crate::input::{Answer, Keys};

/// Keys as a tree of their symbols.
pub(super) struct Trie {
    children: BTreeMap<(u32, u32), u32>,
    /// For each node the answer of a text that ends there, as its place in `answers`.
    ends: Vec<u32>,
    /// The answers that there are, the one of no key first.
    answers: Vec<Answer>,
}

impl Trie {
    /// The node of the empty text.
    pub(super) const ROOT: u32 = 0;
    /// The node of texts that no key begins with.
    pub(super) const OUTSIDE: u32 = u32::MAX;
    /// The place of the answer of no key.
    pub(super) const OTHER: u32 = 0;

    pub(super) fn new(keys: &Keys<'_>, alphabet: &Alphabet) -> Self {
        let mut trie =
            Self { children: BTreeMap::new(), ends: Vec::from([Self::OTHER]), answers: Vec::from([Answer::Other]) };
        let mut places = BTreeMap::new();
        for (key, number) in keys {
            let Some(symbols) = alphabet.symbols(key) else { continue };
            let place = *places.entry(*number).or_insert_with(|| {
                trie.answers.push(Answer::Key(*number));
                u32::try_from(trie.answers.len() - 1).unwrap_or(Self::OTHER)
            });
            trie.insert(&symbols, place);
        }
        trie
    }

    fn insert(&mut self, symbols: &[u32], place: u32) {
        let mut node = Self::ROOT;
        for symbol in symbols {
            let new = u32::try_from(self.ends.len()).unwrap_or(Self::OUTSIDE);
            let child = *self.children.entry((node, *symbol)).or_insert(new);
            if child == new {
                self.ends.push(Self::OTHER);
            }
            node = child;
        }
        if let Some(end) = usize::try_from(node).ok().and_then(|node| self.ends.get_mut(node)) {
            *end = place;
        }
    }

    /// The node of a text that is longer by these symbols.
    pub(super) fn advance(&self, node: u32, symbols: &[u32]) -> u32 {
        let step = |node, symbol: &u32| self.children.get(&(node, *symbol)).copied();
        symbols.iter().try_fold(node, step).unwrap_or(Self::OUTSIDE)
    }

    /// The place of the answer of a text.
    pub(super) fn end(&self, node: u32) -> u32 {
        usize::try_from(node).ok().and_then(|node| self.ends.get(node)).copied().unwrap_or(Self::OTHER)
    }

    /// The answer at a place.
    pub(super) fn answer(&self, place: u32) -> Answer {
        usize::try_from(place).ok().and_then(|place| self.answers.get(place)).copied().unwrap_or(Answer::Other)
    }
}
