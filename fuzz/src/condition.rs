//! Conditions, as the language has them.

use serde_json::{Map, Value, json};

use crate::choice::Choice;
use crate::request::{COUNTRIES, GROUPS, IDS, TAGS, VERSIONS};

/// What a condition may look at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// Everything, attributes up to this one not included.
    See(usize),
    /// What DPS attests.
    Attested,
    /// That, without cohorts.
    Certain,
}

/// A condition of at most this many levels.
pub fn condition(choice: &mut Choice<'_>, may: May, levels: usize) -> Value {
    let mut all = Map::new();
    for _ in 0..=choice.below(2) {
        let (word, value) = question(choice, may, levels);
        all.insert(word.into(), value);
    }
    Value::Object(all)
}

fn question(choice: &mut Choice<'_>, may: May, levels: usize) -> (&'static str, Value) {
    let deeper = levels.saturating_sub(1);
    match choice.below(if levels == 0 { 8 } else { 11 }) {
        0 => ("enrollment-group", text(choice, &GROUPS)),
        1 => ("registration-id", text(choice, &IDS)),
        2 => ("individual-enrollment", json!(choice.once_in(2))),
        3 => {
            ("twin", json!({ (choice.of(&["/tags/geo", "/tags/a/0", "/properties/desired/v"])): test(choice, &TAGS) }))
        }
        4 => ("attestation", choice.of(&[&json!("x509"), &json!(["symmetric-key", "tpm"])]).clone()),
        5 => ("iot-edge", json!(choice.once_in(2))),
        6 if may != May::Certain => ("cohort", cohort(choice)),
        7 => match may {
            May::See(above) if above > 0 && choice.once_in(2) => {
                let attribute = format!("a{}", choice.below(above));
                ("is", json!({ attribute: values(choice) }))
            }
            May::See(_) => {
                ("payload", json!({ (choice.of(&["/country", "/n/x", "/version"])): test(choice, &COUNTRIES) }))
            }
            _ => ("enrollment-group", json!({ "list": "some" })),
        },
        8 => ("all", list(choice, may, deeper)),
        9 => ("any", list(choice, may, deeper)),
        10 => ("not", condition(choice, may, deeper)),
        _ => ("registration-id", json!({ "prefix": "press-" })),
    }
}

fn list(choice: &mut Choice<'_>, may: May, levels: usize) -> Value {
    let count = 1 + choice.below(2);
    (0..count).map(|_| condition(choice, may, levels)).collect()
}

fn text(choice: &mut Choice<'_>, known: &[&str]) -> Value {
    let one = choice.of(known);
    match choice.below(7) {
        0 => json!(one),
        1 => json!([one, choice.of(known)]),
        2 => json!({ "prefix": cut(choice, one) }),
        3 => json!({ "suffix": one.get(one.len() / 2..).unwrap_or(one), "contains": ["-", "e"] }),
        4 => json!({ "glob": choice.of(&["*", "?*", "press-????", "*-*-*", "*e*", "??*??"]) }),
        5 => json!({ "list": "some" }),
        _ => json!({ "contains": cut(choice, one).to_uppercase() }),
    }
}

/// The beginning of a text.
fn cut<'t>(choice: &mut Choice<'_>, text: &'t str) -> &'t str {
    text.get(..1 + choice.below(text.len())).unwrap_or(text)
}

fn test(choice: &mut Choice<'_>, known: &[&str]) -> Value {
    match choice.below(7) {
        0 => json!(choice.of(known)),
        1 => json!([choice.of(known), 1, true]),
        2 => json!(choice.of(&[0, -1, i64::MAX, 42])),
        3 => json!({ "present": choice.once_in(2) }),
        4 => json!({ "at-least": choice.of(&VERSIONS) }),
        5 => json!({ "below": choice.of(&VERSIONS), "at-least": "1" }),
        _ => json!(false),
    }
}

/// A cohort of one of few names, so that several entries slice the same scale.
fn cohort(choice: &mut Choice<'_>) -> Value {
    let name = choice.of(&["canary", "relief", "c"]);
    let percents = [json!(50), json!(0), json!(100), json!([25, 75]), json!([50, 100]), json!([0, 0.001])];
    json!({ "name": name, "percent": percents[choice.below(percents.len())] })
}

/// One value or several.
pub fn values(choice: &mut Choice<'_>) -> Value {
    match choice.below(4) {
        0 => json!("v0"),
        1 => json!("v1"),
        2 => json!(["v0", "v2"]),
        _ => json!(["v1", "v2"]),
    }
}
