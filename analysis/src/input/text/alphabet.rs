use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::Domain;

/// The characters that DPS admits, those first that look best in examples.
const USUAL: &str = "abcdefghijklmnopqrstuvwxyz0123456789-_.:";

/// The characters of a domain, those taken together that no question mentions.
///
/// A symbol is a number that stands for a character, or for all of those.
#[derive(Clone, Debug)]
pub(super) struct Alphabet {
    domain: Domain,
    /// The symbol of each mentioned character.
    mentioned: BTreeMap<char, u32>,
    /// The same for ASCII, by the character's number.
    ascii: Vec<Option<u32>>,
    /// The symbol of all other characters, if there are any.
    others: Option<u32>,
    /// For each symbol the characters that examples are made of.
    spellings: Vec<Vec<char>>,
}

impl Alphabet {
    /// The alphabet of questions that mention the characters `mentioned`, and besides them list texts of the characters
    /// `listed`.
    ///
    /// Among the spellings of an unmentioned character is one that is not listed if there is any, so that examples that
    /// are not listed can be found by spellings alone.
    pub(super) fn new(domain: Domain, mentioned: &BTreeSet<char>, listed: &BTreeSet<char>) -> Self {
        let foreign = mentioned.iter().copied().filter(|c| !USUAL.contains(*c));
        let known: Vec<char> = USUAL.chars().chain(foreign).filter(|c| domain.admits_character(*c)).collect();
        let (characters, mut unmentioned): (Vec<char>, Vec<char>) =
            known.into_iter().partition(|c| mentioned.contains(c));
        if domain == Domain::EnrollmentGroup {
            unmentioned.extend(('¡'..).find(|c| !mentioned.contains(c) && !listed.contains(c)));
        }
        let mut alphabet =
            Self { domain, mentioned: BTreeMap::new(), ascii: Vec::new(), others: None, spellings: Vec::new() };
        if !unmentioned.is_empty() {
            alphabet.others = alphabet.add(unmentioned);
        }
        for c in characters {
            if let Some(symbol) = alphabet.add(Vec::from([c])) {
                alphabet.mentioned.insert(c, symbol);
            }
        }
        alphabet.ascii = (0..=0x7f_u8).map(|byte| alphabet.look_up(char::from(byte))).collect();
        alphabet
    }

    fn add(&mut self, spellings: Vec<char>) -> Option<u32> {
        let symbol = u32::try_from(self.spellings.len()).ok()?;
        self.spellings.push(spellings);
        Some(symbol)
    }

    fn look_up(&self, c: char) -> Option<u32> {
        let known = self.mentioned.get(&c).copied();
        known.or_else(|| self.others.filter(|_| self.domain.admits_character(c)))
    }

    /// The domain whose characters these are.
    pub(super) fn domain(&self) -> Domain {
        self.domain
    }

    /// How many symbols there are: they are the numbers below.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.spellings.len()).unwrap_or(u32::MAX)
    }

    /// The symbol of a character; none if the domain does not admit it.
    pub(super) fn symbol(&self, c: char) -> Option<u32> {
        match usize::try_from(u32::from(c)).ok().and_then(|number| self.ascii.get(number)) {
            Some(symbol) => *symbol,
            None => self.look_up(c),
        }
    }

    /// The symbols of a text; none if the domain does not admit one of its characters.
    pub(super) fn symbols(&self, text: &str) -> Option<Vec<u32>> {
        text.chars().map(|c| self.symbol(c)).collect()
    }

    /// The characters that a symbol is spelled by in examples; there is at least one.
    pub(super) fn spellings(&self, symbol: u32) -> &[char] {
        usize::try_from(symbol).ok().and_then(|symbol| self.spellings.get(symbol)).map_or(&[], Vec::as_slice)
    }
}
