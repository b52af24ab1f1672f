//! The nearest valid word to one that was misspelt.

use alloc::string::String;
use alloc::vec::Vec;

/// A word longer than this is no slip of the pen, and comparing it with others would take long.
const LONGEST: usize = 128;

/// The known word nearest to `word`, if one is near enough to be meant.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if word.len() > LONGEST {
        return None;
    }
    let most = (word.chars().count() / 3).clamp(1, 3);
    let distance = |candidate: &str| strsim::damerau_levenshtein(&word.to_lowercase(), &candidate.to_lowercase());
    known
        .into_iter()
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(d, _)| *d <= most)
        .min_by_key(|(d, _)| *d)
        .map(|(_, c)| c)
}

/// Advice for a word that is not known: the nearest known one, or all of them where they are few.
pub fn advice<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => alloc::format!("did you mean `{near}`?"),
        None if known.is_empty() => "there is none yet: add one, or leave this out".into(),
        None => alloc::format!("write {}", listing(&known)),
    }
}

/// `a`, `b` or `c`, the rest counted where there are many.
pub fn listing(words: &[&str]) -> String {
    const SHOWN: usize = 12;
    let quoted: Vec<String> = words.iter().take(SHOWN).map(|word| alloc::format!("`{word}`")).collect();
    if words.len() > SHOWN {
        return alloc::format!("one of {} and {} more", quoted.join(", "), words.len() - SHOWN);
    }
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => alloc::format!("{} or {last}", before.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_its_word() {
        let known = ["registration-id", "payload", "eu-1", "state"];
        assert_eq!(nearest("registraton-id", known), Some("registration-id"));
        assert_eq!(nearest("State", known), Some("state"));
        assert_eq!(nearest("eu-2", known), Some("eu-1"));
        assert_eq!(nearest("capacity", known), None);
    }

    #[test]
    fn where_nothing_is_near_all_words_are_named() {
        assert_eq!(advice("x-y-z", ["open", "down"]), "write `open` or `down`");
        assert_eq!(advice("x", []), "there is none yet: add one, or leave this out");
    }
}
