//! A text that is being typed as tokens: what is not closed ends early, so that it hides nothing behind it.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use toml_parser::lexer::TokenKind;
use toml_parser::{Raw, Source, Span};

/// A part of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a text has its closing quotes. Everything else has none.
    pub(super) closed: bool,
}

impl Token {
    pub(super) fn span(self) -> Range<usize> {
        self.start..self.end
    }

    pub(super) fn is_text(self) -> bool {
        use TokenKind::{BasicString, LiteralString, MlBasicString, MlLiteralString};
        matches!(self.kind, BasicString | LiteralString | MlBasicString | MlLiteralString)
    }

    /// Whether it is a word or a text: what may be a key or a value.
    pub(super) fn is_wordlike(self) -> bool {
        self.kind == TokenKind::Atom || self.is_text()
    }

    /// Whether a cursor at this place, right behind it included if it could go on there, is about it.
    pub(super) fn is_at(self, at: usize) -> bool {
        let goes_on = matches!(self.kind, TokenKind::Atom | TokenKind::Comment) || self.is_text() && !self.closed;
        self.start <= at && (at < self.end || at == self.end && (goes_on || self.kind == TokenKind::Eof))
    }

    /// What it says: a text without its quotes and escapes.
    pub(super) fn said(self, source: &str) -> Cow<'_, str> {
        let raw = source.get(self.span()).unwrap_or_default();
        if !self.is_text() {
            return Cow::Borrowed(raw);
        }
        let mut said = Cow::Borrowed("");
        let span = Span::new_unchecked(self.start, self.end);
        Raw::new_unchecked(raw, self.kind.encoding(), span).decode_key(&mut said, &mut ());
        said
    }
}

/// The tokens of a text with the cursor at `at`.
///
/// The text in quotes that is being typed ends with its word if the quotes behind it belong to others, and one of several
/// lines that nothing closes ends with its line.
pub(super) fn lex(source: &str, at: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    if let Some(open) = read(source, 0..source.len(), &mut tokens) {
        let end = line_end(source, open.start);
        tokens.push(Token { end, ..open });
        // Only once: to look for the end of another would be to read the whole text again.
        if let Some(open) = read(source, end..source.len(), &mut tokens) {
            tokens.push(open);
        }
    }
    tokens.push(Token { kind: TokenKind::Eof, start: source.len(), end: source.len(), closed: true });
    cut_typed(source, at, &mut tokens);
    tokens
}

/// Reads tokens up to the first text of several lines that is not closed, and gives that.
fn read(source: &str, within: Range<usize>, tokens: &mut Vec<Token>) -> Option<Token> {
    let text = source.get(within.clone())?;
    for token in Source::new(text).lex() {
        let (kind, span) = (token.kind(), token.span());
        if kind == TokenKind::Eof {
            break;
        }
        let raw = text.get(span.start()..span.end()).unwrap_or_default();
        let token = Token {
            kind,
            start: within.start + span.start(),
            end: within.start + span.end(),
            closed: closed(kind, raw),
        };
        if !token.closed && matches!(kind, TokenKind::MlBasicString | TokenKind::MlLiteralString) {
            return Some(token);
        }
        tokens.push(token);
    }
    None
}

/// Whether a token of this kind has what closes it.
fn closed(kind: TokenKind, raw: &str) -> bool {
    let quotes = match kind {
        TokenKind::BasicString => "\"",
        TokenKind::LiteralString => "'",
        TokenKind::MlBasicString => "\"\"\"",
        TokenKind::MlLiteralString => "'''",
        _ => return true,
    };
    let inside = raw.strip_prefix(quotes).and_then(|rest| rest.strip_suffix(quotes));
    let escapes = |inside: &str| inside.chars().rev().take_while(|c| *c == '\\').count();
    let literal = matches!(kind, TokenKind::LiteralString | TokenKind::MlLiteralString);
    inside.is_some_and(|inside| literal || escapes(inside).is_multiple_of(2))
}

/// Ends the text that is being typed with its word, if what closes it was meant to open another.
fn cut_typed(source: &str, at: usize, tokens: &mut Vec<Token>) {
    let found = tokens.iter().position(|token| token.start < at && token.is_at(at));
    let Some((index, typed)) = found.and_then(|index| Some((index, *tokens.get(index)?))) else { return };
    let one_line = matches!(typed.kind, TokenKind::BasicString | TokenKind::LiteralString);
    let runs_on = tokens.get(index + 1).is_some_and(|next| next.is_wordlike());
    if !one_line || typed.closed && !runs_on {
        return;
    }
    let end = at + word(source.get(at..typed.end).unwrap_or_default()).len();
    let rest = tokens.iter().skip(index).position(|token| matches!(token.kind, TokenKind::Newline | TokenKind::Eof));
    let line = index + rest.unwrap_or_default();
    let until = tokens.get(line).map_or(source.len(), |token| token.start);
    let mut again = alloc::vec![Token { end, closed: false, ..typed }];
    let open = read(source, end..until, &mut again);
    again.extend(open);
    tokens.splice(index..line, again);
}

/// The rest of the word that a text begins within.
pub(super) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || "-_./~*".contains(c)));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

fn line_end(source: &str, from: usize) -> usize {
    let rest = source.get(from..).unwrap_or_default();
    from + rest.find(['\r', '\n']).unwrap_or(rest.len())
}
