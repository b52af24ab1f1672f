//! New devices that are refused: without a value, without a stamp that serves them, without one that is open.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use dps::AllocationRequest;
use placement::{Asks, Attribute, Condition, Diagnostic, Gives, Outcome, Policy, Refusal, Source};

use super::Code;
use super::finding::{Example, Finding};
use super::subject::{Checked, example};
use crate::coverage::points::atoms;
use crate::input::TooLarge;
use crate::proof::{BILLION, Rounds, Search, Set, Subject};

/// How many descriptions are told of each kind.
const TOLD: usize = 10;

pub(super) fn check(checked: &mut Checked<'_, '_>) -> Result<(), TooLarge> {
    // Whom only a guarantee keeps from a stamp is told of with the guarantee.
    let unguarded = checked.policy.without_guarantees();
    let free = Rounds::of(checked.policy, &checked.model, &mut checked.diagrams, false)?;
    let new = checked.diagrams.and(free.unpinned, checked.new)?;
    without_value(checked, &unguarded, new)?;
    let described = checked.diagrams.and(new, checked.model.described)?;
    let tiers: Vec<Set> = checked.model.tiers.iter().flat_map(|tier| tier.stamps.iter().copied()).collect();
    let served = checked.diagrams.any(tiers)?;
    let unserved = checked.diagrams.minus(described, served)?;
    told(checked, &unguarded, unserved, Refusal::NotServed)?;
    let waiting = checked.diagrams.and(free.nowhere, served)?;
    let waiting = checked.diagrams.and(waiting, checked.new)?;
    told(checked, &unguarded, waiting, Refusal::NoneOpen)
}

/// A request that is refused for this reason whatever guarantees say, as an example.
fn refused(policy: &Policy, unguarded: &Policy, request: &AllocationRequest, why: Refusal) -> Option<Example> {
    let decision = unguarded.decide(request);
    (decision.outcome == Outcome::Refused(why)).then(|| example(policy, request, &[])).flatten()
}

fn without_value(checked: &mut Checked<'_, '_>, unguarded: &Policy, new: Set) -> Result<(), TooLarge> {
    let policy = checked.policy;
    let silent = silent(checked)?;
    for (number, attribute) in policy.attributes().iter().enumerate().filter(|(_, attribute)| attribute.places) {
        let none = checked.model.attributes.get(number).map_or(Set::NOTHING, |model| model.none);
        let without = checked.diagrams.and(none, new)?;
        let reads_payload = attribute.rules.iter().any(|rule| {
            let reads = matches!(&rule.gives, Gives::Read { source: Source::Payload(_), .. });
            reads || atoms(&rule.when).iter().any(|atom| matches!(atom.asks, Asks::Payload(_)))
        });
        let quiet = checked.diagrams.and(without, silent)?;
        let quiet = if reads_payload { quiet } else { Set::NOTHING };
        for (code, set) in [(Code::PayloadMissing, quiet), (Code::NoValue, without)] {
            let no_value_of =
                |request: &AllocationRequest, _: &_| refused(policy, unguarded, request, Refusal::NoValue);
            let shown = match checked.seek(set, &[None], no_value_of)? {
                Search::Found(shown) => Some(shown),
                Search::Impossible => continue,
                Search::Unknown => None,
            };
            checked.push(no_value(checked, number, attribute, code).example(shown));
            break;
        }
    }
    Ok(())
}

fn no_value(checked: &Checked<'_, '_>, number: usize, attribute: &Attribute, code: Code) -> Finding {
    let who = if code == Code::PayloadMissing { "a new device that sends no payload" } else { "some new device" };
    let message = format!("`{}` has no value for {who}, which is refused with 422", attribute.name);
    let diagnostic = Diagnostic::new(code, checked.name("attribute", number), message)
        .help("add a last rule without `when` that gives a value, or say by an exception that they shall be refused");
    Finding::new(diagnostic, attribute.name.as_str())
}

/// Where nothing is in the payload that the policy looks at.
fn silent(checked: &mut Checked<'_, '_>) -> Result<Set, TooLarge> {
    let mut silent = Set::EVERYTHING;
    for (level, variable) in checked.space.variables.iter().enumerate() {
        if matches!(variable.subject(), Subject::Payload(_)) {
            let absent = checked.diagrams.of_classes(level, |class| class == 0)?;
            silent = checked.diagrams.and(silent, absent)?;
        }
    }
    Ok(silent)
}

/// A value of an attribute, by their places in the policy.
type Described = (usize, usize);

/// Tells of new devices that are refused for a reason, by the fewest values that are the reason.
fn told(checked: &mut Checked<'_, '_>, unguarded: &Policy, refused_set: Set, why: Refusal) -> Result<(), TooLarge> {
    let policy = checked.policy;
    let mut rest = refused_set;
    for _ in 0..TOLD {
        let found = checked.seek(rest, &[None], |request, case| {
            let shown = refused(policy, unguarded, request, why)?;
            let decision = policy.decide(request);
            let values = decision.attributes.iter().enumerate().filter_map(|(number, described)| {
                let attribute = policy.attributes().get(number).filter(|attribute| attribute.places)?;
                Some((number, attribute.find(described.value?)?.index()))
            });
            let rules: Vec<Option<&str>> = decision.attributes.iter().map(|described| described.rule).collect();
            Some((shown, values.collect::<Vec<Described>>(), rules, case.clone()))
        })?;
        let (shown, values, rules, case) = match found {
            Search::Found(found) => found,
            Search::Impossible => return Ok(()),
            Search::Unknown => {
                checked.push(not_excluded(why));
                return Ok(());
            }
        };
        let core = core(policy, values, why);
        let mut alike = Set::EVERYTHING;
        for (attribute, value) in &core {
            let set = checked.model.attributes.get(*attribute).and_then(|model| model.values.get(*value)).copied();
            alike = checked.diagrams.and(alike, set.unwrap_or(Set::NOTHING))?;
        }
        let these = checked.diagrams.and(refused_set, alike)?;
        let share = checked.share(these, &case)?;
        let finding = finding(checked, why, &core, &rules, share).example(Some(shown));
        checked.push(finding);
        rest = checked.diagrams.minus(rest, alike)?;
        rest = match core.is_empty() {
            true => Set::NOTHING,
            false => rest,
        };
    }
    Ok(())
}

/// What is said where no device could be found, and not all could be tried.
fn not_excluded(why: Refusal) -> Finding {
    let code = if why == Refusal::NotServed { Code::NotServed } else { Code::NoneOpen };
    let message = format!(
        "it is not proved that no more new devices are refused with {}, {why}: none was found, but not all could be tried",
        why.status()
    );
    let help = "make it plainer: by a last rule without `when`, or by a stamp that serves `\"*\"`";
    Finding::new(Diagnostic::new(code, 0..0, message).help(help), "")
}

/// The fewest of the values, in the sense that none can be left out, that no stamp serves together; that no open one
/// does, where stamps would have to be open.
fn core(policy: &Policy, values: Vec<Described>, why: Refusal) -> Vec<Described> {
    let serves = |values: &[Described]| {
        policy.stamps().iter().filter(|stamp| why == Refusal::NotServed || stamp.state.places()).any(|stamp| {
            values.iter().all(|(attribute, value)| {
                let served = stamp.serves.get(*attribute).and_then(Option::as_ref);
                let id = policy.attributes().get(*attribute).and_then(|attribute| attribute.value_ids().nth(*value));
                served.zip(id).is_none_or(|(served, id)| served.contains(id))
            })
        })
    };
    let mut core = values;
    let mut at = 0;
    while at < core.len() {
        let mut fewer = core.clone();
        fewer.remove(at);
        if serves(&fewer) { at += 1 } else { core = fewer }
    }
    core
}

fn finding(checked: &Checked<'_, '_>, why: Refusal, core: &[Described], rules: &[Option<&str>], share: u64) -> Finding {
    let policy = checked.policy;
    let words = core.iter().filter_map(|(attribute, value)| {
        let attribute = policy.attributes().get(*attribute)?;
        Some(format!("`{} = {}`", attribute.name, attribute.values.get(*value)?))
    });
    let words: Vec<String> = words.collect();
    let words = if words.is_empty() { "any device".into() } else { all_of(&words) };
    let deciding = deciding(policy, core, rules);
    let by_cohort = share < BILLION && deciding.is_some_and(|(_, _, by_cohort)| by_cohort);
    let code = match why {
        Refusal::NotServed if by_cohort => Code::CanaryNotServed,
        Refusal::NotServed => Code::NotServed,
        _ => Code::NoneOpen,
    };
    let what = if why == Refusal::NotServed { "no stamp serves" } else { "no open stamp serves" };
    let mut message = format!("{what} {words}: new devices described so are refused with {}", why.status());
    if by_cohort {
        message.push_str(&format!("; a cohort describes {} of the devices like the example so", percent(share)));
    }
    let (at, entry) = deciding.map_or((0..0, ""), |(attribute, rule, _)| {
        let name = policy.attributes().get(attribute).and_then(|attribute| attribute.rules.get(rule));
        (checked.rule_name(attribute, rule), name.map(|rule| &*rule.name).unwrap_or_default())
    });
    let help = match code {
        Code::CanaryNotServed => "let a stamp serve it, or let the rule's condition leave these devices out",
        Code::NotServed => "let a stamp serve it, let a rule describe such devices otherwise, or add a fallback",
        _ => "open a stamp that serves them, or add a fallback; DPS asks again for about seven minutes",
    };
    Finding::new(Diagnostic::new(code, at, message).help(help), entry)
}

/// Words in a row: `a`, `b` and `c`.
fn all_of(words: &[String]) -> String {
    match words {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        words => words.concat(),
    }
}

/// The rule that gave one of the values: the last that asks for a cohort, or the last; and whether it does.
fn deciding(policy: &Policy, core: &[Described], rules: &[Option<&str>]) -> Option<(usize, usize, bool)> {
    let gave = core.iter().filter_map(|(attribute, _)| {
        let name = rules.get(*attribute).copied().flatten()?;
        let known = policy.attributes().get(*attribute)?;
        let rule = known.rules.iter().position(|rule| &*rule.name == name)?;
        Some((*attribute, rule, known.rules.get(rule).is_some_and(|rule| asks_cohort(&rule.when))))
    });
    let gave: Vec<_> = gave.collect();
    gave.iter().rfind(|(_, _, by_cohort)| *by_cohort).or(gave.last()).copied()
}

fn asks_cohort(condition: &Condition) -> bool {
    atoms(condition).iter().any(|atom| matches!(atom.asks, Asks::Cohort(_)))
}

/// Billionths as a percentage.
fn percent(share: u64) -> String {
    let thousandths = share / 10_000;
    if thousandths == 0 {
        return "less than 0.001 %".into();
    }
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}
