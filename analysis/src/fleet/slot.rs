use super::document::Place;
use super::field::Field;

/// Where a value of a fleet goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Nowhere.
    Ignored,
    /// To a field that is no document.
    Field(Field),
    /// It is the document, in JSON.
    Whole(Document),
    /// To a place of the document, as a text.
    Text(Document, Place),
    /// To a place of the document, as the JSON that it is.
    Json(Document, Place),
}

/// A field that has places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Document {
    /// The enrollment's initial twin.
    Twin,
    /// What the device sends.
    Payload,
}

impl Slot {
    /// Whether a device cannot have values in both.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Field(a), Self::Field(b)) => a == b,
            (Self::Whole(a), Self::Whole(b) | Self::Text(b, _) | Self::Json(b, _))
            | (Self::Text(b, _) | Self::Json(b, _), Self::Whole(a)) => a == b,
            (Self::Text(a, at) | Self::Json(a, at), Self::Text(b, other) | Self::Json(b, other)) => {
                a == b && at.overlaps(other)
            }
            _ => false,
        }
    }
}
