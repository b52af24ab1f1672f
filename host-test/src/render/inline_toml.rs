//! JSON as TOML, on one line and as harmless to a terminal as it looks.

use dps::Object;
use serde_json::Value;

use crate::render::is_hidden;

/// A text as a basic string of TOML. JSON's escapes are among TOML's.
pub(crate) fn quoted(text: &str) -> String {
    let escape = |c: char| if is_hidden(c) { format!("\\u{:04X}", u32::from(c)) } else { c.to_string() };
    Value::from(text).to_string().chars().map(escape).collect()
}

/// An object as an inline table; none of one that holds a `null`, which TOML lacks.
pub(crate) fn table(object: &Object) -> Option<String> {
    let pair = |(key, value): (&String, &Value)| Some(format!("{} = {}", self::key(key), self::value(value)?));
    let pairs = object.iter().map(pair).collect::<Option<Vec<_>>>()?;
    Some(if pairs.is_empty() { "{}".into() } else { format!("{{ {} }}", pairs.join(", ")) })
}

fn value(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(self::value).collect::<Option<Vec<_>>>()?.join(", ")),
        Value::Object(object) => table(object)?,
    })
}

fn key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { quoted(key) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let object =
            json!({ "a b": "x\n\u{1b}[2K\u{7f}\u{9b}\u{202e}\"\\'🙂", "n": [1, -2.5, 1e300, true, {}, []], "": "" });
        let written = format!("t = {}", table(object.as_object().unwrap()).unwrap());
        assert!(!written.chars().any(is_hidden), "{written:?}");
        let read: Value = ::toml::from_str(&written).unwrap();
        assert_eq!(read["t"], object);
    }

    #[test]
    fn a_null_has_no_place_in_a_table() {
        assert_eq!(table(json!({ "a": [{ "b": null }] }).as_object().unwrap()), None);
    }
}
