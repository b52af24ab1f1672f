//! How texts and keys are written in TOML.

use alloc::format;
use alloc::string::String;

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            c if c.is_control() => written.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// A key, in quotes where it needs them.
pub(super) fn key(text: &str) -> String {
    let bare = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if bare { text.into() } else { quoted(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_what_it_says() {
        for text in ["", "eu", "a \"b\"", "back\\slash", "two\nlines\tand a tab", "bell\u{7}", "größe"] {
            let pair: toml::Table = format!("x = {}", quoted(text)).parse().expect(text);
            assert_eq!(pair.get("x").and_then(toml::Value::as_str), Some(text));
        }
    }

    #[test]
    fn a_key_has_quotes_where_it_needs_them() {
        for (text, written) in [("geo", "geo"), ("eu-2", "eu-2"), ("4.2", "\"4.2\""), ("/a", "\"/a\""), ("", "\"\"")] {
            assert_eq!(key(text), written);
        }
    }
}
