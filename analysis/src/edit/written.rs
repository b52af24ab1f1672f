//! Values as an author would write them.

use alloc::format;
use alloc::string::{String, ToString as _};

/// A text as TOML writes it, in quotes.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A name as a key: bare, unless it has dots, which would part it.
pub(crate) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(bare) { name.to_string() } else { quoted(name) }
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
