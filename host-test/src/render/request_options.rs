//! A request as the options of `stamp explain`.

use dps::{AllocationRequest, AttestationKind, EnrollmentKind, Object};
use placement::Policy;
use serde_json::Value;

/// The command that explains a request, as a shell takes it; none for a request that no options make, or where not all
/// hubs of the policy are linked.
pub(crate) fn command(file: &str, policy: &Policy, request: &AllocationRequest) -> Option<String> {
    let enrollment = &request.enrollment;
    let mut words = vec!["stamp explain".into(), quoted(file), option("--id", request.registration_id.as_str())];
    match &enrollment.kind {
        EnrollmentKind::Group { name } => words.push(option("--enrollment-group", name.as_deref()?)),
        EnrollmentKind::Individual => words.push("--individual".into()),
    }
    match enrollment.attestation? {
        AttestationKind::SymmetricKey => {}
        AttestationKind::X509 => words.push("--attestation x509".into()),
        AttestationKind::Tpm => words.push("--attestation tpm".into()),
    }
    if enrollment.iot_edge? {
        words.push("--iot-edge".into());
    }
    words.extend(document("--twin", enrollment.initial_twin.as_ref()));
    words.extend(document("--payload", request.payload.as_ref()));
    if let Some(hub) = &request.current_hub {
        let on = policy.stamps().iter().find(|stamp| stamp.hub.is(hub))?;
        words.push(option("--current-stamp", on.name.as_str()));
    }
    let linked = policy.stamps().iter().all(|stamp| request.linked_hubs.get(stamp.hub.as_str()).is_some());
    linked.then(|| words.join(" "))
}

/// A document as one option: a place with a text in short, anything else as JSON.
fn document(option: &str, object: Option<&Object>) -> Option<String> {
    let object = object?;
    let short = single(object).map(|(keys, text)| format!("{}={text}", keys.join(".")));
    let text = short.unwrap_or_else(|| Value::Object(object.clone()).to_string());
    Some(self::option(option, &text))
}

/// An option with its value. One that begins with a dash would be taken for another option.
fn option(name: &str, value: &str) -> String {
    let between = if value.starts_with('-') { '=' } else { ' ' };
    format!("{name}{between}{}", quoted(value))
}

/// The keys to the one text of a document that holds nothing else.
fn single(object: &Object) -> Option<(Vec<&str>, &str)> {
    let mut pairs = object.iter();
    let (Some((key, value)), None) = (pairs.next(), pairs.next()) else { return None };
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let (mut keys, text) = match value {
        Value::String(text) => (Vec::new(), text.as_str()),
        Value::Object(inner) => single(inner)?,
        _ => return None,
    };
    keys.insert(0, key);
    plain.then_some((keys, text))
}

/// A word as a POSIX shell takes it.
fn quoted(text: &str) -> String {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '=' | ':' | '@' | '%' | '+' | ',');
    match !text.is_empty() && text.chars().all(plain) {
        true => text.into(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "language = 1\nhash = 1\npolicy = \"home\"\nseed = \"home\"\n[[stamp]]\nname = \"home\"\nhub = \"home-hub.azure-devices.net\"\ncapacity = 1\n";

    fn command_of(body: &str) -> Option<String> {
        let policy = Policy::parse(POLICY).unwrap().policy;
        command("a policy.toml", &policy, &AllocationRequest::parse(body.as_bytes()).unwrap())
    }

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        let body = r#"{ "individualEnrollment": { "attestation": { "type": "tpm" }, "capabilities": { "iotEdge": true },
            "initialTwin": { "tags": { "a": "it's", "b": 1 } } }, "linkedHubs": ["home-hub.azure-devices.net"],
            "deviceRuntimeContext": { "registrationId": "-x", "currentIotHubHostName": "HOME-hub.azure-devices.net",
            "payload": { "a": { "b": "c d" } } } }"#;
        let expected = r#"stamp explain 'a policy.toml' --id=-x --individual --attestation tpm --iot-edge --twin '{"tags":{"a":"it'\''s","b":1}}' --payload 'a.b=c d' --current-stamp home"#;
        assert_eq!(command_of(body).as_deref(), Some(expected));
    }

    #[test]
    fn what_no_option_says_has_no_command() {
        let body = r#"{ "enrollmentGroup": { "attestation": { "type": "none" } }, "linkedHubs": [],
            "deviceRuntimeContext": { "registrationId": "x" } }"#;
        assert_eq!(command_of(body), None);
    }
}
