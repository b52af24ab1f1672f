//! Steps of a trace in words, as clauses that a sentence can hold.

use alloc::format;
use alloc::string::String;

use placement::{MovePassed, Out, PassedRule, PinPassed, RulePassed, Standing, TracedAttribute};

/// Why a pin was passed over.
pub fn pin_passed(why: PinPassed) -> &'static str {
    match why {
        PinPassed::Condition => "its condition does not hold",
        PinPassed::Forbidden => "a guarantee forbids its stamp",
        PinPassed::NotLinked => "its stamp is not linked",
        PinPassed::State => "its stamp does not take the device",
    }
}

/// Why a move was passed over.
pub fn move_passed(why: MovePassed) -> &'static str {
    match why {
        MovePassed::From => "the stamp found is not in its `from`",
        MovePassed::Condition => "its condition does not hold",
        MovePassed::NoTarget => "none of its stamps takes the device",
    }
}

/// Why a rule gave no value.
pub fn rule_passed(passed: &PassedRule<'_>) -> String {
    let read = passed.read.as_deref().unwrap_or_default();
    match passed.why {
        RulePassed::Condition => "its condition does not hold".into(),
        RulePassed::Nothing => "there is nothing to read".into(),
        RulePassed::Unmapped => format!("its map lacks `{read}`"),
        RulePassed::Foreign => format!("`{read}` is not one of the values"),
    }
}

/// An attribute with its value and the rule that gave it.
pub fn described(described: &TracedAttribute<'_>) -> String {
    let name = described.attribute;
    match (described.value, described.rule) {
        (Some(value), Some(rule)) => format!("{name} = {value} by `{rule}`"),
        _ => format!("{name} has no value"),
    }
}

/// Why a stamp fell out of a tier.
pub fn out_of_tier(why: Out) -> &'static str {
    match why {
        Out::Forbidden => "a guarantee forbids it",
        Out::NotLinked => "it is not linked",
    }
}

/// The stamp that the hash prefers: the least cost over weight, and of equal ones the first name.
pub fn preferred<'p>(candidates: &[Standing<'p>]) -> Option<&'p str> {
    let over = |a: &Standing<'_>, b: &Standing<'_>| u128::from(a.cost) * u128::from(b.weight);
    let best = candidates.iter().min_by(|a, b| over(a, b).cmp(&over(b, a)).then_with(|| a.stamp.cmp(b.stamp)));
    best.map(|candidate| candidate.stamp)
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = format!("{number}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_kept_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn the_least_cost_over_weight_is_preferred_and_of_equal_ones_the_first_name() {
        let standing = |stamp, weight, cost| Standing { stamp, weight, cost };
        assert_eq!(preferred(&[standing("a", 1, 10), standing("b", 3, 29)]), Some("b"));
        assert_eq!(preferred(&[standing("b", 1, 10), standing("a", 2, 20)]), Some("a"));
        assert_eq!(preferred(&[]), None);
    }
}
