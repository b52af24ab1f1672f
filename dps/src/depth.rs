/// How deep the JSON of a request may be nested: arrays and objects within each other, the body itself included.
///
/// A decision looks a few levels deep. The limit bounds the stack that reading, comparing and dropping a document need.
pub const MAX_DEPTH: usize = 64;

/// Whether `json` is nested deeper than [`MAX_DEPTH`], found without recursion.
///
/// The text need not be JSON: up to the first error of its syntax the count is right, and no parser goes further.
pub(crate) fn is_too_deep(json: &str) -> bool {
    // What opens less often, wherever it stands, is not too deep: so are DPS's own bodies, and counting is cheap.
    opening(json) as usize > MAX_DEPTH && nests_too_deep(json)
}

/// How many brackets and braces open in `json`, those in texts included: eight bytes are looked at together.
fn opening(json: &str) -> u32 {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    const LOW: u64 = EACH * 0x7f;
    const SPACES: u64 = EACH * b' ' as u64;
    const BRACES: u64 = EACH * b'{' as u64;
    let (words, rest) = json.as_bytes().as_chunks();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(last, byte)| *last = *byte);
    let mut count = 0;
    for word in words.iter().chain([&last]) {
        // `[` and `{` differ in one bit, which is a space. With that set, a byte becomes 0 if it is one of them.
        let word = (u64::from_le_bytes(*word) | SPACES) ^ BRACES;
        // The sums do not carry into the next byte, and set the highest bit of each byte that is not 0 below it.
        let other = ((word & LOW) + LOW) | word | LOW;
        count += other.count_zeros();
    }
    count
}

fn nests_too_deep(json: &str) -> bool {
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
    fn everything_that_opens_is_counted_wherever_it_stands() {
        let text = (0_u8..128).map(char::from).chain(['é', '\u{5bfb}', '\u{7bdb}']).collect::<String>();
        for before in 0..17 {
            assert_eq!(opening(&format!("{}{text}", " ".repeat(before))), 2, "{before}");
        }
        assert_eq!(opening(&"[".repeat(100)), 100);
        assert_eq!(opening(""), 0);
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
