//! Which brackets of a text are closed, and which begin a header.

use alloc::vec;
use alloc::vec::Vec;

use toml_parser::lexer::TokenKind;

use super::tokens::Token;

/// What a bracket is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// It closes something, or is not closed; or no bracket.
    Other,
    /// It opens what is closed before the next header.
    Closed,
    /// It is the first of a header.
    Header,
}

/// A mark for each token.
pub(super) fn marks(source: &str, tokens: &[Token]) -> Vec<Mark> {
    let mut marks = vec![Mark::Other; tokens.len()];
    let mut open = Open::default();
    // Whether nothing stands before on the line, and whether the line is a header's.
    let (mut fresh, mut header) = (true, false);
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Newline => (fresh, header) = (true, false),
            TokenKind::Whitespace => {}
            TokenKind::LeftSquareBracket if fresh && (open.all.is_empty() || begins_header(source, tokens, index)) => {
                mark(&mut marks, index, Mark::Header);
                open = Open::default();
                (fresh, header) = (false, true);
            }
            _ if header => {}
            _ => {
                fresh = false;
                open.take(index, token.kind, &mut marks);
            }
        }
    }
    marks
}

fn mark(marks: &mut [Mark], index: usize, mark: Mark) {
    if let Some(slot) = marks.get_mut(index) {
        *slot = mark;
    }
}

/// Whether a bracket within brackets, the first of its line, is a header's all the same: a word without quotes is no
/// value.
fn begins_header(source: &str, tokens: &[Token], index: usize) -> bool {
    let passed = [TokenKind::LeftSquareBracket, TokenKind::Whitespace];
    let first = tokens.iter().skip(index).find(|token| !passed.contains(&token.kind));
    let word = first.filter(|token| token.kind == TokenKind::Atom).and_then(|token| source.get(token.span()));
    word.is_some_and(|word| {
        word.starts_with(|c: char| c.is_ascii_alphabetic()) && !["true", "false", "inf", "nan"].contains(&word)
    })
}

/// The brackets that are open.
#[derive(Default)]
struct Open {
    /// Where they stand, and whether they are square.
    all: Vec<(usize, bool)>,
    square: usize,
}

impl Open {
    fn take(&mut self, index: usize, kind: TokenKind, marks: &mut [Mark]) {
        match kind {
            TokenKind::LeftSquareBracket => self.push(index, true),
            TokenKind::LeftCurlyBracket => self.push(index, false),
            TokenKind::RightSquareBracket => self.close(true, marks),
            TokenKind::RightCurlyBracket => self.close(false, marks),
            _ => {}
        }
    }

    fn push(&mut self, index: usize, square: bool) {
        self.all.push((index, square));
        self.square += usize::from(square);
    }

    /// Closes the last of its form, and with it what stands open within. One that closes nothing is passed over.
    fn close(&mut self, square: bool, marks: &mut [Mark]) {
        let there = if square { self.square } else { self.all.len() - self.square };
        if there == 0 {
            return;
        }
        while let Some((index, opened)) = self.all.pop() {
            self.square -= usize::from(opened);
            mark(marks, index, Mark::Closed);
            if opened == square {
                break;
            }
        }
    }
}
