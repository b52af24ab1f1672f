//! What the rules say of a device: a value for each attribute, or none.

use smallvec::SmallVec;

use crate::attribute::{AttributeId, ValueId};

/// The values of a device's attributes, in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Description {
    values: SmallVec<[Option<Described>; 8]>,
    /// Whether a rule asked where the device is, so that it may be described otherwise elsewhere.
    pub(crate) by_place: bool,
}

/// A value, and the rule of its attribute that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) value: ValueId,
    pub(crate) rule: usize,
}

impl Description {
    /// The value of an attribute.
    pub(crate) fn value(&self, attribute: AttributeId) -> Option<ValueId> {
        self.described(attribute).map(|described| described.value)
    }

    pub(crate) fn described(&self, attribute: AttributeId) -> Option<Described> {
        self.values.get(attribute.0).copied().flatten()
    }

    /// Forgets the device.
    pub(crate) fn clear(&mut self) {
        self.values.clear();
        self.by_place = false;
    }

    /// Adds what the next attribute is described as.
    pub(crate) fn push(&mut self, described: Option<Described>) {
        self.values.push(described);
    }

    /// The same with another value for an attribute that has one.
    pub(crate) fn replace(&mut self, attribute: AttributeId, value: ValueId) {
        if let Some(Some(described)) = self.values.get_mut(attribute.0) {
            described.value = value;
        }
    }
}
