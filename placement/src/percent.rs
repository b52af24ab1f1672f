//! Percentages and the slices of the scale that cohorts are.

use alloc::string::String;
use core::fmt;

/// A percentage from 0 to 100 with at most three decimals.
///
/// INVARIANT (percent): in thousandths of a percent, 0 ..= [`Percent::WHOLE`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Percent(u32);

impl Percent {
    /// 100% in thousandths of a percent: the number of positions on a cohort's scale.
    pub const WHOLE: u32 = 100_000;
    /// 0%.
    pub const ZERO: Self = Self(0);

    /// Takes a number as it stands in a policy: digits, and a dot with digits or not.
    ///
    /// # Errors
    /// It is no plain decimal, has more than three decimals, or is not within 0 to 100.
    pub fn parse(text: &str) -> Result<Self, PercentError> {
        let text = text.strip_prefix('+').unwrap_or(text);
        if text.starts_with('-') {
            return Err(PercentError::Range);
        }
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) {
            return Err(PercentError::Form);
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > 3 {
            return Err(PercentError::Decimals);
        }
        let thousandths: u64 = alloc::format!("{whole}{decimals:0<3}").parse().map_err(|_| PercentError::Range)?;
        match u32::try_from(thousandths) {
            Ok(thousandths) if thousandths <= Self::WHOLE => Ok(Self(thousandths)),
            _ => Err(PercentError::Range),
        }
    }

    /// The percentage in thousandths of a percent, 0 ..= [`Percent::WHOLE`].
    pub fn thousandths(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = alloc::format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// What keeps a number from being a [`Percent`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PercentError {
    /// It is no plain decimal number.
    Form,
    /// It has more than three decimals.
    Decimals,
    /// It is below 0 or above 100.
    Range,
}

impl fmt::Display for PercentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "is not a plain decimal number",
            Self::Decimals => "has more than three decimals",
            Self::Range => "is not within 0 to 100",
        })
    }
}

/// A part of the scale that a cohort's name makes of all devices: from `start` up to, not including, `end`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slice {
    /// Where it begins.
    pub start: Percent,
    /// Where it ends; 100% includes everyone from `start` on.
    pub end: Percent,
}

impl Slice {
    /// Whether a position, in thousandths of a percent below [`Percent::WHOLE`], lies within.
    pub fn holds(self, position: u32) -> bool {
        (self.start.0..self.end.0).contains(&position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn decimals_become_thousandths_exactly() {
        for (text, thousandths) in
            [("0", 0), ("5", 5000), ("0.1", 100), ("12.345", 12_345), ("100", 100_000), ("29.970", 29_970)]
        {
            assert_eq!(Percent::parse(text).map(Percent::thousandths), Ok(thousandths), "{text}");
        }
        assert_eq!(Percent::parse("12.340").unwrap().to_string(), "12.34");
        assert_eq!(Percent::parse("100.0").unwrap().to_string(), "100");
    }

    #[test]
    fn what_is_wrong_with_a_percentage_is_said() {
        for (text, error) in [
            ("100.001", PercentError::Range),
            ("-0.5", PercentError::Range),
            ("99999999999999999999999", PercentError::Range),
            ("0.0001", PercentError::Decimals),
            ("1e1", PercentError::Form),
            ("nan", PercentError::Form),
            (".5", PercentError::Form),
        ] {
            assert_eq!(Percent::parse(text), Err(error), "{text}");
        }
    }
}
