//! Comparisons of short texts.
//!
//! The names, beginnings and values that a policy asks for have some bytes, and what a device has mostly differs in the first
//! of them. A loop in place ends sooner there than a call of what is made for long texts.

use smallvec::SmallVec;

/// The most texts that are compared one by one rather than searched.
pub(crate) const FEW: usize = 16;

/// Whether the two are the same.
#[inline]
pub(crate) fn same(text: &str, other: &str) -> bool {
    text.len() == other.len() && begins(text, other)
}

/// Whether a text begins with another.
#[inline]
pub(crate) fn begins(text: &str, with: &str) -> bool {
    text.len() >= with.len() && text.bytes().zip(with.bytes()).all(|(one, other)| one == other)
}

/// Whether a text ends with another.
#[inline]
pub(crate) fn ends(text: &str, with: &str) -> bool {
    text.len() >= with.len() && text.bytes().rev().zip(with.bytes().rev()).all(|(one, other)| one == other)
}

/// Whether a text has another in it.
#[inline]
pub(crate) fn contains(text: &str, part: &str) -> bool {
    let here = |window: &[u8]| window.iter().zip(part.bytes()).all(|(one, other)| *one == other);
    part.is_empty() || text.as_bytes().windows(part.len()).any(here)
}

/// What a look-up of the text in lower case (ASCII) gives. A short one is folded without an allocation.
pub(crate) fn folded<T>(text: &str, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    if !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return find(text);
    }
    let folded: SmallVec<[u8; 64]> = text.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
    find(core::str::from_utf8(&folded).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_compare_as_the_library_compares_them(text in "[aé]{0,3}", other in "[aé]{0,3}") {
            prop_assert_eq!(same(&text, &other), text == other);
            prop_assert_eq!(begins(&text, &other), text.starts_with(&other));
            prop_assert_eq!(ends(&text, &other), text.ends_with(&other));
            prop_assert_eq!(contains(&text, &other), text.contains(&other));
        }
    }
}
