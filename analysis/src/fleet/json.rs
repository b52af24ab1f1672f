//! JSON values that are devices: whole requests, objects of fields, and what Azure's tools write.

mod azure;
mod fields;
mod members;

use alloc::string::{String, ToString};

use dps::AllocationRequest;
use serde_json::value::RawValue;

use self::members::Members;
use super::draft::{Draft, no_id};
use super::unreadable::Wrong;

/// What an object stands for, by the names that it has.
enum Shape {
    /// The body of a request, as DPS posts it.
    Body,
    /// The fields of a device.
    Fields,
    /// A twin, as `az iot hub` lists them.
    Twin,
    /// A device, as the hub's export job writes it.
    Exported,
    /// What DPS knows of a registration.
    Registration,
}

impl Shape {
    fn of(members: &Members<'_>) -> Option<Self> {
        let has = |name: &str| members.has(name);
        if has("deviceRuntimeContext") {
            Some(Self::Body)
        } else if has("registrationId") {
            let state = ["assignedHub", "status", "substatus", "createdDateTimeUtc"].into_iter().any(has);
            Some(if state { Self::Registration } else { Self::Fields })
        } else if has("deviceId") {
            Some(Self::Twin)
        } else {
            has("id").then_some(Self::Exported)
        }
    }
}

/// Reads a value into the draft.
pub(crate) fn read(text: &str, draft: &mut Draft) -> Result<(), Wrong> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    match raw.get().trim_start().as_bytes().first() {
        Some(b'{') => read_object(raw, draft),
        Some(b'"') => {
            let id: String = serde_json::from_str(raw.get()).map_err(|error| not_json(&error))?;
            draft.member.request.registration_id.replace(&id).map_err(|error| no_id(&error))
        }
        _ => Err(Wrong::new("this is neither an object nor a registration ID", "write a JSON object for each device")),
    }
}

fn read_object(raw: &RawValue, draft: &mut Draft) -> Result<(), Wrong> {
    let members = Members::of(raw)?;
    match Shape::of(&members) {
        Some(Shape::Body) => {
            draft.member.request = AllocationRequest::parse(raw.get().as_bytes()).map_err(|error| no_body(&error))?;
            return Ok(());
        }
        Some(Shape::Fields) => fields::read(&members, draft)?,
        Some(Shape::Twin) => azure::twin(&members, draft)?,
        Some(Shape::Exported) => azure::exported(&members, draft)?,
        Some(Shape::Registration) => azure::registration(&members, draft)?,
        None => {
            let help = "write `registrationId` and the fields of the device, or the body of a request";
            return Err(Wrong::new("the object names no device", help));
        }
    }
    draft.finish().map(drop)
}

/// The syntax alone is wrong, so the error shows nothing of the text.
fn not_json(error: &serde_json::Error) -> Wrong {
    Wrong::new(alloc::format!("this is not JSON ({error})"), "write a JSON object for each device")
}

fn no_body(error: &dps::RequestError) -> Wrong {
    let text = error.to_string();
    match text.split_once(": send ") {
        Some((wrong, help)) => Wrong::new(wrong, alloc::format!("write {help}")),
        None => Wrong::new(text, "write the body of a request as DPS posts it"),
    }
}
