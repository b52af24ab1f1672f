//! Reads a text that is being typed: what it holds, and what the cursor is at.
//!
//! It is not the reader of policies: it passes over what is wrong, and what is not closed ends where the next line begins
//! no deeper than its key does.

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use toml_parser::lexer::TokenKind;

use super::brackets::{Mark, marks};
use super::cursor::{Cursor, Quotes, Typed};
use super::frame::{Frame, Phase};
use super::outline::{FILE, Outline, Scalar};
use super::tokens::{Token, lex};

/// What a text holds, and what the cursor is at, if something could be typed there.
pub(super) fn scan(source: &str, at: usize) -> (Outline<'_>, Option<Cursor<'_>>) {
    let tokens = lex(source, at);
    let marks = marks(source, &tokens);
    let frames = vec![Frame::table(FILE, true)];
    let outline = Outline::new();
    let mut scanner = Scanner {
        source,
        at,
        tokens,
        marks,
        next: 0,
        line: 0,
        column: 0,
        lists: 0,
        open: [0, 0],
        frames,
        outline,
        cursor: None,
        found: false,
    };
    while scanner.advance() {}
    (scanner.outline, scanner.cursor)
}

struct Scanner<'s> {
    source: &'s str,
    at: usize,
    tokens: Vec<Token>,
    marks: Vec<Mark>,
    next: usize,
    /// Where the line begins.
    line: usize,
    /// How deep the last key of a line begins.
    column: usize,
    /// How many lists there were.
    lists: usize,
    /// How many tables and lists are open.
    open: [usize; 2],
    /// What is open: below all, what the last header opened.
    frames: Vec<Frame<'s>>,
    outline: Outline<'s>,
    cursor: Option<Cursor<'s>>,
    /// Whether the cursor's place has been come to.
    found: bool,
}

impl<'s> Scanner<'s> {
    /// Takes the next token. Whether there was one.
    fn advance(&mut self) -> bool {
        let Some(token) = self.tokens.get(self.next).copied() else { return false };
        let mark = self.marks.get(self.next).copied().unwrap_or(Mark::Other);
        let token = self.whole(token);
        self.next += 1;
        if !self.found && token.is_at(self.at) {
            self.found = true;
            self.cursor = self.cursor_at(token, mark);
        }
        self.take(token, mark);
        true
    }

    /// A number or an unfinished word with its dots, where a value is.
    fn whole(&mut self, mut token: Token) -> Token {
        let in_value = self.frames.last().is_some_and(|frame| frame.phase == Phase::Value);
        if !in_value || token.kind != TokenKind::Atom {
            return token;
        }
        while let Some(next) = self.tokens.get(self.next + 1) {
            if !matches!(next.kind, TokenKind::Atom | TokenKind::Dot) {
                break;
            }
            token.end = next.end;
            self.next += 1;
        }
        token
    }

    fn take(&mut self, token: Token, mark: Mark) {
        match token.kind {
            TokenKind::Newline => self.newline(token),
            TokenKind::LeftSquareBracket if mark == Mark::Header => self.header(token),
            TokenKind::LeftSquareBracket => self.opens(true, mark == Mark::Closed),
            TokenKind::LeftCurlyBracket => self.opens(false, mark == Mark::Closed),
            TokenKind::RightSquareBracket => self.closes(true),
            TokenKind::RightCurlyBracket => self.closes(false),
            TokenKind::Equals => self.equals(),
            TokenKind::Comma if self.frames.len() > 1 => self.last(Frame::begin),
            TokenKind::Dot => self.last(|frame| frame.dot = !frame.path.is_empty()),
            _ if token.is_wordlike() => self.word(token),
            _ => {}
        }
    }

    fn last(&mut self, change: impl FnOnce(&mut Frame<'s>)) {
        if let Some(frame) = self.frames.last_mut() {
            change(frame);
        }
    }

    fn word(&mut self, token: Token) {
        let said = token.said(self.source);
        let in_line = self.frames.len() == 1;
        let Some(frame) = self.frames.last_mut() else { return };
        match frame.phase {
            // In a table within a line the comma may have been forgotten; on a line of its own nothing follows a value.
            Phase::After if frame.list.is_none() && in_line => {}
            Phase::Key | Phase::After if frame.list.is_none() => {
                if in_line && frame.path.is_empty() {
                    self.column = token.start - self.line;
                }
                frame.phase = Phase::Key;
                frame.push(said, token.start);
            }
            _ => {
                frame.phase = Phase::After;
                let (table, list) = (frame.holder, frame.list);
                if let Some(slot) = frame.value.clone() {
                    let (span, quoted) = (token.span(), token.is_text());
                    self.outline.scalars.push(Scalar { table, list, slot, said, span, quoted });
                }
            }
        }
    }

    fn equals(&mut self) {
        let Some(frame) = self.frames.last_mut() else { return };
        if frame.list.is_some() || frame.phase != Phase::Key {
            return;
        }
        let mut path = core::mem::take(&mut frame.path);
        let last = path.pop();
        let mut holder = frame.table;
        for (part, start) in path {
            holder = self.outline.child(holder, part, start);
        }
        frame.value = last.and_then(|(key, start)| self.outline.key(holder, key, start));
        frame.holder = holder;
        frame.phase = Phase::Value;
    }

    fn opens(&mut self, square: bool, closed: bool) {
        let Some(frame) = self.frames.last_mut() else { return };
        let slot = frame.value.clone().filter(|_| frame.phase == Phase::Value);
        let holder = frame.holder;
        frame.phase = Phase::After;
        let frame = if square {
            self.lists += 1;
            Frame::list(self.lists, closed, holder, slot)
        } else {
            Frame::table(self.outline.open(holder, slot), closed)
        };
        let [tables, lists] = &mut self.open;
        *(if square { lists } else { tables }) += 1;
        self.frames.push(frame);
    }

    /// Closes the last of its form, and what is open within.
    fn closes(&mut self, square: bool) {
        let [tables, lists] = self.open;
        if (if square { lists } else { tables }) == 0 {
            return;
        }
        while self.frames.len() > 1 {
            let is_list = self.frames.pop().is_some_and(|frame| frame.list.is_some());
            let [tables, lists] = &mut self.open;
            *(if is_list { lists } else { tables }) -= 1;
            if is_list == square {
                break;
            }
        }
    }

    fn newline(&mut self, token: Token) {
        self.line = token.end;
        let unclosed = self.frames.get(1).is_some_and(|frame| !frame.closed);
        if unclosed && self.is_outside() {
            self.close_all();
        }
        // Neither a key nor a value goes on behind the end of its line.
        self.last(Frame::begin);
    }

    fn close_all(&mut self) {
        self.frames.truncate(1);
        self.open = [0, 0];
    }

    /// Whether the line that begins here is not within what is open: it begins no deeper, and closes nothing.
    fn is_outside(&self) -> bool {
        let first = self.tokens.iter().skip(self.next).find(|token| token.kind != TokenKind::Whitespace);
        let Some(first) = first else { return true };
        let begins = if (self.line..=first.start).contains(&self.at) { self.at } else { first.start };
        let closes = matches!(first.kind, TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket);
        let empty = matches!(first.kind, TokenKind::Newline | TokenKind::Comment) && begins != self.at;
        !closes && !empty && begins - self.line <= self.column
    }

    /// Reads a header to the end of its line.
    fn header(&mut self, first: Token) {
        self.close_all();
        let (mut path, mut end, mut brackets) = (Vec::new(), first.end, (1_usize, 0_usize));
        while let Some(token) = self.tokens.get(self.next).copied() {
            match token.kind {
                TokenKind::Newline | TokenKind::Eof | TokenKind::Comment => break,
                TokenKind::LeftSquareBracket if path.is_empty() => brackets.0 += 1,
                TokenKind::RightSquareBracket => brackets.1 += 1,
                TokenKind::Whitespace | TokenKind::Dot => {}
                _ if token.is_wordlike() && brackets.1 == 0 => path.push((token.said(self.source), token.start)),
                _ => break,
            }
            if token.kind != TokenKind::Whitespace {
                end = token.end;
            }
            self.next += 1;
            if brackets.0 == brackets.1 {
                break;
            }
        }
        let ends = if brackets.0 == brackets.1 { end } else { end + 1 };
        let names: Vec<_> = path.iter().map(|(name, _)| name.clone()).collect();
        self.outline.header(&names, first.start);
        if !self.found && first.start < self.at && self.at < ends {
            self.cursor = Some(Cursor::Header { span: first.start..end, path: names });
            self.found = true;
        }
        let table = self.section(&path, brackets.0 > 1);
        self.last(|frame| *frame = Frame { phase: Phase::After, ..Frame::table(table, true) });
    }

    /// The table that a header opens.
    fn section(&mut self, path: &[(Cow<'s, str>, usize)], entry: bool) -> usize {
        let Some(((last, start), before)) = path.split_last() else { return self.outline.open(FILE, None) };
        let parent = before.iter().fold(FILE, |table, (name, start)| self.outline.child(table, name.clone(), *start));
        if entry {
            let slot = self.outline.key(parent, last.clone(), *start);
            self.outline.entry(parent, last.clone(), slot)
        } else {
            self.outline.child(parent, last.clone(), *start)
        }
    }

    /// What the cursor is at that stands at a token or right before it.
    fn cursor_at(&mut self, token: Token, mark: Mark) -> Option<Cursor<'s>> {
        if matches!(token.kind, TokenKind::Newline | TokenKind::Comment) && token.start < self.at {
            return None;
        }
        let opens = matches!(token.kind, TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket);
        if opens || mark == Mark::Header {
            return None;
        }
        let span = if token.is_wordlike() { token.span() } else { self.at..self.at };
        let in_line = self.frames.len() == 1;
        let frame = self.frames.last()?;
        if frame.phase == Phase::Value {
            let quotes = token.is_text().then(|| (quotes(token.kind), token.closed));
            let (table, list, slot) = (frame.holder, frame.list, frame.value.clone()?);
            return Some(Cursor::Value(Typed { slot, table, list, span, quotes }));
        }
        if !frame.takes_key() {
            return None;
        }
        let (path, first) = (frame.path.clone(), in_line && frame.path.is_empty());
        let table =
            path.iter().fold(frame.table, |table, (part, start)| self.outline.child(table, part.clone(), *start));
        Some(Cursor::Key { table, goes_on: self.key_goes_on(token), span, first })
    }

    /// Whether a key's end or next part stands on the line from a token on.
    fn key_goes_on(&self, token: Token) -> bool {
        let goes_on = |token: &Token| matches!(token.kind, TokenKind::Equals | TokenKind::Dot);
        let rest = self.tokens.iter().skip(self.next);
        goes_on(&token)
            || (token.is_wordlike() || token.kind == TokenKind::Whitespace)
                && rest.into_iter().find(|token| token.kind != TokenKind::Whitespace).is_some_and(goes_on)
    }
}

fn quotes(kind: TokenKind) -> Quotes {
    match kind {
        TokenKind::BasicString => Quotes::Basic,
        TokenKind::LiteralString => Quotes::Literal,
        _ => Quotes::Several,
    }
}
