use alloc::{string::String, vec::Vec};
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, value::RawValue};

/// A JSON object of free content: an initial twin, a payload. Its keys keep their letter case.
pub type Object = Map<String, Value>;

/// Reads an object; of a key given twice the last value wins.
///
/// # Errors
/// `raw` is no object, or holds a number or a text that cannot be represented (`1e999`, half a surrogate pair).
pub fn parse_object(raw: &RawValue) -> Result<Object, serde_json::Error> {
    serde_json::from_str::<Members>(raw.get()).map(|members| members.0)
}

/// A JSON object and nothing else.
struct Members(Object);

/// Any JSON value, read as it is written.
///
/// `Value`'s own reader gives some keys (`$serde_json::private::RawValue`) a meaning of its own and parses the text
/// behind them as JSON, to any depth. The content of a payload is the device's choice, so here no key means anything.
struct Document(Value);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DocumentVisitor).map(Document)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Members, A::Error> {
        members(map).map(Members)
    }
}

struct DocumentVisitor;

impl<'de> Visitor<'de> for DocumentVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Document(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        members(map).map(Value::Object)
    }
}

fn members<'de, A: MapAccess<'de>>(mut map: A) -> Result<Object, A::Error> {
    let mut object = Object::new();
    while let Some((key, Document(value))) = map.next_entry()? {
        object.insert(key, value);
    }
    Ok(object)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use serde_json::json;

    use super::*;

    fn parse(text: &str) -> Result<Object, serde_json::Error> {
        parse_object(serde_json::from_str(text).unwrap())
    }

    #[test]
    fn a_document_is_read_as_it_stands() {
        let text = r#"{"a":[null,true,-7,18446744073709551615,0.30000000000000004,"\u00e9",{"A":{}}]}"#;
        assert_eq!(serde_json::to_string(&parse(text).unwrap()).unwrap(), text.replace(r"\u00e9", "é"));
    }

    #[test]
    fn of_a_key_given_twice_the_last_value_wins_and_letter_case_counts() {
        let object = parse(r#"{"a":1,"A":2,"a":3}"#).unwrap();
        assert_eq!(Value::Object(object), json!({"a": 3, "A": 2}));
    }

    #[test]
    fn no_key_has_a_meaning_of_its_own() {
        for key in ["$serde_json::private::RawValue", "$serde_json::private::Number"] {
            let object = parse(&json!({ "a": { key: "[[1]]" } }).to_string()).unwrap();
            assert_eq!(object["a"][key], "[[1]]");
        }
    }

    #[test]
    fn what_is_no_object_or_cannot_be_represented_is_an_error() {
        for text in ["[]", "1", "\"{}\"", "null", r#"{"a":1e999}"#, r#"{"a":"\ud800"}"#] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
