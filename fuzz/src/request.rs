//! Requests as DPS sends them.

use serde_json::{Value, json};

use crate::choice::Choice;
use crate::policy::STAMPS;

/// Registration IDs that policies name.
pub const IDS: [&str; 5] = ["press-0042", "press-1", "Press-0042", "a--b.c", "bench-01:x_1"];
/// Enrollment groups that policies name.
pub const GROUPS: [&str; 3] = ["contoso-eu", "Contoso-EU-2", "press"];
/// What devices say of where they are.
pub const COUNTRIES: [&str; 3] = ["DE", "us", "v1"];
/// What enrollments say of it.
pub const TAGS: [&str; 3] = ["eu", "v0", "V2"];
/// Versions, and what is none.
pub const VERSIONS: [&str; 4] = ["1.0", "12.0.2.5", "0", "99999999999999999999.1"];

/// The host name of a hub by its number.
pub fn hub(number: usize) -> String {
    format!("h{number:02}.azure-devices.net")
}

/// A body that is right, of any of many kinds.
pub fn body(choice: &mut Choice<'_>) -> Value {
    let mut context = json!({ "registrationId": id(choice) });
    if choice.once_in(2) {
        context["currentIotHubHostName"] = json!(known_hub(choice));
    }
    if choice.below(3) > 0 {
        context["payload"] = payload(choice);
    }
    match choice.below(4) {
        0 => context["x509"] = json!({}),
        1 => context["tpm"] = json!({ "endorsementKey": "k" }),
        2 => context["symmetricKey"] = json!({}),
        _ => {}
    }
    let linked: Vec<String> = match choice.below(3) {
        0 => (0..=STAMPS).map(hub).collect(),
        1 => choice.some(8, |choice, _| known_hub(choice)),
        _ => (0..2 * (STAMPS + 1)).map(hub).collect(),
    };
    let (word, enrollment) = enrollment(choice);
    json!({ (word): enrollment, "deviceRuntimeContext": context, "linkedHubs": linked })
}

fn id(choice: &mut Choice<'_>) -> String {
    match choice.below(4) {
        0 => choice.of(&IDS).to_owned(),
        1 => format!("press-{:04}", choice.below(10_000)),
        2 => "x".repeat(1 + choice.below(128)),
        _ => format!("{}{}", choice.of(&IDS), choice.below(100)),
    }
}

fn known_hub(choice: &mut Choice<'_>) -> String {
    match choice.below(8) {
        0 => "elsewhere.azure-devices.net".into(),
        1 => hub(choice.below(STAMPS)).to_uppercase(),
        _ => hub(choice.below(2 * (STAMPS + 1))),
    }
}

fn payload(choice: &mut Choice<'_>) -> Value {
    match choice.below(6) {
        0 => json!({ "country": choice.of(&COUNTRIES) }),
        1 => json!({ "version": choice.of(&VERSIONS), "n": { "x": choice.of(&[0, -1, i64::MAX, 42]) } }),
        2 => json!({ "n": { "x": true }, "country": 1, "version": null }),
        3 => json!({}),
        4 => json!(choice.of(&["a text", ""])),
        _ => json!({ "country": choice.of(&TAGS), "n": { "x": 1.5 } }),
    }
}

fn enrollment(choice: &mut Choice<'_>) -> (&'static str, Value) {
    let mut enrollment = json!({});
    if choice.once_in(2) {
        enrollment["attestation"] = json!({ "type": choice.of(&["x509", "symmetricKey", "tpm", "new"]) });
    }
    if choice.once_in(2) {
        enrollment["capabilities"] = json!({ "iotEdge": choice.once_in(2) });
    }
    if choice.once_in(3) {
        enrollment["reprovisionPolicy"] = json!({ "updateHubAssignment": choice.once_in(2) });
    }
    if choice.once_in(2) {
        let twin = json!({ "tags": { "geo": choice.of(&TAGS), "a": [1, "v0"] }, "properties": { "desired": { "v": choice.of(&VERSIONS) } } });
        enrollment["initialTwin"] = twin;
    }
    if choice.once_in(3) {
        return ("individualEnrollment", enrollment);
    }
    if choice.below(4) > 0 {
        enrollment["enrollmentGroupId"] = json!(choice.of(&GROUPS));
    }
    ("enrollmentGroup", enrollment)
}
