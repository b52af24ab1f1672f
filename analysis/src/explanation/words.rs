//! What an explanation says, in words.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use placement::{Asks, FieldTest, How, Trace, Version};
use serde_json::Value;

use super::cohort::{Edge, End, Standing};
use super::contest::{Contest, Wins};
use super::entry::EntryName;
use super::found::{Found, What};
use super::otherwise::{If, Then};
use super::passed::{NoTarget, Why};
use super::question::Question;
use super::thousandths::Thousandths;
use crate::because::because;
use crate::clause::grouped;
use crate::replay::Changed;

/// The most characters of a question's text that a line shows.
const LONGEST: usize = 100;

/// Why an entry was passed over, and, where several questions are to blame, each of them.
pub fn why(why: &Why<'_>) -> (String, Vec<String>) {
    let told = match why {
        Why::Condition { failed } => match failed.as_slice() {
            [] => "its condition does not hold".into(),
            [one] => question(one),
            several => return ("none of its alternatives holds".into(), several.iter().map(question).collect()),
        },
        Why::Forbidden { stamp, by } => format!("{} forbids {stamp}", listed(by)),
        Why::NotLinked { stamp, hub } => format!("{stamp} is not linked ({hub})"),
        Why::State { stamp, state } => format!("{stamp} is {state}"),
        Why::Nothing { found } => nothing(found),
        Why::Unmapped { read, nearest, .. } => format!("its map lacks `{read}`{}", near(nearest.as_deref())),
        Why::Foreign { read, nearest, .. } => format!("`{read}` is not one of the values{}", near(nearest.as_deref())),
        Why::From { stamp } => format!("its `from` does not name {stamp}"),
        Why::NoTarget { targets } => no_target(targets),
    };
    (told, Vec::new())
}

fn near(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!("; the nearest is `{nearest}`")).unwrap_or_default()
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}

/// A question with how it was answered and why.
pub fn question(question: &Question<'_>) -> String {
    let answered = if question.holds { "holds, and must not" } else { "does not hold" };
    let (found, line) = (found(question), question.place.line);
    format!("`{}` {answered}: {found} (line {line})", on_one_line(&question.text))
}

/// A text of the policy without its line breaks, cut where it is long.
fn on_one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn found(question: &Question<'_>) -> String {
    let Found { what, name, value } = &question.found;
    let name = name.unwrap_or_default();
    match (what, value) {
        (What::Attribute, Value::String(value)) => format!("{name} is {value}"),
        (What::Attribute, _) => format!("{name} has no value"),
        (What::Cohort, value) => format!("the device stands at {} %", percent(value)),
        (What::EnrollmentGroup, Value::String(group)) => format!("the group is `{group}`"),
        (What::EnrollmentGroup, _) => "the device comes by no group".into(),
        (What::RegistrationId, value) => format!("the ID is `{}`", value.as_str().unwrap_or_default()),
        (What::IndividualEnrollment, Value::Bool(true)) => "the device comes by an individual enrollment".into(),
        (What::IndividualEnrollment, _) => "the device comes by a group".into(),
        (What::Twin, value) => format!("the twin has {} at {name}{}", stands(value), no_version(question)),
        (What::Payload, value) => format!("the payload has {} at {name}{}", stands(value), no_version(question)),
        (What::Attestation, Value::String(kind)) => format!("the device attests by {kind}"),
        (What::Attestation, _) => "nothing says how the device attests".into(),
        (What::IotEdge, Value::Bool(is)) => format!("the enrollment says {is}"),
        (What::IotEdge, _) => "the enrollment does not say".into(),
        (What::Current, _) => "there is nothing".into(),
    }
}

/// A position as it was written into JSON, with three decimals.
fn percent(value: &Value) -> String {
    let text = value.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}.{decimals:0<3}")
}

/// What stands at a place, with its type where that is not a text's.
fn stands(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::String(text) => format!("`{text}`"),
        Value::Number(number) => format!("{number} (a number)"),
        Value::Bool(flag) => format!("{flag} (a boolean)"),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
    }
}

/// That what stands there cannot be compared as a version, where the question wants one.
fn no_version(question: &Question<'_>) -> &'static str {
    let (Asks::Twin(field) | Asks::Payload(field)) = question.asks else { return "" };
    let is_version = question.found.value.as_str().and_then(Version::parse).is_some();
    match field.test {
        FieldTest::Version { .. } if !is_version && !question.found.value.is_null() => ", which is no version",
        _ => "",
    }
}

/// Why a rule has nothing to read.
fn nothing(found: &Found<'_>) -> String {
    let name = found.name.unwrap_or_default();
    let no_text = if found.value.is_null() { "" } else { ", which is no text" };
    match (found.what, &found.value) {
        (What::Twin, value) => format!("the twin has {} at {name}{no_text}", stands(value)),
        (What::Payload, value) => format!("the payload has {} at {name}{no_text}", stands(value)),
        (What::RegistrationId, value) => format!("the ID {} has too few parts", stands(value)),
        (What::EnrollmentGroup, Value::Null) => "the device comes by no group".into(),
        (What::EnrollmentGroup, value) => format!("the group {} has too few parts", stands(value)),
        (What::Attribute, _) => format!("{name} has no value"),
        (What::Current, _) if found.name.is_none() => "the device is on no stamp".into(),
        (What::Current, _) => format!("{name} does not serve just one value"),
        _ => "there is nothing to read".into(),
    }
}

/// Why no target of a move takes the device: the targets by reason.
fn no_target(targets: &[NoTarget<'_>]) -> String {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for target in targets {
        let reason = target_passed(target);
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, stamps)) => stamps.push(target.stamp),
            None => reasons.push((reason, [target.stamp].into())),
        }
    }
    let told = reasons.iter().map(|(reason, stamps)| format!("{}: {reason}", few(stamps)));
    format!("no target takes the device ({})", told.collect::<Vec<_>>().join("; "))
}

fn target_passed(target: &NoTarget<'_>) -> String {
    match (target.why, target.at_least) {
        ("forbidden", _) => "forbidden by a guarantee".into(),
        ("not-linked", _) => "not linked".into(),
        ("not-served", _) => "does not serve it".into(),
        ("later", _) => "admitted only by a later fallback".into(),
        ("state", _) => target.state.into(),
        (_, Some(weight)) => format!("not preferred below a weight of {}", grouped(weight.into())),
        (_, None) => "not preferred, whatever it weighs".into(),
    }
}

/// Names, those counted that would make it long.
fn few(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Where the device stands in a cohort, and the nearest edge: `37.120 %, not in 5 %: enters at 37.121 %`.
pub fn standing(standing: &Standing<'_>) -> String {
    let is_in = if standing.is_in { "in" } else { "not in" };
    format!("{:.3} %, {is_in} {} %: {}", standing.position, slice(standing.slice), edge(standing.edge, standing.is_in))
}

fn slice([start, end]: [Thousandths; 2]) -> String {
    if start.0 == 0 { end.to_string() } else { format!("{start} to {end}") }
}

/// The nearest edge of a cohort.
pub fn edge(Edge { end, at }: Edge, is_in: bool) -> String {
    match (end, is_in) {
        (End::Upper, false) => format!("enters at {at} %"),
        (End::Upper, true) => format!("in since {at} %"),
        (End::Lower, false) => format!("enters when the lower end comes down to {at} %"),
        (End::Lower, true) => format!("leaves when the lower end rises above {at} %"),
    }
}

/// What would have to be for a stamp to win a contest against the one that is preferred.
pub fn wins(wins: &Wins<'_>, preferred: &str) -> String {
    let mut ways = Vec::new();
    ways.extend(wins.at_least.map(|weight| format!("from a weight of {} on", grouped(weight.into()))));
    ways.extend(
        wins.preferred_at_most.map(|weight| format!("if {preferred} weighed at most {}", grouped(weight.into()))),
    );
    ways.push(format!("without {}", few(&wins.without)));
    format!("would win {}", ways.join(", or "))
}

/// The entries that took part: `country` (geo), move `relieve eu-1`.
pub fn by(entries: &[EntryName<'_>]) -> String {
    let told = entries.iter().map(|entry| match entry.attribute {
        Some(attribute) => format!("`{}` ({attribute})", entry.name),
        None => format!("{} `{}`", entry.kind, entry.name),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// A change, as the beginning of a sentence.
pub fn change(change: &If<'_>) -> String {
    match change {
        If::New => "if the device were new".into(),
        If::Free => "if DPS accepted the hub of any stamp".into(),
        If::NoGuarantees => "if there were no guarantees".into(),
        If::Down { stamp } => format!("if {stamp} were down"),
        If::Open { stamp } => format!("if {stamp} were open"),
        If::Linked { stamp } => format!("if {stamp} were linked"),
        If::Weight { stamp, weight } => format!("if {stamp} weighed {}", grouped((*weight).into())),
        If::Edge { cohort, entry, end: End::Upper, to } => {
            format!("if {cohort} went to {to} % in `{}`", entry.name)
        }
        If::Edge { cohort, entry, end: End::Lower, to } => {
            format!("if {cohort} began at {to} % in `{}`", entry.name)
        }
    }
}

/// What would be decided after a change.
pub fn then(then: &Then) -> String {
    let place = match (&then.stamp, &then.hub, &then.code) {
        (Some(stamp), _, _) => stamp.clone(),
        (None, Some(hub), _) => hub.clone(),
        (None, None, code) => return format!("refused, {}", code.as_deref().unwrap_or_default()),
    };
    let how = match then.how {
        Some(How::Moved) => "moved to",
        Some(How::Pinned) => "pinned to",
        Some(How::Stayed) => "stays on",
        Some(How::Placed) => "placed on",
        Some(How::Kept) => "kept on",
        Some(How::Forced) | None => "forced on",
    };
    let other = match then.changed {
        Some(Changed::Stamp | Changed::Refusal) => "",
        Some(Changed::Hub) => ", on another hub",
        Some(Changed::Answer) => ", with another twin or payload",
        None => ", as today",
    };
    format!("{how} {place}{other}")
}

/// A decision in one line: what became of the device and by which rules, the runner-up, and where it stands in the
/// cohorts that were asked.
pub fn line(trace: &Trace<'_>, contests: &[Contest<'_>], cohorts: &[Standing<'_>]) -> String {
    let mut clauses = Vec::from([because(trace)]);
    clauses.extend(contests.iter().filter_map(|it| Some(format!("runner-up to {}: {}", it.preferred, it.runner_up?))));
    let mut asked: Vec<&Standing<'_>> = cohorts.iter().filter(|it| it.asked).collect();
    // Of several parts of a cohort the one that holds the device tells more.
    asked.sort_by_key(|it| (it.cohort, !it.is_in));
    asked.dedup_by_key(|it| it.cohort);
    clauses.extend(asked.iter().map(|it| format!("{} at {}", it.cohort, standing(it))));
    clauses.join("; ")
}
