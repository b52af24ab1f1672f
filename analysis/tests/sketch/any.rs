//! Sketches that nobody would draw.

use analysis::fleet::Defaults;
use analysis::fleet::sketch::{Problem, Sketch, SketchField, SketchValue};
use analysis::format::format;
use proptest::prelude::*;

use crate::{policy, recipe};

fn name() -> impl Strategy<Value = String> {
    let known = [
        "registrationId",
        "enrollmentGroupId",
        "individualEnrollment",
        "attestation",
        "iotEdge",
        "neverReprovision",
        "currentIotHubHostName",
        "weight",
        "payload",
    ];
    let place = "(payload|twin/tags|twin/properties/desired)(/([a-c.\"'~é \n]{0,3}|shares)){1,3}(:json)?";
    prop_oneof![3 => prop::sample::select(known.to_vec()).prop_map(String::from), 6 => place, 1 => any::<String>()]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<String>(),
        2 => "[a-z0-9.-]{0,4}\\{(n|n:[0-9]{1,2}|hex:8|[0-9]{1,18}\\.\\.|payload/a)\\}[a-z]{0,3}",
        3 => prop::sample::select(vec!["", "true", "false", "x509", "12", "\"a\"", "\"\"", "null", "{\"a\":1}", "\u{7f}\"\\\r\n"])
            .prop_map(String::from),
    ]
}

fn field() -> impl Strategy<Value = SketchField> {
    let share = prop_oneof![Just(0), 0_u32..=1_000, 990_u32..1_005];
    let value = (value(), share).prop_map(|(value, share)| SketchValue { value, share });
    (name(), any::<String>(), prop::collection::vec(value, 0..6)).prop_map(|(field, title, values)| SketchField {
        field,
        title,
        values,
    })
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let devices = prop_oneof![8 => 1_u64..=1_000_000_000, 1 => any::<u64>()];
    (devices, any::<String>(), 0_u32..=101, prop::collection::vec(field(), 0..4))
        .prop_map(|(devices, seed, on_hubs, fields)| Sketch { devices, seed, on_hubs, fields })
}

/// A problem names a field that the sketch has.
fn is_of(problem: &Problem, sketch: &Sketch) -> bool {
    match problem {
        Problem::Devices { .. } | Problem::Seed | Problem::OnHubs { .. } => true,
        Problem::Field { field, .. }
        | Problem::Twice { field, .. }
        | Problem::Value { field, .. }
        | Problem::Share { field, .. }
        | Problem::Groups { field, .. } => sketch.fields.iter().any(|known| known.field == *field),
    }
}

fn holds(sketch: &Sketch) -> Result<bool, TestCaseError> {
    let text = match sketch.description(&policy("tutorial")) {
        Ok(text) => text,
        Err(problem) => {
            prop_assert!(is_of(&problem, sketch) && !problem.to_string().is_empty(), "{problem:?}");
            return Ok(false);
        }
    };
    prop_assert_eq!(format(&text), Ok(text.clone()));
    let recipe = recipe(&text);
    prop_assert_eq!(recipe.devices(), sketch.devices);
    let mut maker = recipe.maker(&Defaults::default());
    for index in [0, sketch.devices / 2, sketch.devices - 1] {
        let made = maker.make(index).map(|member| member.line);
        prop_assert_eq!(made.as_ref(), Ok(&(index + 1)), "{}", text);
    }
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_sketch_is_a_description_or_a_problem_of_one_of_its_fields(sketch in sketch()) {
        holds(&sketch)?;
        // A field that is fine by itself is fine beside another, or is told to have no room.
        let alone = |field: &SketchField| Sketch { fields: [field.clone()].into(), ..sketch.clone() };
        let fine: Vec<SketchField> =
            sketch.fields.iter().filter(|field| alone(field).description(&policy("tutorial")).is_ok()).cloned().collect();
        let together = Sketch { fields: fine, ..sketch.clone() };
        if let Err(problem) = together.description(&policy("tutorial")) && !together.fields.is_empty() {
            prop_assert!(matches!(problem, Problem::Twice { .. } | Problem::Groups { .. }), "{problem:?}");
        }
        holds(&together)?;
    }

    #[test]
    fn a_sketch_goes_through_json(sketch in sketch()) {
        let json = serde_json::to_string(&sketch).unwrap();
        prop_assert_eq!(serde_json::from_str::<Sketch>(&json).unwrap(), sketch);
    }
}
