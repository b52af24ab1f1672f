use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use dps::Object;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::fleet::field::is_name;
use crate::fleet::unreadable::{Wrong, shown};

/// The members of an object, each with its value unread: keys and other secrets are passed over, never looked at.
pub(crate) struct Members<'a>(Vec<(Name<'a>, &'a RawValue)>);

impl<'a> Members<'a> {
    /// The members of the object that a value is.
    pub(crate) fn of(raw: &'a RawValue) -> Result<Self, Wrong> {
        let wrong = |_| Wrong::new("a name in the object is no text in Unicode", "write names that are");
        serde_json::from_str(raw.get()).map_err(wrong)
    }

    /// The members in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(name, value)| (&*name.0, *value))
    }

    /// Whether there is a member of this name, be it null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.iter().any(|(known, _)| is_name(name, known))
    }

    /// The value of a name; null is none.
    pub(crate) fn get(&self, name: &str) -> Result<Option<&'a RawValue>, Wrong> {
        let mut values = self.iter().filter(|(known, _)| is_name(name, known)).map(|(_, value)| value);
        let value = values.next();
        match values.next() {
            Some(_) => Err(twice(name)),
            None => Ok(value.filter(|value| value.get() != "null")),
        }
    }

    /// The text of a name.
    pub(crate) fn text(&self, name: &str) -> Result<Option<Cow<'a, str>>, Wrong> {
        self.get(name)?.map(|raw| text(name, raw)).transpose()
    }

    /// The boolean of a name; none where it is something else.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Wrong> {
        Ok(self.get(name)?.and_then(|raw| serde_json::from_str(raw.get()).ok()))
    }

    /// The members of the object of a name.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Self>, Wrong> {
        let raw = self.get(name)?.filter(|raw| raw.get().starts_with('{'));
        raw.map(Self::of).transpose()
    }

    /// The object of a name as it stands.
    pub(crate) fn document(&self, name: &str) -> Result<Option<Object>, Wrong> {
        self.get(name)?.map(|raw| document(name, raw)).transpose()
    }
}

/// What is wrong where a name is there twice, letter case aside.
pub(crate) fn twice(name: &str) -> Wrong {
    Wrong::new(format!("{} is given twice", shown(name)), "give it once")
}

/// A value as a text.
pub(crate) fn text<'a>(name: &str, raw: &'a RawValue) -> Result<Cow<'a, str>, Wrong> {
    // Without escapes it can be borrowed.
    let plain = raw.get().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|text| !text.contains('\\'));
    match plain {
        Some(plain) => Ok(Cow::Borrowed(plain)),
        None => serde_json::from_str::<String>(raw.get())
            .map(Cow::Owned)
            .map_err(|_| Wrong::new(format!("`{name}` is no text"), "write it in quotes")),
    }
}

/// A value as an object.
pub(crate) fn document(name: &str, raw: &RawValue) -> Result<Object, Wrong> {
    let help = "write an object whose texts are Unicode and whose numbers fit into 64 bits";
    dps::parse_object(raw).map_err(|_| Wrong::new(format!("`{name}` is no object that can be read"), help))
}

struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.into())))
    }
}
