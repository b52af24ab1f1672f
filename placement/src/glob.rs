//! Globs: `*` is any run of characters, `?` any one.

use alloc::boxed::Box;

/// A pattern for a whole text in which `*` stands for any run of characters and `?` for any one.
///
/// The texts that are matched (registration IDs and enrollment groups) never hold `*` or `?`, so there is no escape.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Glob(Box<[char]>);

impl Glob {
    /// Takes a pattern. Every text is one.
    pub(crate) fn new(pattern: &str) -> Self {
        Self(pattern.chars().collect())
    }

    /// The pattern as it is written, character by character.
    pub fn chars(&self) -> &[char] {
        &self.0
    }

    /// Whether the pattern matches the whole text. Takes time proportional to pattern times text at the worst.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let mut pieces = self.0.split(|c| *c == '*');
        let Some(rest) = pieces.next().and_then(|first| behind(first, text)) else { return false };
        // The end is looked at first: most texts that do not match differ there.
        let Some(last) = pieces.next_back() else { return rest.is_empty() };
        let Some(rest) = before(last, rest) else { return false };
        // Each piece takes the first place that it fits, which leaves most for those behind it.
        pieces.try_fold(rest, find).is_some()
    }
}

/// What is behind the characters of a piece, with which a text begins.
fn behind<'t>(piece: &[char], text: &'t str) -> Option<&'t str> {
    let mut chars = text.chars();
    piece.iter().all(|wanted| chars.next().is_some_and(|c| stands_for(*wanted, c))).then_some(chars.as_str())
}

/// What is before the characters of a piece, with which a text ends.
fn before<'t>(piece: &[char], text: &'t str) -> Option<&'t str> {
    let mut chars = text.chars();
    piece.iter().rev().all(|wanted| chars.next_back().is_some_and(|c| stands_for(*wanted, c))).then_some(chars.as_str())
}

/// What is behind the first place in a text that a piece fits.
fn find<'t>(text: &'t str, piece: &[char]) -> Option<&'t str> {
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    ends.filter_map(|at| text.get(at..)).find_map(|rest| behind(piece, rest))
}

fn stands_for(wanted: char, c: char) -> bool {
    wanted == '?' || wanted == c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_take_any_run_and_question_marks_any_one() {
        for (pattern, text, matches) in [
            ("*", "", true),
            ("bench-*", "bench-01", true),
            ("bench-*", "bench", false),
            ("*-contoso-*-007", "a-contoso-b-contoso-c-007", true),
            ("*-contoso-*-007", "a-contoso-b-007-x", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("ab*bc", "abc", false),
            ("*ab*ab*", "ab-ab", true),
            ("*ab*ab*", "aab", false),
            ("*é*?", "éa", true),
            ("*é*?", "aé", false),
            ("***", "", true),
            ("?", "é", true),
            ("**a**", "bab", true),
            ("", "", true),
            ("", "a", false),
            ("abc", "abcd", false),
        ] {
            assert_eq!(Glob::new(pattern).matches(text), matches, "{pattern} {text}");
        }
    }
}
