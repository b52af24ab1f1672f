//! Patterns of registration IDs: `press-{n:06}`, `{payload/country}-{0001..}`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use placement::hash::mix;

/// A pattern of registration IDs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// The device's number, counted from `start`, with zeros up to so many digits.
    Number {
        start: u64,
        width: usize,
    },
    /// So many hexadecimal digits that look like chance.
    Hex(usize),
    /// What the device has in a field.
    Field(String),
}

impl Pattern {
    /// Takes a pattern; without a number no two devices would have names of their own.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, behind) = after.split_once('}').ok_or("has a brace that does not close")?;
            parts.push(Part::Text(before.to_owned()));
            parts.push(part(inside)?);
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        let numbered = parts.iter().any(|part| matches!(part, Part::Number { .. }));
        if numbered { Ok(Self(parts)) } else { Err("has no number: all devices would have one name") }
    }

    /// The names of the fields that it holds.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Field(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Writes the name of the device of this number, counted from 0, and hash; `field` gives what it has in fields.
    pub(crate) fn write<'v>(&self, index: u64, hash: u64, field: impl Fn(&str) -> Option<&'v str>, to: &mut String) {
        to.clear();
        for part in &self.0 {
            let written = match part {
                Part::Text(text) => to.write_str(text),
                Part::Number { start, width } => write!(to, "{:0width$}", start.saturating_add(index)),
                // The number is no other's: fields are hashed, and have lower-case names.
                Part::Hex(digits) => {
                    let word = format!("{:016x}", mix(hash));
                    to.write_str(word.get(..*digits).unwrap_or_default())
                }
                Part::Field(name) => to.write_str(field(name).unwrap_or_default()),
            };
            // Writing to a text cannot fail.
            written.unwrap_or_default();
        }
    }
}

fn part(inside: &str) -> Result<Part, &'static str> {
    let digits = |text: &str| !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    let width = |text: &str| {
        text.parse().ok().filter(|width| (1..=18).contains(width)).ok_or("has a width that is not 1 to 18")
    };
    if let Some(start) = inside.strip_suffix("..").filter(|start| digits(start)) {
        return Ok(Part::Number { start: start.parse().unwrap_or_default(), width: start.len() });
    }
    match inside.split_once(':') {
        Some(("n", text)) => Ok(Part::Number { start: 1, width: width(text)? }),
        Some(("hex", text)) => Ok(Part::Hex(width(text)?.min(16))),
        _ if inside == "n" => Ok(Part::Number { start: 1, width: 1 }),
        _ if inside.is_empty() => Err("has braces with nothing in them"),
        _ => Ok(Part::Field(inside.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pattern: &str, index: u64) -> String {
        let mut text = String::new();
        let field = |name: &str| (name == "payload/country").then_some("DE");
        Pattern::parse(pattern).unwrap().write(index, 7, field, &mut text);
        text
    }

    #[test]
    fn a_pattern_numbers_devices() {
        assert_eq!(written("press-{n}", 0), "press-1");
        assert_eq!(written("press-{n:06}", 41), "press-000042");
        assert_eq!(written("{payload/country}-{0100..}-x", 5), "DE-0105-x");
        let hex = written("{n}-{hex:8}", 0);
        assert_eq!((hex.len(), hex == written("{n}-{hex:8}", 0)), (10, true));
    }

    #[test]
    fn a_pattern_that_cannot_be_meant_is_refused() {
        for (pattern, why) in [
            ("press", "no number"),
            ("press-{n", "does not close"),
            ("{}-{n}", "nothing in them"),
            ("{n:0}", "width"),
            ("{n:99}", "width"),
        ] {
            assert!(Pattern::parse(pattern).unwrap_err().contains(why), "{pattern}");
        }
    }
}
