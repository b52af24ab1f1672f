//! Fleets in a few shares.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by a panic")]

mod any;
mod dealt;
#[path = "../large/mod.rs"]
mod large;
mod policies;
mod written;

use analysis::fleet::generate::Recipe;
use analysis::fleet::sketch::{Sketch, SketchField, SketchValue};
use analysis::fleet::{Defaults, Member};
use dps::LinkedHubs;
use placement::Policy;

fn policy(name: &str) -> Policy {
    let path = format!("{}/../policies/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    Policy::parse(&std::fs::read_to_string(path).unwrap()).unwrap().policy
}

/// A policy of one stamp that has these lines besides.
fn policy_with(lines: &str) -> Policy {
    let text = format!(
        r#"
        language = 1
        hash     = 1
        policy   = "some"
        seed     = "some"
        {lines}
        [[stamp]]
        name     = "home"
        hub      = "example-hub.azure-devices.net"
        capacity = 1000
        "#
    );
    Policy::parse(&text).unwrap_or_else(|wrong| panic!("{wrong:#?}")).policy
}

fn field(name: &str, values: &[(&str, u32)]) -> SketchField {
    let value = |(value, share): &(&str, u32)| SketchValue { value: (*value).into(), share: *share };
    SketchField { field: name.into(), title: name.into(), values: values.iter().map(value).collect() }
}

fn sketch(fields: Vec<SketchField>) -> Sketch {
    Sketch { devices: 20_000, seed: "a sketch".into(), on_hubs: 0, fields }
}

/// A sketch's fields on a line each.
fn told(sketch: &Sketch) -> String {
    let value = |value: &SketchValue| format!(" {:?}={}", value.value, value.share);
    let field = |field: &SketchField| {
        format!("{} ({}){}\n", field.field, field.title, field.values.iter().map(value).collect::<String>())
    };
    sketch.fields.iter().map(field).collect()
}

fn recipe(text: &str) -> Recipe {
    Recipe::parse(text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

/// Shows each device of a sketch.
fn each(sketch: &Sketch, policy: &Policy, mut see: impl FnMut(&Member)) {
    let recipe = recipe(&sketch.description(policy).unwrap());
    assert_eq!(recipe.devices(), sketch.devices);
    let linked_hubs: LinkedHubs = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
    let mut maker = recipe.maker(&Defaults { linked_hubs, ..Defaults::default() });
    (0..recipe.devices()).for_each(|index| see(maker.make(index).unwrap()));
}
