use core::fmt;

use serde::{Serialize, Serializer};

/// A percentage in thousandths of a percent, such as a position on a cohort's scale. It is shown, and is a JSON number,
/// in percent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Thousandths(pub u32);

impl fmt::Display for Thousandths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = alloc::format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        // With a precision all decimals are shown: `{:.3}`.
        f.write_str(if f.precision().is_some() { &text } else { text.trim_end_matches('0').trim_end_matches('.') })
    }
}

impl Serialize for Thousandths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The nearest float of so few digits is written back as these digits.
        match alloc::format!("{self}").parse::<f64>() {
            Ok(percent) => serializer.serialize_f64(percent),
            Err(_) => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString as _;

    #[test]
    fn thousandths_are_shown_as_percent_to_the_digit() {
        for (thousandths, text) in [(0, "0"), (1, "0.001"), (12_400, "12.4"), (99_999, "99.999"), (100_000, "100")] {
            assert_eq!(Thousandths(thousandths).to_string(), text);
        }
        assert_eq!(alloc::format!("{:.3}", Thousandths(12_400)), "12.400");
        assert_eq!(serde_json::to_string(&Thousandths(12_345)).unwrap(), "12.345");
        assert_eq!(serde_json::to_string(&Thousandths(5_000)).unwrap(), "5.0");
    }
}
