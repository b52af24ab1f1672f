//! Small changes of what was right.

use crate::choice::Choice;
use crate::policy::Made;
use crate::request;

/// What a policy or a test file may have where it should have something else.
#[rustfmt::skip]
const WORDS: [&str; 41] = [
    "0", "-1", "1", "100.001", "0.0001", "9223372036854775807", "99999999999999999999", "1e9", "1_0", "1979-05-27", "true",
    "\"\"", "\"v0\"", "\"s0\"", "\"*\"", "\"{stamp.name}\"", "\"{{\"", "\"{\"", "\"\"\"", "'''", "# c\n", "[ # c\n", "{ # c\n", "\n", "=",
    "[]", "{}", "[\"v1\", 2]", "{ not = \"v0\" }", "{ labels = { region = \"west\" } }", "[[stamp]]", "[[move]]",
    "a0", "name", "when", "is", "to", "from", "value", "read", "percent",
];

/// What a body may have where it should have something else.
#[rustfmt::skip]
const PIECES: [&str; 14] = [
    "null", "1e999", "\"\\ud800\"", "[", "{", "}", "]", "\"", "-0", "true", "\u{feff}", "\0", "\"xSeCrEtx\"",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
];

/// The text itself, or one that is made by what stands behind a first byte that no text has: a policy, of which some words are
/// replaced.
pub fn policy_text(bytes: &[u8]) -> Option<String> {
    let Some((0xff, rest)) = bytes.split_first() else { return str::from_utf8(bytes).ok().map(str::to_owned) };
    let (mut choice, rest) = apart(rest);
    let mut text = Made::by(&mut Choice::new(rest)).text();
    for _ in 0..choice.below(4) {
        replace_word(&mut choice, &mut text);
    }
    Some(text)
}

/// The bytes themselves, or a body that is made by what stands behind a first byte that no text has, of which some are
/// replaced.
pub fn body(input: &[u8]) -> Vec<u8> {
    let Some((0xff, rest)) = input.split_first() else { return input.to_vec() };
    let (mut choice, rest) = apart(rest);
    let mut body = request::body(&mut Choice::new(rest)).to_string().into_bytes();
    replace_bytes(&mut choice, &mut body);
    body
}

/// Choices of changes, which are not to be without bytes where what is changed has taken them all; and the bytes for that.
fn apart(bytes: &[u8]) -> (Choice<'_>, &[u8]) {
    let (changes, rest) = bytes.split_at(bytes.len().min(16));
    (Choice::new(changes), rest)
}

/// Replaces a word, a number or a sign.
fn replace_word(choice: &mut Choice<'_>, text: &mut String) {
    let at = choice.below(text.len());
    let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
    let (before, after) = text.as_bytes().split_at(at);
    let start = at - before.iter().rev().take_while(is_word).count();
    let end = at + after.iter().take_while(is_word).count().max(1);
    if text.is_char_boundary(start) && text.is_char_boundary(end) {
        text.replace_range(start..end, choice.of(&WORDS));
    }
}

/// Replaces some bytes, puts some in, or leaves some out.
pub(crate) fn replace_bytes(choice: &mut Choice<'_>, bytes: &mut Vec<u8>) {
    for _ in 0..=choice.below(3) {
        let at = choice.below(bytes.len() + 1);
        let end = (at + choice.below(12)).min(bytes.len());
        let raw = choice.bytes(4);
        let with = if raw.is_empty() { choice.of(&PIECES).as_bytes() } else { raw };
        bytes.splice(at..end, with.iter().copied());
    }
}
