//! Where records begin and end in bytes.

use core::ops::Range;

use memchr::{memchr, memrchr};

/// How many bytes hold whole lines.
pub(crate) fn whole_lines(bytes: &[u8]) -> usize {
    memrchr(b'\n', bytes).map_or(0, |end| end + 1)
}

/// The lines of bytes, without their ends; each with whether one more comes.
pub(crate) fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    core::iter::from_fn(move || {
        let bytes = rest.filter(|bytes| !bytes.is_empty())?;
        let (line, after) = match memchr(b'\n', bytes) {
            Some(end) => (bytes.get(..end)?, bytes.get(end + 1..)),
            None => (bytes, None),
        };
        rest = after;
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    })
}

/// How many lines end in bytes.
pub(crate) fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

/// How many bytes hold whole JSON values.
pub(crate) fn whole_values(bytes: &[u8]) -> usize {
    let mut complete = 0;
    while let Some(value) = next_value(bytes, complete) {
        // What ends with the bytes may go on behind them.
        if !value.closed {
            break;
        }
        complete = value.range.end;
    }
    complete
}

/// A JSON value among others, or what stands in its place.
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    /// Whether its end is there.
    pub(crate) closed: bool,
}

/// The first value that begins at `from` or later: brackets of a list around all of them, commas and spaces are passed over.
pub(crate) fn next_value(bytes: &[u8], from: usize) -> Option<Found> {
    let rest = bytes.get(from..)?;
    let start = from + rest.iter().position(|byte| !is_between(*byte))?;
    let value = bytes.get(start..)?;
    let length = match value.first()? {
        b'{' => object(value),
        b'"' => string(value),
        _ => value.iter().position(|byte| is_between(*byte)),
    };
    let range = start..start + length.unwrap_or(value.len());
    Some(Found { range, closed: length.is_some() })
}

fn is_between(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n')
}

/// The length of an object, if its end is there.
fn object(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        match bytes.get(at)? {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' => at += string(bytes.get(at..)?)? - 1,
            _ => {}
        }
        at += 1;
    }
}

/// The length of a string with its quotes, if its end is there.
fn string(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn values(text: &str) -> Vec<&str> {
        let (mut at, mut found) = (0, Vec::new());
        while let Some(value) = next_value(text.as_bytes(), at) {
            at = value.range.end;
            found.push(&text[value.range]);
        }
        found
    }

    #[test]
    fn values_stand_in_a_list_or_one_after_the_other() {
        assert_eq!(values(r#" [{"a":[1]}, "x",{"b":{}} ]"#), [r#"{"a":[1]}"#, r#""x""#, r#"{"b":{}}"#]);
        assert_eq!(values("{}\n{}\n7"), ["{}", "{}", "7"]);
    }

    #[test]
    fn what_stands_in_a_string_ends_nothing() {
        assert_eq!(values(r#"{"a":"}\"{]"},{"b":"\\"}"#), [r#"{"a":"}\"{]"}"#, r#"{"b":"\\"}"#]);
    }

    #[test]
    fn a_value_is_whole_once_its_end_is_there() {
        let text = br#"[{"a":1},{"b":"x}"#;
        assert_eq!(whole_values(text), 8);
        assert_eq!(whole_values(&text[..7]), 0);
    }

    #[test]
    fn lines_end_with_a_line_feed_or_the_bytes() {
        assert_eq!(lines(b"a\r\n\nb").collect::<Vec<_>>(), [&b"a"[..], b"", b"b"]);
        assert_eq!(lines(b"a\n").count(), 1);
        assert_eq!((whole_lines(b"a\nb"), whole_lines(b"ab")), (2, 0));
    }
}
