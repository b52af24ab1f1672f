//! Edits of policies, as their authors make them.

use proptest::prelude::prop;
use toml::{Table, Value};

fn stamps(policy: &mut Table) -> &mut Vec<Value> {
    policy["stamp"].as_array_mut().unwrap()
}

fn entries<'p>(policy: &'p mut Table, list: &str) -> impl Iterator<Item = &'p mut Table> {
    policy.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten().map(|entry| entry.as_table_mut().unwrap())
}

fn stamp<'p>(policy: &'p mut Table, name: &str) -> &'p mut Table {
    entries(policy, "stamp").find(|stamp| stamp["name"].as_str() == Some(name)).unwrap()
}

/// The name of a random stamp.
pub(crate) fn stamp_name(policy: &Table, pick: &prop::sample::Index) -> String {
    pick.get(policy["stamp"].as_array().unwrap())["name"].as_str().unwrap().to_owned()
}

/// The policy without standing orders to move.
pub(crate) fn without_moves(policy: &Table) -> Table {
    let mut policy = policy.clone();
    policy.remove("move");
    policy
}

/// The policy with another word for a stamp.
pub(crate) fn with_stamp_word(policy: &Table, name: &str, word: &str, value: Value) -> Table {
    let mut policy = policy.clone();
    stamp(&mut policy, name).insert(word.into(), value);
    policy
}

/// Whether the edit takes fewer devices than before, or weighs: opening a stamp lets it take those who wait for it.
pub(crate) fn brakes(policy: &Table, name: &str, word: &str, value: &Value) -> bool {
    let rank =
        |state: Option<&str>| ["open", "reserved", "closed", "down"].iter().position(|word| Some(*word) == state);
    let mut policy = policy.clone();
    let now = stamp(&mut policy, name).get("state").and_then(Value::as_str).unwrap_or("open").to_owned();
    word != "state" || rank(Some(&now)) <= rank(value.as_str())
}

/// The policy with one more stamp, open and otherwise like a random one.
pub(crate) fn with_another_stamp(policy: &Table, pick: &prop::sample::Index, name: &str, hub: &str) -> Table {
    let like = stamp_name(policy, pick);
    let mut policy = policy.clone();
    let mut added = stamp(&mut policy, &like).clone();
    added.insert("name".into(), name.into());
    added.insert("hub".into(), hub.into());
    added.insert("state".into(), "open".into());
    added.remove("former-hubs");
    stamps(&mut policy).push(Value::Table(added));
    policy
}

/// The policy without a stamp, and without what names it; none where that leaves a list empty.
pub(crate) fn without_stamp(policy: &Table, name: &str) -> Option<Table> {
    let mut policy = policy.clone();
    stamps(&mut policy).retain(|stamp| stamp["name"].as_str() != Some(name));
    if let Some(pins) = policy.get_mut("pin").and_then(Value::as_array_mut) {
        pins.retain(|pin| pin["stamp"].as_str() != Some(name));
    }
    for guarantee in entries(&mut policy, "guarantee") {
        for word in ["only", "never"] {
            if let Some(list) = guarantee.get_mut(word) {
                leave_out(list, name)?;
            }
        }
    }
    if let Some(down) = policy.get_mut("down") {
        leave_out(down, name)?;
    }
    Some(policy)
}

/// Takes a name out of a list of stamps; none if the list has no other.
fn leave_out(list: &mut Value, name: &str) -> Option<()> {
    match list {
        Value::Array(names) => {
            names.retain(|listed| listed.as_str() != Some(name));
            (!names.is_empty()).then_some(())
        }
        Value::String(only) => (only != name).then_some(()),
        _ => Some(()),
    }
}

/// The policy with its stamps in another order.
pub(crate) fn with_stamps_turned(policy: &Table, turn: usize) -> Table {
    let mut policy = policy.clone();
    let stamps = stamps(&mut policy);
    let by = turn % stamps.len();
    stamps.rotate_left(by);
    if turn % 2 == 1 {
        stamps.reverse();
    }
    policy
}

/// The policy with other names for its rules, pins, moves, fallbacks and guarantees.
pub(crate) fn with_entries_renamed(policy: &Table) -> Table {
    let mut policy = policy.clone();
    let rename = |entry: &mut Table, index: usize| drop(entry.insert("name".into(), format!("entry {index}").into()));
    for list in ["pin", "move", "fallback", "guarantee"] {
        entries(&mut policy, list).enumerate().for_each(|(index, entry)| rename(entry, index));
    }
    for attribute in entries(&mut policy, "attribute") {
        entries(attribute, "rule").enumerate().for_each(|(index, rule)| rename(rule, index));
    }
    policy
}

/// A policy of the same stamps and guarantees that pins everyone to one stamp.
pub(crate) fn pin_everyone(policy: &Table, name: &str) -> Table {
    let mut policy = policy.clone();
    for word in ["move", "fallback", "down", "answer", "pin"] {
        policy.remove(word);
    }
    entries(&mut policy, "stamp").for_each(|stamp| drop(stamp.remove("state")));
    let pin =
        Table::from_iter([("name", "everyone"), ("stamp", name)].map(|(key, value)| (key.to_owned(), value.into())));
    policy.insert("pin".into(), Value::Array(vec![Value::Table(pin)]));
    policy
}

/// A policy that puts the devices of a cohort, up to so many thousandths of a percent, on the stamp `bbb`.
pub(crate) fn cohort_policy(thousandths: u32) -> Table {
    let percent = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    format!(
        r#"
        language = 1
        hash = 1
        policy = "cohort"
        seed = "cohort"
        attribute = [{{ name = "in", values = ["no", "yes"], rule = [
            {{ name = "in", when = {{ cohort = {{ name = "c", percent = {percent} }} }}, value = "yes" }},
            {{ name = "out", value = "no" }},
        ] }}]
        stamp = [
            {{ name = "aaa", hub = "aaa.azure-devices.net", capacity = 1, serves = {{ in = "no" }} }},
            {{ name = "bbb", hub = "bbb.azure-devices.net", capacity = 1, serves = {{ in = "yes" }} }},
        ]
        "#
    )
    .parse()
    .unwrap()
}
