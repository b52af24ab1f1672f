/// How deep the JSON of a request may be nested: arrays and objects within each other, the body itself included.
///
/// A decision looks a few levels deep. The limit bounds the stack that reading, comparing and dropping a document need.
pub const MAX_DEPTH: usize = 64;

/// Whether `json` is nested deeper than [`MAX_DEPTH`], found without recursion.
///
/// The text need not be JSON: up to the first error of its syntax the count is right, and no parser goes further.
pub(crate) fn is_too_deep(json: &str) -> bool {
    let mut depth = 0_usize;
    let mut bytes = json.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' | b'[' if depth == MAX_DEPTH => return true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => skip_string(&mut bytes),
            _ => {}
        }
    }
    false
}

/// Leaves `bytes` behind the quote that ends the string.
fn skip_string(bytes: &mut core::str::Bytes<'_>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::String};

    use super::*;

    fn nested(levels: usize, inner: &str) -> String {
        format!("{}{inner}{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn the_limit_itself_is_allowed_and_one_more_is_not() {
        assert!(!is_too_deep(&nested(MAX_DEPTH, "1")));
        assert!(is_too_deep(&nested(MAX_DEPTH + 1, "1")));
        assert!(is_too_deep(&r#"{"a":"#.repeat(MAX_DEPTH + 1)));
    }

    #[test]
    fn siblings_do_not_add_up() {
        assert!(!is_too_deep(&format!("[{}1]", "[1],{},".repeat(MAX_DEPTH))));
    }

    #[test]
    fn brackets_in_strings_do_not_count() {
        let text = format!(r#""{}""#, r#"[[\"{{\\"#.repeat(MAX_DEPTH));
        assert!(!is_too_deep(&nested(MAX_DEPTH, &text)));
        assert!(is_too_deep(&nested(MAX_DEPTH, r#""\\",[]"#)));
    }

    #[test]
    fn closing_brackets_without_opening_ones_buy_no_depth() {
        assert!(is_too_deep(&format!("]]]]{}", nested(MAX_DEPTH + 1, ""))));
    }
}
