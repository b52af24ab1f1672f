//! Objects of a device's fields, by the names that CSV's header has for them.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::members::{self, Members, document};
use crate::fleet::draft::Draft;
use crate::fleet::field::{self, Field, Values};
use crate::fleet::slot::{Document, Slot};
use crate::fleet::unreadable::{Wrong, shown};

/// Reads the fields of an object. An unknown one is an error.
pub(crate) fn read(members: &Members<'_>, draft: &mut Draft) -> Result<(), Wrong> {
    let mut given: Vec<Slot> = Vec::new();
    for (name, value) in members.iter() {
        let slot = field::slot(name, Values::Json)?;
        if given.iter().any(|before| before.excludes(&slot)) {
            return Err(members::twice(name));
        }
        put(name, &slot, value, draft)?;
        given.push(slot);
    }
    Ok(())
}

fn put(name: &str, slot: &Slot, value: &RawValue, draft: &mut Draft) -> Result<(), Wrong> {
    let text = match (slot, value.get()) {
        (_, "null") => Cow::Borrowed(""),
        (Slot::Whole(kind), _) => {
            let object = document(name, value)?;
            let request = &mut draft.member.request;
            match kind {
                Document::Twin => request.enrollment.initial_twin = Some(object),
                Document::Payload => request.payload = Some(object),
            }
            return Ok(());
        }
        (Slot::Field(Field::LinkedHubs), json) if json.starts_with('[') => {
            let wrong = |_| Wrong::new(format!("{} is no list of texts", shown(name)), "write `[\"hub\", …]`");
            let hubs: Vec<String> = serde_json::from_str(json).map_err(wrong)?;
            Cow::Owned(hubs.join(" "))
        }
        (Slot::Field(Field::Individual | Field::IotEdge | Field::NeverReprovision | Field::Weight), json)
            if !json.starts_with('"') =>
        {
            Cow::Borrowed(json)
        }
        (Slot::Json(..) | Slot::Ignored, json) => Cow::Borrowed(json),
        _ => members::text(name, value)?,
    };
    draft.put(slot, &text)
}
