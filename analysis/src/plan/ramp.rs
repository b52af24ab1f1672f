//! Which parts of the way a cohort's end goes in one step.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::Percent;

/// Parts of the way from one end of a cohort to another, in percent: each more than the one before, the last all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ramp(Vec<Percent>);

/// What is taken where nothing is said.
const USUAL: &str = "1,5,25,50,100";

impl Default for Ramp {
    fn default() -> Self {
        Self(USUAL.split(',').filter_map(|part| Percent::parse(part).ok()).collect())
    }
}

impl Ramp {
    /// Reads the parts with commas between, such as `10,50,100`.
    ///
    /// # Errors
    /// What is wrong with it, and what to write.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts: Vec<Percent> = Vec::new();
        for written in text.split(',').map(str::trim) {
            let number = written.strip_suffix('%').unwrap_or(written).trim();
            let part = Percent::parse(number).map_err(|error| format!("`{written}` {error}: write `10,50,100`"))?;
            if parts.last().copied().unwrap_or(Percent::ZERO) >= part {
                return Err(format!("`{written}` is no step ahead: each part of the way is more than the one before"));
            }
            parts.push(part);
        }
        match parts.last() {
            Some(last) if last.thousandths() == Percent::WHOLE => Ok(Self(parts)),
            _ => Err(format!("`{text}` does not end at 100: the last step is all of the way")),
        }
    }

    /// The ends on the way from one to another, the last one included; those left out that are the one before once they
    /// are rounded to three decimals.
    pub fn ends(&self, from: Percent, to: Percent) -> Vec<Percent> {
        let mut ends = Vec::new();
        for part in &self.0 {
            let end = between(from, to, *part);
            if ends.last().copied().unwrap_or(from) != end {
                ends.push(end);
            }
        }
        ends
    }
}

/// The end at a part of the way, rounded to three decimals.
fn between(from: Percent, to: Percent, part: Percent) -> Percent {
    let (low, high) = if from <= to { (from, to) } else { (to, from) };
    let whole = u64::from(Percent::WHOLE);
    let way = u64::from(high.thousandths() - low.thousandths()) * u64::from(part.thousandths());
    let gone = (way + whole / 2) / whole;
    let end = if from <= to {
        u64::from(from.thousandths()) + gone
    } else {
        u64::from(from.thousandths()).saturating_sub(gone)
    };
    Percent::parse(&format!("{}.{:03}", end / 1000, end % 1000)).unwrap_or(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn percent(text: &str) -> Percent {
        Percent::parse(text).unwrap()
    }

    fn ends(ramp: &str, from: &str, to: &str) -> Vec<String> {
        Ramp::parse(ramp).unwrap().ends(percent(from), percent(to)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_ramp_goes_from_the_old_end_to_the_new_one_up_or_down() {
        assert_eq!(Ramp::parse(USUAL), Ok(Ramp::default()));
        assert_eq!(ends(USUAL, "5", "25"), ["5.2", "6", "10", "15", "25"]);
        assert_eq!(ends("10%, 50%, 100%", "80", "20"), ["74", "50", "20"]);
        assert_eq!(ends("100", "0", "33.333"), ["33.333"]);
    }

    #[test]
    fn ends_that_are_the_same_once_they_are_rounded_are_left_out() {
        assert_eq!(ends("1,20,50,60,100", "0", "0.002"), ["0.001", "0.002"]);
        assert_eq!(ends("50,100", "7", "7").len(), 0);
    }

    #[test]
    fn what_is_wrong_with_a_ramp_is_said() {
        for wrong in ["", "10,50", "50,10,100", "10,10,100", "0,100", "10,101", "ten,100"] {
            assert!(Ramp::parse(wrong).is_err(), "{wrong}");
        }
    }
}
