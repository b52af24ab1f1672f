use std::borrow::Cow;

/// The most bytes of a text that somebody else chose. A line of the log stays far below 64 KiB with it, beyond which
/// hosts cut it in two.
const MOST: usize = 1000;

/// The text itself, or its first [`MOST`] bytes with a mark that says so.
pub(crate) fn cut(text: &str) -> Cow<'_, str> {
    match text.get(..text.floor_char_boundary(MOST)) {
        Some(head) if head.len() < text.len() => format!("{head}… (cut: {} bytes)", text.len()).into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_the_greatest_length_is_whole_and_a_longer_one_is_cut_between_characters() {
        let text = "a".repeat(MOST);
        assert_eq!(cut(&text), text);
        let text = "a".repeat(MOST - 1) + "é";
        assert_eq!(cut(&text), "a".repeat(MOST - 1) + "… (cut: 1001 bytes)");
    }
}
