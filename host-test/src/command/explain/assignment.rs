//! Fields of a JSON document as arguments: `country=DE`, `tags.floor:=3`, `{"tags": {"geo": "eu"}}`.

use std::str::FromStr;

use anyhow::{Context as _, Result, anyhow, bail};
use dps::Object;
use placement::Pointer;
use serde_json::Value;

/// One value and its place in a document.
///
/// `KEY=TEXT` is a text, whatever it looks like, and `KEY:=JSON` any JSON. The parts of a key are apart by dots, or it is
/// a JSON pointer as policies write it (`/tags/geo`), by which a key with dots can be named. What begins with `{` is an
/// object, whose members are added.
#[derive(Clone, Debug)]
pub(super) struct Assignment(Vec<(Vec<String>, Value)>);

impl FromStr for Assignment {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        if text.trim_start().starts_with('{') {
            let object: Object = serde_json::from_str(text).context("not a JSON object")?;
            return Ok(Self(object.into_iter().map(|(key, value)| (vec![key], value)).collect()));
        }
        let (key, value) = text.split_once('=').ok_or_else(|| anyhow!("write KEY=TEXT, KEY:=JSON or a JSON object"))?;
        let (key, value) = match key.strip_suffix(':') {
            Some(key) => (key, serde_json::from_str(value).with_context(|| format!("`{value}` is not JSON"))?),
            None => (key, Value::from(value)),
        };
        Ok(Self(vec![(path(key)?, value)]))
    }
}

fn path(key: &str) -> Result<Vec<String>> {
    let parts: Vec<String> = match key.strip_prefix('/') {
        Some(_) => match Pointer::parse(key) {
            Ok(pointer) => pointer.keys().map(|key| key.into_owned()).collect(),
            Err(error) => bail!("`{key}` {error}"),
        },
        None => key.split('.').map(str::to_owned).collect(),
    };
    if parts.iter().any(String::is_empty) {
        bail!("`{key}` has an empty part");
    }
    Ok(parts)
}

/// The document that the assignments make together; none without any.
///
/// # Errors
/// Two of them give the same place a value.
pub(super) fn object(assignments: &[Assignment]) -> Result<Option<Object>> {
    let mut object = Object::new();
    for (path, value) in assignments.iter().flat_map(|assignment| &assignment.0) {
        if !put(&mut object, path, value.clone()) {
            bail!("`{}` is given twice", path.join("."));
        }
    }
    Ok((!assignments.is_empty()).then_some(object))
}

/// Whether the place was free. An object is merged into one that is there.
fn put(object: &mut Object, path: &[String], value: Value) -> bool {
    let Some((key, rest)) = path.split_first() else { return false };
    let (there, value) = match (object.get_mut(key), rest.is_empty(), value) {
        (Some(Value::Object(there)), true, Value::Object(members)) => {
            return members.into_iter().all(|(key, value)| put(there, &[key], value));
        }
        (Some(there), false, value) => (there, value),
        (Some(_), true, _) => return false,
        (None, true, value) => return object.insert(key.clone(), value).is_none(),
        (None, false, value) => (object.entry(key.clone()).or_insert_with(|| Object::new().into()), value),
    };
    there.as_object_mut().is_some_and(|there| put(there, rest, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn made(texts: &[&str]) -> Result<Value> {
        let assignments = texts.iter().map(|text| text.parse()).collect::<Result<Vec<Assignment>>>()?;
        Ok(object(&assignments)?.into())
    }

    #[test]
    fn texts_stay_texts_and_json_is_marked() {
        let made = made(&["country=DE", "n=12", "flag:=true", "tags.floor:=3", "empty=", "note=a=b"]).unwrap();
        let expected =
            json!({ "country": "DE", "n": "12", "flag": true, "tags": { "floor": 3 }, "empty": "", "note": "a=b" });
        assert_eq!(made, expected);
    }

    #[test]
    fn objects_and_places_go_together() {
        let merged =
            made(&[r#"{ "tags": { "geo": "eu" } }"#, "tags.pilot:=true", r#"{"tags":{"a":{"b":1}}}"#]).unwrap();
        assert_eq!(merged, json!({ "tags": { "geo": "eu", "pilot": true, "a": { "b": 1 } } }));
        assert_eq!(made(&["/a.b/c~1d=x"]).unwrap(), json!({ "a.b": { "c/d": "x" } }));
        assert_eq!(made(&[]).unwrap(), Value::Null);
    }

    #[test]
    fn what_cannot_be_meant_is_an_error() {
        for texts in [&["country"][..], &["a..b=1"], &["=x"], &["n:=x"], &["{]"], &["/a~2=x"]] {
            assert!(made(texts).is_err(), "{texts:?}");
        }
        for twice in [["a=1", "a=2"], ["a=1", "a.b=2"], ["a.b=1", "a=2"], ["a.b=1", r#"{"a":{"b":2}}"#]] {
            assert!(made(&twice).unwrap_err().to_string().contains("is given twice"), "{twice:?}");
        }
    }
}
