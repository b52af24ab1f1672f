use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::{Serialize, Serializer};

/// A share of devices, in billionths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Share(u64);

impl Share {
    /// All devices.
    pub const WHOLE: Self = Self(crate::proof::BILLION);

    pub(crate) fn of_billionths(billionths: u64) -> Self {
        Self(billionths)
    }

    /// The share of a part in a whole that is not 0.
    pub(crate) fn of(part: u64, whole: u64) -> Self {
        let billionths = u128::from(part) * u128::from(Self::WHOLE.0) / u128::from(whole.max(1));
        Self(u64::try_from(billionths).unwrap_or(Self::WHOLE.0))
    }

    /// In thousandths of a percent, rounded.
    pub fn thousandths(self) -> u64 {
        (self.0 + 5_000) / 10_000
    }
}

/// As a percentage of at most three decimals.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = self.thousandths();
        if thousandths == 0 && self.0 > 0 {
            return f.write_str("less than 0.001 %");
        }
        let text: String = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        write!(f, "{} %", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// As a number of percent.
impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(
            clippy::cast_precision_loss,
            clippy::float_arithmetic,
            reason = "for reading: no decision hangs on it"
        )]
        serializer.serialize_f64(self.thousandths() as f64 / 1000.0)
    }
}

/// The shares of devices that cohorts make of those that are alike otherwise: not the same for all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Shares {
    /// The least.
    pub least: Share,
    /// The greatest.
    pub most: Share,
}

impl Shares {
    /// All devices.
    pub const WHOLE: Self = Self { least: Share::WHOLE, most: Share::WHOLE };
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.least == self.most {
            true => write!(f, "{}", self.least),
            false => write!(f, "{} to {}", self.least, self.most),
        }
    }
}
