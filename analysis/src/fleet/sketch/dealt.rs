//! What devices have that only groups can deal out.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use dps::RegistrationId;
use serde_json::Value;

use super::plan::{Line, of_value};
use super::{Problem, SketchField, SketchValue};
use crate::difference::text::quoted;
use crate::fleet::draft;
use crate::fleet::generate::Pattern;
use crate::fleet::unreadable::Wrong;

/// What devices of some groups have in a field.
pub(super) struct Dealt {
    pub(super) share: u128,
    pub(super) has: Has,
    /// What people call it.
    pub(super) title: String,
}

/// What a device has in a field.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Has {
    /// What is usual.
    Nothing,
    /// A registration ID of this pattern.
    Id(String),
    /// An enrollment of its own.
    Individual,
    /// That this word is true.
    Flag(&'static str),
    /// This in a document.
    Json(Line),
}

/// The values of a field with shares above 0, what is usual first. Those that are alike are one, with the shares of all.
pub(super) fn of(field: &SketchField, has: impl Fn(&str) -> Result<Has, Wrong>) -> Result<Vec<Dealt>, Problem> {
    let mut all: Vec<Dealt> = Vec::new();
    for value in field.values.iter().filter(|value| value.share > 0) {
        let has = if value.value.is_empty() { Ok(Has::Nothing) } else { has(&value.value) };
        let has = has.map_err(|wrong| of_value(field, &value.value, wrong))?;
        let share = u128::from(value.share);
        match all.iter_mut().find(|known| known.has == has) {
            Some(known) => known.share += share,
            None => all.push(Dealt { share, title: title(field, value, &has), has }),
        }
    }
    all.sort_by_key(|dealt| dealt.has != Has::Nothing);
    Ok(all)
}

fn title(field: &SketchField, value: &SketchValue, has: &Has) -> String {
    let name = if field.title.is_empty() { &field.field } else { &field.title };
    match has {
        Has::Nothing => String::new(),
        Has::Id(pattern) => pattern.clone(),
        Has::Individual | Has::Flag(_) => name.clone(),
        Has::Json(_) => format!("{name} {}", value.value),
    }
}

/// A pattern of registration IDs, by which each of so many devices has one.
pub(super) fn id(value: &str, devices: u64) -> Result<String, Wrong> {
    let help = "write a pattern such as `press-{n:06}`";
    let pattern = Pattern::parse(value).map_err(|wrong| Wrong::new(format!("it {wrong}"), help))?;
    if let Some(field) = pattern.fields().next() {
        return Err(Wrong::new(format!("it holds `{{{field}}}`, which not every sketch deals"), help));
    }
    let mut id = String::new();
    for index in [0, devices.saturating_sub(1)] {
        pattern.write(index, 0, |_| None, &mut id);
        RegistrationId::parse(&id).map_err(|error| draft::no_id(&error))?;
    }
    Ok(value.into())
}

/// What a device has of which it is true.
pub(super) fn flag(value: &str, has: Has) -> Result<Has, Wrong> {
    match value {
        "true" => Ok(has),
        "false" => Ok(Has::Nothing),
        _ => Err(Wrong::new("it is no flag", "write `true` or `false`")),
    }
}

/// A value in JSON as TOML has it.
pub(super) fn json(value: &str) -> Result<String, Wrong> {
    let written = match draft::json(value)? {
        Value::String(text) => Some(quoted(&text)),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    written.ok_or_else(|| {
        let help = "write a text in quotes, a whole number of 64 bits, `true` or `false`";
        Wrong::new("a sketch deals single values alone", help)
    })
}
