//! Arguments with a form of their own.

use std::time::Duration;

use placement::Percent;

/// Reads `250ms`, `3s` or `2m`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let (_, unit) = text.split_at(digits.len());
    let number: u32 = digits.parse().map_err(|_| wrong_duration())?;
    let unit = match unit {
        "ms" => Duration::from_millis(1),
        "s" => Duration::from_secs(1),
        "m" => Duration::from_secs(60),
        _ => return Err(wrong_duration()),
    };
    Ok(unit.saturating_mul(number))
}

fn wrong_duration() -> String {
    "write a whole number and its unit, such as 250ms, 3s or 2m".to_owned()
}

/// Reads `5%`, `12.5 %` or `5`. What is below one has to have the sign: `0.25` may be meant as a quarter.
pub(crate) fn percent(text: &str) -> Result<Percent, String> {
    let signed = text.trim().strip_suffix('%');
    let number = signed.unwrap_or(text).trim();
    let percent =
        Percent::parse(number).map_err(|error| format!("it {error}: write a percentage such as 5% or 12.5%"))?;
    if signed.is_none() && (1..1_000).contains(&percent.thousandths()) {
        return Err(format!(
            "it may be {number} of all or of a hundred: write {number}% if it is less than one percent"
        ));
    }
    Ok(percent)
}

/// Reads `NAME=VALUE`.
pub(crate) fn variable(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// The keys of a text: parted by commas, since the component's variable is so, or by lines. Neither white space around them
/// counts nor the mark that some editors write before a text.
pub(crate) fn keys(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split([',', '\n', '\r']).map(str::trim).filter(|key| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_number_and_a_unit() {
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("3s"), Ok(Duration::from_secs(3)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
    }

    #[test]
    fn a_duration_without_unit_or_number_is_none() {
        for text in ["", "3", "s", "3 s", "1.5s", "-1s", "3h"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_percentage_has_a_sign_or_none() {
        for text in ["12.5%", "12.5 %", " 12.5"] {
            assert_eq!(percent(text).map(Percent::thousandths), Ok(12_500), "{text}");
        }
        assert_eq!(percent("0.25%").map(Percent::thousandths), Ok(250));
        for text in ["0.25", "0.999", "", "%", "5%%", "101%", "-1%", "1e1", "five"] {
            assert!(percent(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_value_of_a_variable_may_hold_the_sign() {
        assert_eq!(variable("a=b=c"), Ok(("a".into(), "b=c".into())));
        assert!(variable("a").is_err());
    }
}
