//! Policies.

use serde_json::{Map, Value, json};

use crate::choice::Choice;
use crate::condition::{May, condition, values};
use crate::oracle::Limit;
use crate::request::{COUNTRIES, GROUPS, IDS, TAGS, hub};

/// The most stamps of a policy; there is at least one.
pub const STAMPS: usize = 6;

const REGIONS: [&str; 2] = ["west", "north"];

/// A policy before it is written down.
pub struct Made {
    /// The file, as the language has it.
    pub file: Value,
    /// Its guarantees, as somebody else would check them.
    pub limits: Vec<Limit>,
}

impl Made {
    /// A policy that is valid but for chance.
    pub fn by(choice: &mut Choice<'_>) -> Self {
        let attributes = choice.some(3, attribute);
        let placing: Vec<bool> = attributes.iter().map(|attribute| attribute.get("places").is_none()).collect();
        let stamps: Vec<Value> = (0..=choice.below(STAMPS)).map(|number| stamp(choice, number, &placing)).collect();
        let count = stamps.len();
        let limits = choice.some(2, |choice, _| Limit::by(choice, count));
        let mut file = json!({
            "language": 1,
            "hash": 1,
            "policy": "p",
            "seed": "s",
            "lists": { "some": [GROUPS[0], IDS[1], IDS[2]] },
            "stamp": stamps,
        });
        put(&mut file, "attribute", attributes);
        put(&mut file, "pin", choice.some(2, |choice, number| pin(choice, number, count)));
        let above = placing.len();
        put(&mut file, "move", choice.some(3, |choice, number| order(choice, number, count, above)));
        if let Some(first) = placing.iter().position(|places| *places) {
            put(&mut file, "fallback", choice.some(2, |choice, number| fallback(choice, number, first, above)));
        }
        put(&mut file, "guarantee", limits.iter().enumerate().map(|(number, limit)| limit.written(number)).collect());
        if choice.once_in(4) {
            file["down"] = json!({ "labels": { "region": choice.of(&REGIONS) } });
        }
        if choice.once_in(3) {
            file["answer"] = answer(above);
        }
        Self { file, limits }
    }

    /// The file's text.
    pub fn text(&self) -> String {
        written(&self.file)
    }

    /// The text of the same policy with its stamps the other way round, and its named orders renamed: what promises to change nothing.
    pub fn renamed(&self) -> String {
        let mut file = self.file.clone();
        if let Some(stamps) = file["stamp"].as_array_mut() {
            stamps.reverse();
        }
        for list in ["pin", "move", "fallback", "guarantee"] {
            for entry in file.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                entry["name"] = json!(format!("another {}", entry["name"]));
            }
        }
        written(&file)
    }
}

fn written(file: &Value) -> String {
    toml::to_string(file).expect("a policy is TOML")
}

fn put(file: &mut Value, list: &str, entries: Vec<Value>) {
    if !entries.is_empty() {
        file[list] = json!(entries);
    }
}

fn attribute(choice: &mut Choice<'_>, number: usize) -> Value {
    let mut rules = choice.some(3, |choice, rule| self::rule(choice, number, rule));
    if choice.below(4) > 0 {
        rules.push(json!({ "name": "otherwise", "value": "v0" }));
    }
    let mut attribute = json!({ "name": format!("a{number}"), "values": ["v0", "v1", "v2"] });
    put(&mut attribute, "rule", rules);
    if choice.once_in(5) {
        attribute["places"] = json!(false);
    }
    attribute
}

fn rule(choice: &mut Choice<'_>, attribute: usize, number: usize) -> Value {
    let mut rule = json!({ "name": format!("r{number}") });
    if choice.once_in(2) {
        rule["when"] = condition(choice, May::See(attribute), 2);
    }
    let part = json!({ "separator": choice.of(&["-", ".", "--"]), "part": choice.of(&[1, -1, 2, 128, -128]) });
    let (read, known): (Value, &[&str]) = match choice.below(8) {
        0 | 1 => {
            rule["value"] = json!(choice.of(&["v0", "v1", "v2"]));
            return rule;
        }
        2 => (json!({ "payload": "/country" }), &COUNTRIES),
        3 => (json!({ "twin": "/tags/geo" }), &TAGS),
        4 => (json!({ "registration-id": part }), &["press", "0042", "1"]),
        5 => (json!({ "enrollment-group": "whole" }), &GROUPS),
        6 if attribute > 0 => (json!({ "attribute": format!("a{}", choice.below(attribute)) }), &["v0", "v1", "v2"]),
        _ => (json!({ "current": true }), &["v0", "v1"]),
    };
    let plain = read.get("current").is_some();
    rule["read"] = read;
    if !plain {
        rule["map"] =
            known.iter().zip(["v0", "v1", "v2"]).map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
    }
    if choice.once_in(4) {
        rule["ignore-case"] = json!(true);
    }
    rule
}

fn stamp(choice: &mut Choice<'_>, number: usize, placing: &[bool]) -> Value {
    let serves: Map<String, Value> = placing
        .iter()
        .enumerate()
        .filter(|(_, places)| **places)
        .map(|(attribute, _)| {
            let served = match choice.below(5) {
                0 | 1 => json!("*"),
                2 => json!({ "not": "v1" }),
                _ => values(choice),
            };
            (format!("a{attribute}"), served)
        })
        .collect();
    let mut stamp = json!({
        "name": format!("s{number}"),
        "hub": hub(number),
        "capacity": choice.of(&[1000, 1, 500_000, 1_000_000]),
        "state": choice.of(&["open", "open", "closed", "reserved", "down"]),
        "labels": { "region": REGIONS[number % 2], "tier": choice.of(&["a", "b"]) },
    });
    if !serves.is_empty() {
        stamp["serves"] = Value::Object(serves);
    }
    if choice.once_in(3) {
        stamp["former-hubs"] = json!([hub(STAMPS + 1 + number)]);
    }
    if choice.once_in(4) {
        stamp["weight"] = json!(choice.of(&[1, 3, 1_000_000]));
    }
    stamp
}

/// Names of stamps, of which there are `count`.
pub fn stamps(choice: &mut Choice<'_>, count: usize) -> Value {
    match choice.below(3) {
        0 => json!(format!("s{}", choice.below(count))),
        1 => json!([format!("s{}", choice.below(count))]),
        _ => json!({ "labels": { "region": REGIONS[choice.below(count.min(2))] } }),
    }
}

fn pin(choice: &mut Choice<'_>, number: usize, count: usize) -> Value {
    let stamp = format!("s{}", choice.below(count));
    json!({ "name": format!("pin {number}"), "when": condition(choice, May::Attested, 1), "stamp": stamp })
}

fn order(choice: &mut Choice<'_>, number: usize, count: usize, above: usize) -> Value {
    let mut order = json!({ "name": format!("move {number}"), "from": stamps(choice, count) });
    let to = format!("s{}", choice.below(count));
    match choice.below(4) {
        0 => {}
        1 => order["to"] = json!({ to: 3 }),
        2 => {
            order["to"] = json!(to);
            order["whom"] = json!("preferred");
        }
        _ => order["to"] = stamps(choice, count),
    }
    if choice.once_in(2) {
        order["when"] = condition(choice, May::See(above), 2);
    }
    order
}

fn fallback(choice: &mut Choice<'_>, number: usize, first: usize, above: usize) -> Value {
    let instead = json!({ format!("a{first}"): choice.of(&["v0", "v1", "v2"]) });
    let mut fallback = json!({ "name": format!("fallback {number}"), "as": instead });
    if choice.once_in(2) {
        fallback["when"] = condition(choice, May::See(above), 1);
    }
    fallback
}

fn answer(attributes: usize) -> Value {
    let described: String = (0..attributes).map(|number| format!("{{attributes.a{number}}} ")).collect();
    json!({
        "twin": { "tags": { "stamp": "{stamp.name}", "app": "{stamp.application}" }, "properties": { "desired": { "n": [1, "{policy.name}"] } } },
        "payload": { "described": described, "region": "{{{stamp.labels.region}}}" },
    })
}
