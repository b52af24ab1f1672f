use alloc::string::String;

use crate::{
    Enrollment, LinkedHubs, Object, RegistrationId, RequestError, depth::is_too_deep, fields::Fields, text::Text,
};

/// What DPS asks: the hub for one device that registers.
#[derive(Clone, Debug, PartialEq)]
pub struct AllocationRequest {
    /// The device.
    pub registration_id: RegistrationId,
    /// The host name of the hub that the device is on, as DPS spells it. None on its first registration.
    pub current_hub: Option<String>,
    /// The hubs that may be answered.
    pub linked_hubs: LinkedHubs,
    /// What the device sent. DPS does not attest it.
    pub payload: Option<Object>,
    /// The enrollment that the device comes by.
    pub enrollment: Enrollment,
}

impl AllocationRequest {
    /// Reads the body of a request: JSON in UTF-8, with or without a byte order mark.
    ///
    /// Names of fields are compared without letter case, unknown ones are ignored, JSON null is absent.
    ///
    /// # Errors
    /// What keeps the body from being decided about, by the field's path.
    pub fn parse(body: &[u8]) -> Result<Self, RequestError> {
        let body = fields(body)?;
        let context = body.require_object("deviceRuntimeContext", "an object, what DPS knows of the device")?;
        Ok(Self {
            registration_id: registration_id(&context)?,
            current_hub: current_hub(&context)?,
            linked_hubs: body.require("linkedHubs", "an array of strings, the host names that may be answered")?,
            // What is no object is none: DPS promises an object, and the device must not be cut off by another.
            payload: context.read_document("payload")?,
            enrollment: Enrollment::parse(&body, &context)?,
        })
    }
}

fn fields(body: &[u8]) -> Result<Fields<'_>, RequestError> {
    let text = core::str::from_utf8(body).map_err(|_| RequestError::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_too_deep(text) {
        return Err(RequestError::TooDeep);
    }
    Fields::of_body(text)
}

fn registration_id(context: &Fields<'_>) -> Result<RegistrationId, RequestError> {
    let id: Text<'_> = context.require("registrationId", "a string, the device's registration ID")?;
    Ok(RegistrationId::parse(id.as_ref())?)
}

fn current_hub(context: &Fields<'_>) -> Result<Option<String>, RequestError> {
    const NAME: &str = "currentIotHubHostName";
    let Some(raw) = context.get(NAME)? else {
        return Ok(None);
    };
    let wrong = |_| context.wrong(NAME, "a string, the host name of the hub that the device is on, or nothing");
    let hub: String = serde_json::from_str(raw.get()).map_err(wrong)?;
    Ok(Some(hub).filter(|hub| !hub.is_empty()))
}
