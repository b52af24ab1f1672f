use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{Object, RequestError, document::parse_object};

/// The fields of one object of the wire, each with its value unread.
///
/// So only what a decision needs is ever parsed: keys and certificates are skipped over, checked for syntax alone.
pub(crate) struct Fields<'a> {
    /// The object that this one is in, and its name there. None of the body.
    within: Option<(&'a Fields<'a>, &'static str)>,
    members: Members<'a>,
}

impl<'a> Fields<'a> {
    /// The fields of the body.
    ///
    /// # Errors
    /// It is no JSON, or no object.
    pub(crate) fn of_body(text: &'a str) -> Result<Self, RequestError> {
        let members = serde_json::from_str::<Members<'_>>(text);
        // The names have been read as bytes. If those cannot be told to be JSON's, the text is read as nothing but JSON,
        // and so it is where it is to be said what is wrong with it.
        if !members.as_ref().is_ok_and(Members::are_plain) {
            let not_json = |error: serde_json::Error| RequestError::NotJson { reason: error.to_string() };
            serde_json::from_str::<IgnoredAny>(text).map_err(not_json)?;
        }
        let members = members.map_err(|_| RequestError::NotAnObject)?;
        Ok(Self { within: None, members })
    }

    /// The value of the field `name`, which is compared without letter case: DPS's own documents do not agree on it.
    /// JSON null is absent.
    ///
    /// # Errors
    /// The field is given twice.
    pub(crate) fn get(&self, name: &str) -> Result<Option<&'a RawValue>, RequestError> {
        let mut values = self.members.0.iter().filter(|(key, _)| key.0.eq_ignore_ascii_case(name.as_bytes()));
        let value = values.next().map(|(_, value)| *value);
        match values.next() {
            Some(_) => Err(RequestError::Twice { field: self.path(name) }),
            None => Ok(value.filter(|value| value.get() != "null")),
        }
    }

    /// The field `name` read as a `T`. None if it is absent or anything else.
    ///
    /// # Errors
    /// The field is given twice, or is a text that cannot be represented: what it says must not get lost.
    pub(crate) fn read<T: Deserialize<'a>>(&self, name: &str) -> Result<Option<T>, RequestError> {
        let Some(raw) = self.get(name)? else { return Ok(None) };
        match serde_json::from_str(raw.get()) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_data() => Ok(None),
            Err(_) => Err(self.wrong(name, "a text in Unicode, or a number of 64 bits")),
        }
    }

    /// The fields of the object `name`. None if it is absent or no object.
    ///
    /// # Errors
    /// The field is given twice, or is an object that cannot be read: what it says must not get lost.
    pub(crate) fn read_object(&self, name: &'static str) -> Result<Option<Fields<'_>>, RequestError> {
        let Some(raw) = self.get_object(name)? else { return Ok(None) };
        let members = serde_json::from_str(raw.get()).map_err(|_| self.wrong(name, "an object"))?;
        Ok(Some(Fields { within: Some((self, name)), members }))
    }

    /// The content of the object `name`. None if it is absent or no object.
    ///
    /// # Errors
    /// The field is given twice, or is an object that cannot be represented: what it says must not get lost.
    pub(crate) fn read_document(&self, name: &str) -> Result<Option<Object>, RequestError> {
        let wrong = |_| self.wrong(name, "an object whose texts are Unicode and whose numbers fit into 64 bits");
        self.get_object(name)?.map(parse_object).transpose().map_err(wrong)
    }

    /// The field `name` read as a `T`, which it has to be: `expected` says what to send.
    ///
    /// # Errors
    /// The field is absent, given twice or anything else.
    pub(crate) fn require<T: Deserialize<'a>>(&self, name: &str, expected: &'static str) -> Result<T, RequestError> {
        let missing = || RequestError::Missing { field: self.path(name), expected };
        let raw = self.get(name)?.ok_or_else(missing)?;
        serde_json::from_str(raw.get()).map_err(|_| self.wrong(name, expected))
    }

    /// The fields of the object `name`, which it has to be: `expected` says what to send.
    ///
    /// # Errors
    /// The field is absent, given twice or anything else.
    pub(crate) fn require_object(
        &self,
        name: &'static str,
        expected: &'static str,
    ) -> Result<Fields<'_>, RequestError> {
        Ok(Fields { within: Some((self, name)), members: self.require(name, expected)? })
    }

    /// What to say where the field `name` is not what is `expected`.
    pub(crate) fn wrong(&self, name: &str, expected: &'static str) -> RequestError {
        RequestError::Wrong { field: self.path(name), expected }
    }

    fn get_object(&self, name: &str) -> Result<Option<&'a RawValue>, RequestError> {
        Ok(self.get(name)?.filter(|raw| raw.get().starts_with('{')))
    }

    fn path(&self, name: &str) -> String {
        match self.within {
            None => name.to_string(),
            Some((outer, place)) => format!("{}.{name}", outer.path(place)),
        }
    }
}

struct Members<'a>(Vec<(Key<'a>, &'a RawValue)>);

impl Members<'_> {
    /// Whether no name has a control character, which JSON allows only as an escape.
    fn are_plain(&self) -> bool {
        self.0.iter().all(|(key, _)| !key.0.iter().any(u8::is_ascii_control))
    }
}

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
        // As many as an enrollment has.
        let mut members = Vec::with_capacity(16);
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

/// The name of a field in bytes: half a surrogate pair in a name that nobody asks for must not spoil the others.
struct Key<'a>(Cow<'a, [u8]>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Key<'de>, E> {
        Ok(Key(bytes.into()))
    }

    /// Of a name with escapes.
    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Key<'de>, E> {
        Ok(Key(bytes.to_vec().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields<'_> {
        Fields::of_body(text).unwrap()
    }

    #[test]
    fn a_field_is_found_in_any_letter_case() {
        assert_eq!(fields(r#"{"CURRENThub":"a"}"#).read::<&str>("currentHub"), Ok(Some("a")));
    }

    #[test]
    fn null_and_what_is_of_another_type_are_absent() {
        let fields = fields(r#"{"nothing":null,"text":"true"}"#);
        assert!(fields.get("nothing").unwrap().is_none());
        assert_eq!(fields.read::<bool>("text"), Ok(None));
        assert!(fields.read_object("text").unwrap().is_none());
    }

    #[test]
    fn a_field_given_twice_is_an_error_for_those_who_ask_for_it() {
        let fields = fields(r#"{"a":1,"A":null,"b":2}"#);
        let twice = RequestError::Twice { field: "a".into() };
        assert_eq!(fields.read::<u8>("a"), Err(twice));
        assert_eq!(fields.read::<u8>("b"), Ok(Some(2)));
    }

    #[test]
    fn a_field_that_has_to_be_there_is_missing_or_wrong_by_its_path() {
        let fields = fields(r#"{"outer":{"text":1,"nothing":null}}"#);
        let outer = fields.require_object("outer", "an object").unwrap();
        let missing = RequestError::Missing { field: "outer.nothing".into(), expected: "a string" };
        let wrong = RequestError::Wrong { field: "outer.text".into(), expected: "a string" };
        assert_eq!(outer.require::<String>("nothing", "a string"), Err(missing));
        assert_eq!(outer.require::<String>("text", "a string"), Err(wrong));
    }
}
