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
        let mut pattern = &*self.0;
        let mut rest = text;
        // Where to go on if the last `*` has to take one character more.
        let mut retry: Option<(&[char], &str)> = None;
        loop {
            if let ['*', after @ ..] = pattern {
                retry = Some((after, rest));
                pattern = after;
                continue;
            }
            let mut chars = rest.chars();
            match (pattern, chars.next()) {
                ([], None) => return true,
                ([wanted, after @ ..], Some(c)) if *wanted == '?' || *wanted == c => {
                    pattern = after;
                    rest = chars.as_str();
                }
                _ => {
                    let Some((after, from)) = retry else { return false };
                    let mut longer = from.chars();
                    if longer.next().is_none() {
                        return false;
                    }
                    retry = Some((after, longer.as_str()));
                    (pattern, rest) = (after, longer.as_str());
                }
            }
        }
    }
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
