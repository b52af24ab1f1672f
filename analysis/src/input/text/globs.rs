use alloc::vec::Vec;

use placement::TextPattern;

use super::alphabet::Alphabet;
use super::machine::Machine;
use crate::input::Answer;

/// One step of a glob.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece {
    /// Any run of symbols.
    Run,
    /// Any one symbol.
    Any,
    /// This symbol.
    One(u32),
    /// A character that no text has.
    Never,
    /// The end of the text.
    End,
}

/// Whether a text fits one of several globs, which prefixes, suffixes and parts are too.
///
/// A state is the places in the globs where the text may stand, in order; or [`FITS`](Self::FITS) alone where it will
/// fit whatever comes.
pub(super) struct Globs {
    /// The pieces of all globs, each closed by [`Piece::End`], with the number of the glob.
    pieces: Vec<(Piece, u32)>,
    /// Where each glob begins.
    starts: Vec<u32>,
}

impl Globs {
    /// The state of texts that fit whatever comes.
    const FITS: u32 = u32::MAX;

    /// The globs of a pattern; none for lists.
    pub(super) fn new(pattern: &TextPattern, alphabet: &Alphabet) -> Option<Self> {
        let literal = |text: &str| text.chars().map(|c| one(c, alphabet)).collect::<Vec<_>>();
        let run = || Vec::from([Piece::Run]);
        let globs: Vec<Vec<Piece>> = match pattern {
            TextPattern::Lists(_) => return None,
            TextPattern::Prefix(texts) => texts.iter().map(|text| [literal(text), run()].concat()).collect(),
            TextPattern::Suffix(texts) => texts.iter().map(|text| [run(), literal(text)].concat()).collect(),
            TextPattern::Contains(texts) => texts.iter().map(|text| [run(), literal(text), run()].concat()).collect(),
            TextPattern::Glob(globs) => {
                globs.iter().map(|glob| glob.chars().iter().map(|c| wild(*c, alphabet)).collect()).collect()
            }
        };
        let mut all = Self { pieces: Vec::new(), starts: Vec::new() };
        for (number, glob) in (0_u32..).zip(globs) {
            all.starts.push(u32::try_from(all.pieces.len()).ok()?);
            all.pieces.extend(glob.into_iter().chain([Piece::End]).map(|piece| (piece, number)));
        }
        Some(all)
    }

    fn piece(&self, place: u32) -> (Piece, u32) {
        usize::try_from(place).ok().and_then(|place| self.pieces.get(place)).copied().unwrap_or((Piece::End, 0))
    }

    /// Adds a place, and those behind it that need no symbol to get to.
    fn enter(&self, mut place: u32, places: &mut Vec<u32>) {
        let mut ran = false;
        loop {
            match self.piece(place).0 {
                Piece::Run => ran = true,
                Piece::End if ran => places.push(Self::FITS),
                _ => {}
            }
            places.push(place);
            if self.piece(place).0 != Piece::Run {
                return;
            }
            place += 1;
        }
    }

    /// The state of these places: what fits from before a run also fits from the run itself, so that only the places
    /// from a glob's last run on count.
    fn state(&self, mut places: Vec<u32>) -> Vec<u32> {
        places.sort_unstable();
        places.dedup();
        if places.last() == Some(&Self::FITS) {
            return Vec::from([Self::FITS]);
        }
        let mut behind_run = None;
        let mut kept = Vec::with_capacity(places.len());
        for place in places.into_iter().rev() {
            let (piece, glob) = self.piece(place);
            if behind_run == Some(glob) {
                continue;
            }
            kept.push(place);
            if piece == Piece::Run {
                behind_run = Some(glob);
            }
        }
        kept.reverse();
        kept
    }
}

fn one(c: char, alphabet: &Alphabet) -> Piece {
    alphabet.symbol(c).map_or(Piece::Never, Piece::One)
}

fn wild(c: char, alphabet: &Alphabet) -> Piece {
    match c {
        '*' => Piece::Run,
        '?' => Piece::Any,
        c => one(c, alphabet),
    }
}

impl Machine for Globs {
    fn start(&self) -> Vec<u32> {
        let mut places = Vec::new();
        self.starts.iter().for_each(|start| self.enter(*start, &mut places));
        self.state(places)
    }

    fn step(&self, state: &[u32], symbol: u32) -> Vec<u32> {
        if self.is_final(state) {
            return state.into();
        }
        let mut places = Vec::with_capacity(state.len());
        for place in state {
            match self.piece(*place).0 {
                Piece::Run => self.enter(*place, &mut places),
                Piece::Any => self.enter(place + 1, &mut places),
                Piece::One(wanted) if wanted == symbol => self.enter(place + 1, &mut places),
                Piece::One(_) | Piece::Never | Piece::End => {}
            }
        }
        self.state(places)
    }

    fn answer(&self, state: &[u32]) -> Answer {
        state.iter().any(|place| *place == Self::FITS || self.piece(*place).0 == Piece::End).into()
    }

    fn is_final(&self, state: &[u32]) -> bool {
        state.is_empty() || state == [Self::FITS]
    }
}
