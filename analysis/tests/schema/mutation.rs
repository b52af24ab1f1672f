//! Every word of the languages once, and everything that can be wrong with one of them.

use toml::{Table, Value};

use crate::Language;

/// A policy with every word of the language.
pub(crate) const POLICY: &str = r#"
language = 1
hash = 1
policy = "all"
revision = "1"
seed = "all"
description = "d"
lists = { benches = ["bench-01"] }
down = { labels = { region = "x" } }
answer = { twin = { tags = { a = "b" }, properties = { desired = { a = 1 } } }, payload = { a = true } }

[[attribute]]
name = "geo"
description = "d"
values = ["eu", "us"]
places = true
rule = [
  { name = "a", description = "d", when = { all = [{ is = { geo = "eu" } }], any = [{ iot-edge = true }], not = { attestation = "tpm" } }, value = "eu" },
  { name = "b", read = { twin = "/tags/geo" }, map = { DE = "eu" }, ignore-case = true },
  { name = "c", read = { payload = "/geo" } },
  { name = "d", read = { registration-id = { separator = "-", part = -1 } } },
  { name = "e", read = { enrollment-group = "whole" } },
  { name = "f", read = { attribute = "geo" } },
  { name = "g", read = { current = true } },
]

[[stamp]]
name = "eu-1"
description = "d"
hub = "all-eu-1.azure-devices.net"
former-hubs = ["all-eu-0.azure-devices.net"]
capacity = 1000
weight = 5
state = "open"
serves = { geo = { not = ["us"] } }
labels = { region = "westeurope" }
application = "a"

[[stamp]]
name = "eu-2"
hub = "all-eu-2.azure-devices.net"
capacity = 1000
serves = { geo = "*" }

[[pin]]
name = "p"
description = "d"
when = { registration-id = { glob = "*-??", prefix = "a", suffix = ["b"], contains = "c", list = "benches" }, enrollment-group = ["g"] }
stamp = "eu-1"

[[move]]
name = "m"
description = "d"
from = ["eu-1"]
to = { eu-2 = 3 }
when = { cohort = { name = "c", percent = [0, 12.5] }, individual-enrollment = false }
whom = "all"

[[move]]
name = "n"
from = { labels = { region = ["westeurope"] } }
to = "eu-2"
when = { payload = { "/a" = { present = true }, "/b" = { at-least = "1.2", below = "3" }, "/c" = [1, "x", true] } }

[[fallback]]
name = "f"
description = "d"
when = { is = { geo = ["eu"] } }
as = { geo = "us" }

[[guarantee]]
name = "g"
description = "d"
when = { twin = { "/tags/residency" = "eu" } }
only = ["eu-1"]
never = { labels = { region = "x" } }
"#;

/// A test file with every word.
const TESTS: &str = r#"
policy = "all.toml"
description = "d"

[[test]]
name = "a"
description = "d"
request = { registration-id = "a", enrollment-group = "g", attestation = "x509", iot-edge = true, twin = { tags = { a = 1 } }, payload = { a = "b" }, current-stamp = "eu-1", linked-stamps = ["eu-1"], never-reprovision = true }
expect = { stamp = "eu-1", hub = "h", how = "placed", attributes = { geo = "eu", family = false }, by = ["a"], twin = false, payload = { a = 1 }, status = 200 }

[[test]]
name = "b"
request = { registration-id = "a", individual-enrollment = true, current-hub = "h", linked-hubs = "h" }
expect = { refusal = "no-value", by = "a", twin = { a = 1 } }

[[test]]
name = "c"
request = "body.json"
expect = { status = 422 }
"#;

/// What a value is replaced by.
fn others() -> Vec<Value> {
    let mut others: Vec<Value> =
        ["", "x", "EU", "*", "whole", "/tags/x", "tags", "/a~2", "1.2", "1.", "a b", "open"].map(Value::from).into();
    others.extend(["EXAMPLE-1.Azure-Devices.NET", "ab.azure-devices.net", "a-.azure-devices.net"].map(Value::from));
    others.extend([0, 1, -1, 2, 100, 101, 128, 129, 1_000_000, 1_000_001, 599, i64::MAX].map(Value::from));
    others.extend([0.5, 7.0, 100.5, 12.125].map(Value::from));
    others.extend([true, false].map(Value::from));
    others.push(Value::Datetime("1979-05-27".parse().unwrap()));
    for list in [
        "a = []",
        "a = [1]",
        "a = ['x']",
        "a = ['x', 'x']",
        "a = ['']",
        "a = [0, 5]",
        "a = [1, 2, 3]",
        "a = [[]]",
        "a = [{}]",
    ] {
        others.push(list.parse::<Table>().unwrap().remove("a").unwrap());
    }
    for table in
        ["", "x = 1", "x = 'y'", "not = 'x'", "labels = 3", "labels = {}", "labels = { x = 'y' }", "name = 'x'"]
    {
        others.push(Value::Table(table.parse().unwrap()));
    }
    others
}

/// What must be there.
const REQUIRED: [&str; 6] = ["language", "hash", "policy", "seed", "stamp", "test"];

/// Every text with one thing in it replaced, left out, added or misspelt. Form has nothing to do with what stands
/// elsewhere, so each text holds one list of the source besides what must be there, and is soon read.
fn mutations(source: &str) -> Vec<Table> {
    let table: Table = source.parse().unwrap();
    let mut all = Vec::new();
    for key in table.keys() {
        let part = table.iter().filter(|(other, _)| *other == key || REQUIRED.contains(&other.as_str()));
        let part: Table = part.map(|(key, value)| (key.clone(), value.clone())).collect();
        let mut others = part.clone();
        let value = others.remove(key).unwrap();
        let of_key = Table::from_iter([(key.clone(), value)]);
        of_table(&of_key, &mut |changed| all.push(others.clone().into_iter().chain(changed).collect()));
    }
    all
}

fn of_table(table: &Table, give: &mut dyn FnMut(Table)) {
    let with = |key: &str, value: Option<Value>| {
        let mut changed = table.clone();
        match value {
            Some(value) => drop(changed.insert(key.to_owned(), value)),
            None => drop(changed.remove(key)),
        }
        changed
    };
    give(with("unknown", Some(1.into())));
    for (key, value) in table {
        give(with(key, None));
        let mut misspelt = with(key, None);
        misspelt.insert(format!("{key}x"), value.clone());
        give(misspelt);
        of_value(value, &mut |changed| give(with(key, Some(changed))));
    }
}

fn of_value(value: &Value, give: &mut dyn FnMut(Value)) {
    others().into_iter().for_each(&mut *give);
    match value {
        Value::Table(table) => of_table(table, &mut |changed| give(Value::Table(changed))),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                of_value(item, &mut |changed| {
                    let mut items = items.clone();
                    *items.get_mut(at).unwrap() = changed;
                    give(Value::Array(items));
                });
            }
        }
        _ => {}
    }
}

#[test]
fn they_agree_about_everything_that_one_mistake_makes_of_a_policy() {
    let language = Language::policies();
    assert_eq!(language.wrong(POLICY).unwrap(), []);
    let mutations = mutations(POLICY);
    assert!(mutations.len() > 5_000, "{}", mutations.len());
    mutations.iter().for_each(|changed| language.agrees(&changed.to_string(), "one mistake"));
}

#[test]
fn they_agree_about_everything_that_one_mistake_makes_of_a_test_file() {
    let language = Language::tests();
    assert_eq!(language.wrong(TESTS).unwrap(), []);
    let mutations = mutations(TESTS);
    assert!(mutations.len() > 1_000, "{}", mutations.len());
    mutations.iter().for_each(|changed| language.agrees(&changed.to_string(), "one mistake"));
}
