//! The fields that a fleet may give of a device: the words of CSV's header, and of JSON's objects.

use alloc::format;
use alloc::vec::Vec;

use placement::Pointer;
use placement::nearest::nearest;

use super::document::Place;
use super::slot::{Document, Slot};
use super::unreadable::{Wrong, shown};

/// A field, by the name that requests have for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    CurrentHub,
    Group,
    Individual,
    Attestation,
    IotEdge,
    NeverReprovision,
    LinkedHubs,
    Weight,
    Twin,
    Payload,
}

/// Every name of every field, the one to write first.
const NAMES: [(&str, Field); 14] = [
    ("registrationId", Field::Id),
    ("currentIotHubHostName", Field::CurrentHub),
    ("enrollmentGroupId", Field::Group),
    ("individualEnrollment", Field::Individual),
    ("attestation", Field::Attestation),
    ("iotEdge", Field::IotEdge),
    ("neverReprovision", Field::NeverReprovision),
    ("linkedHubs", Field::LinkedHubs),
    ("weight", Field::Weight),
    ("twin", Field::Twin),
    ("payload", Field::Payload),
    // What tests call them.
    ("currentHub", Field::CurrentHub),
    ("enrollmentGroup", Field::Group),
    // What enrollments call it.
    ("initialTwin", Field::Twin),
];

impl Field {
    /// The name to write.
    pub(crate) fn name(self) -> &'static str {
        NAMES.iter().find(|(_, field)| *field == self).map(|(name, _)| *name).unwrap_or_default()
    }

    /// The field of a name, which is compared without letter case, `-` and `_`.
    pub(crate) fn of(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| is_name(known, name)).map(|(_, field)| *field)
    }
}

/// Whether two names are one, letter case, `-` and `_` aside.
pub(crate) fn is_name(known: &str, name: &str) -> bool {
    let marked = |text: &str| text.contains(['-', '_']);
    known.eq_ignore_ascii_case(name) || (marked(known) || marked(name)) && plain(known).eq(plain(name))
}

fn plain(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| !matches!(byte, b'-' | b'_')).map(|byte| byte.to_ascii_lowercase())
}

/// How a value is written of which a heading does not say so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    /// As a text: CSV.
    Texts,
    /// As JSON.
    Json,
}

/// Where the values of a heading go: `registrationId`, `twin/tags/geo`, `payload/firmware:json`.
pub(crate) fn slot(heading: &str, values: Values) -> Result<Slot, Wrong> {
    if heading.starts_with('#') {
        return Ok(Slot::Ignored);
    }
    let (path, json) = match heading.strip_suffix(":json") {
        Some(path) => (path, true),
        None => (heading, values == Values::Json),
    };
    let (name, place) = match path.find('/') {
        Some(slash) => path.split_at(slash),
        None => (path, ""),
    };
    let document = match Field::of(name).ok_or_else(|| unknown(heading, name))? {
        Field::Twin => Document::Twin,
        Field::Payload => Document::Payload,
        field if place.is_empty() && path == heading => return Ok(Slot::Field(field)),
        field => {
            let wrong = format!("{} has places or a type", shown(heading));
            return Err(Wrong::new(wrong, format!("write `{}`", field.name())));
        }
    };
    if place.is_empty() {
        return Ok(Slot::Whole(document));
    }
    let pointer = Pointer::parse(place).map_err(|error| {
        Wrong::new(format!("{} {error}", shown(heading)), "write the keys with `/` between, such as `twin/tags/geo`")
    })?;
    if document == Document::Twin && !has_twin_place(place) {
        let wrong = format!("{} is no place of an initial twin", shown(heading));
        return Err(Wrong::new(wrong, "write `twin/tags/…` or `twin/properties/desired/…`"));
    }
    let place = Place::of(&pointer);
    Ok(if json { Slot::Json(document, place) } else { Slot::Text(document, place) })
}

/// Whether a place can be there in an initial twin.
fn has_twin_place(place: &str) -> bool {
    ["/tags/", "/properties/desired/"].iter().any(|start| place.starts_with(start))
}

fn unknown(heading: &str, name: &str) -> Wrong {
    let near = nearest(name, NAMES.iter().map(|(name, _)| *name));
    let help = match near {
        Some(near) => format!("did you mean `{near}`? A name that begins with `#` is left out"),
        None => {
            let names: Vec<&str> = NAMES.iter().take(11).map(|(name, _)| *name).collect();
            format!(
                "write {}, or a place such as `payload/country`; a name that begins with `#` is left out",
                placement::nearest::listing(&names)
            )
        }
    };
    Wrong::new(format!("no field is named {}", shown(heading)), help)
}
