use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::describe::{Description, Lifecycle, Release};
use super::place::{Outcome, place};
use super::request::Allocation;
use super::stamps::Stamp;

/// The answer to a request, and its line in the log.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    pub(crate) log: Option<Value>,
}

impl Reply {
    /// No answer, and nothing to log.
    pub(crate) fn error(status: StatusCode, code: &str) -> Self {
        Self { status, body: json!({ "error": { "code": code } }), log: None }
    }
}

/// Decides, and says so to DPS and to the log.
pub(crate) fn answer(request: &Allocation) -> Reply {
    let id = request.registration_id();
    let current = Stamp::of_hub(request.current_hub());
    let device = Description::of(request, &id, current);
    let (hub, stamp) = match place(request, &id, &device, current) {
        Outcome::Forced => (request.current_hub(), current),
        Outcome::Found(stamp) => (stamp.hub, Some(stamp)),
        Outcome::Refused(code) => return refused(&id, code),
    };
    // A stamp whose own hub is not linked was found by a former one, which the device is on.
    let hub = request.linked(hub).unwrap_or(request.current_hub());
    let body = json!({ "iotHubHostName": hub, "initialTwin": twin(request, &device, stamp), "payload": payload(&device, stamp) });
    let log = json!({
        "event": "decision",
        "status": 200,
        "registrationId": id,
        "stamp": stamp.map(|stamp| stamp.name),
        "hub": hub,
        "currentStamp": current.map(|stamp| stamp.name),
        "attributes": attributes(&device),
    });
    Reply { status: StatusCode::OK, body, log: Some(log) }
}

fn refused(id: &str, code: &str) -> Reply {
    let status = if code == "none-open" { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::UNPROCESSABLE_ENTITY };
    let log = json!({ "event": "decision", "status": status.as_u16(), "registrationId": id, "code": code });
    Reply { log: Some(log), ..Reply::error(status, code) }
}

fn attributes(device: &Description) -> Value {
    json!({
        "geo": device.geo.to_string(),
        "lifecycle": match device.lifecycle {
            Lifecycle::Test => "test",
            Lifecycle::Production => "production",
        },
        "family": device.family,
        "release": match device.release {
            Release::R4_1 => "4.1",
            Release::R4_2 => "4.2",
        },
        "trial": device.trial,
        "support": device.support,
    })
}

/// The enrollment's own twin with what we add.
fn twin(request: &Allocation, device: &Description, stamp: Option<&Stamp>) -> Map<String, Value> {
    let mut twin = request.twin().cloned().unwrap_or_default();
    let tags = object(&mut twin, "tags");
    tags.insert("geo".into(), device.geo.to_string().into());
    tags.extend(stamp.map(|stamp| ("stamp".into(), stamp.name.into())));
    tags.extend(device.family.map(|family| ("family".into(), family.into())));
    let desired = object(object(&mut twin, "properties"), "desired");
    desired.extend(device.trial.map(|trial| ("trial".into(), trial.into())));
    twin
}

/// What stands there, if it is an object; else a new one in its place.
fn object<'a>(within: &'a mut Map<String, Value>, name: &str) -> &'a mut Map<String, Value> {
    let value = within.entry(name).or_insert_with(|| Value::Object(Map::new()));
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    #[expect(clippy::unreachable, reason = "it was made an object above")]
    match value {
        Value::Object(object) => object,
        _ => unreachable!("it was made an object above"),
    }
}

fn payload(device: &Description, stamp: Option<&Stamp>) -> Map<String, Value> {
    let mut payload = Map::new();
    if let Some(stamp) = stamp {
        payload.extend(stamp.application.map(|application| ("application".into(), application.into())));
        payload.insert("region".into(), stamp.region.into());
    }
    payload.insert("support".into(), device.support.into());
    payload.insert("policy".into(), "contoso 2026-11-23".into());
    payload
}
