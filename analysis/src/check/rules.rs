//! Rules that never decide, values that none gives, keys that are never read.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use placement::{Attribute, Cut, Diagnostic, Gives, Rule, Source};

use super::Code;
use super::finding::Finding;
use super::subject::Checked;
use crate::input::TooLarge;
use crate::input::text::{Classes, Domain, Question};
use crate::proof::Set;

/// How many rules are named that decide before another.
const NAMED: usize = 3;
/// States of automata for the keys of one map.
const BUDGET: usize = 10_000;

pub(super) fn check(checked: &mut Checked<'_, '_>) -> Result<(), TooLarge> {
    for (number, attribute) in checked.policy.attributes().iter().enumerate() {
        values(checked, number, attribute);
        for (rule_number, rule) in attribute.rules.iter().enumerate() {
            decides(checked, number, rule_number, rule)?;
            keys(checked, number, rule_number, rule)?;
        }
    }
    Ok(())
}

fn values(checked: &mut Checked<'_, '_>, number: usize, attribute: &Attribute) {
    let given = checked.model.attributes.get(number).map(|model| model.values.clone()).unwrap_or_default();
    // A fallback may put a value where no rule does.
    let instead: Vec<_> = checked.policy.fallbacks().iter().flat_map(|fallback| &fallback.instead).collect();
    let by_fallback =
        |value: usize| instead.iter().any(|(of, instead)| of.index() == number && instead.index() == value);
    let spans: Vec<Range<usize>> = checked
        .entry("attribute", number)
        .and_then(|entry| entry.get("values"))
        .into_iter()
        .flat_map(|values| values.items())
        .map(|value| value.span())
        .collect();
    for (value, name) in attribute.values.iter().enumerate() {
        if given.get(value).is_some_and(|set| set.is_empty()) && !by_fallback(value) {
            let at = spans.get(value).cloned().unwrap_or_default();
            let message = format!("no rule gives `{}` the value `{name}`", attribute.name);
            let diagnostic = Diagnostic::new(Code::ValueNeverGiven, at, message);
            let help = "add a rule that gives it, or take it out of `values` and of what serves it";
            checked.push(Finding::new(diagnostic.help(help), attribute.name.as_str()));
        }
    }
}

fn decides(checked: &mut Checked<'_, '_>, attribute: usize, number: usize, rule: &Rule) -> Result<(), TooLarge> {
    let Some(models) = checked.model.attributes.get(attribute).map(|model| &model.rules) else { return Ok(()) };
    let Some(model) = models.get(number) else { return Ok(()) };
    if model.gives.iter().any(|set| !set.is_empty()) {
        return Ok(());
    }
    let (holds, would_give, reached) = (model.holds, model.would_give, model.reached);
    let mut before = Vec::new();
    let (why, help) = if holds.is_empty() {
        ("its condition holds for no device", "mend the condition, or take the rule out")
    } else if would_give.is_empty() {
        ("it never reads anything that becomes a value", "mend `read` or `map`, or take the rule out")
    } else if reached.is_empty() {
        before.extend(number.checked_sub(1));
        ("every device has a value before it comes to this rule", "put it above the rule that takes every device")
    } else {
        let above: Vec<(usize, Vec<Set>)> =
            models.iter().take(number).map(|model| model.gives.clone()).enumerate().collect();
        for (above, gives) in above {
            let gives = checked.diagrams.any(gives)?;
            if !checked.diagrams.and(gives, would_give)?.is_empty() {
                before.push(above);
            }
        }
        ("every device that it would give a value has one before", "put it higher, or take it out")
    };
    let message = format!("the rule `{}` never decides: {why}", rule.name);
    let diagnostic = Diagnostic::new(Code::RuleNeverDecides, checked.rule_name(attribute, number), message).help(help);
    let diagnostic = before.into_iter().take(NAMED).fold(diagnostic, |diagnostic, above| {
        diagnostic.related(checked.rule_name(attribute, above), "decides before it")
    });
    checked.push(Finding::new(diagnostic, &*rule.name));
    Ok(())
}

/// Keys of a map that nothing that is read can be.
fn keys(checked: &mut Checked<'_, '_>, attribute: usize, number: usize, rule: &Rule) -> Result<(), TooLarge> {
    let Gives::Read { source, map: Some(map), .. } = &rule.gives else { return Ok(()) };
    let keys: Vec<&str> = map.keys().collect();
    let (read, what) = match source {
        Source::RegistrationId(cut) => (read_by(Domain::RegistrationId, cut, &keys)?, "part of a registration ID"),
        Source::EnrollmentGroup(cut) => (read_by(Domain::EnrollmentGroup, cut, &keys)?, "part of a group's name"),
        Source::Attribute(above) => {
            let values = checked.policy.attributes().get(above.index()).into_iter().flat_map(|above| &above.values);
            let given = checked.model.attributes.get(above.index()).into_iter().flat_map(|above| &above.values);
            let given =
                values.zip(given).filter(|(_, set)| !set.is_empty()).map(|(name, _)| String::from(name.as_str()));
            (given.collect(), "value of the attribute")
        }
        Source::Twin(_) | Source::Payload(_) | Source::Current => return Ok(()),
    };
    for key in keys.into_iter().filter(|key| !read.contains(*key)) {
        let map = checked.rule(attribute, number).and_then(|rule| rule.get("map"));
        let pair = map.and_then(|map| map.pairs().find(|pair| pair.key.eq_ignore_ascii_case(key)));
        let at = pair.map(|pair| pair.key_span()).unwrap_or_default();
        let diagnostic = Diagnostic::new(Code::KeyNeverRead, at, format!("`{key}` is never read: no {what} is this"));
        checked.push(Finding::new(diagnostic.help("mend the key, or take it out of `map`"), &*rule.name));
    }
    Ok(())
}

/// The keys that some text of the domain is, or has as this part.
fn read_by(domain: Domain, cut: &Cut, keys: &[&str]) -> Result<BTreeSet<String>, TooLarge> {
    let numbered = keys.iter().copied().zip(0_u32..).collect();
    let classes = Classes::of(domain, &[Question::Read { cut, keys: numbered }], BUDGET)?;
    let read = classes.iter().filter_map(|class| class.answers().first()?.key());
    Ok(read.filter_map(|number| keys.get(usize::try_from(number).ok()?)).map(|key| String::from(*key)).collect())
}
