//! TOML values as JSON.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Number, Value};
use toml::de::DeValue;

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::node::Node;

impl Node<'_> {
    /// The value as JSON. What JSON does not have (dates and times, `inf`, `nan`, a whole number that does not fit into
    /// 64 bits) is reported.
    pub fn json(&self, sink: &mut Sink) -> Option<Value> {
        match self.value {
            DeValue::Array(_) => {
                let read: Vec<_> = self.items().map(|item| item.json(sink)).collect();
                read.into_iter().collect::<Option<_>>().map(Value::Array)
            }
            DeValue::Table(_) => self.json_object(sink).map(Value::Object),
            _ => self.json_scalar(sink),
        }
    }

    /// The table as a JSON object.
    pub fn json_object(&self, sink: &mut Sink) -> Option<Map<String, Value>> {
        let read: Vec<_> = self.pairs().map(|pair| Some((pair.key.into(), pair.node.json(sink)?))).collect();
        read.into_iter().collect()
    }

    /// A value that is neither list nor table as JSON.
    pub(crate) fn json_scalar(&self, sink: &mut Sink) -> Option<Value> {
        match self.value {
            DeValue::String(text) => Some(Value::String(text.as_ref().into())),
            DeValue::Boolean(flag) => Some(Value::Bool(*flag)),
            DeValue::Integer(_) | DeValue::Float(_) => self.json_number(sink).map(Value::Number),
            _ => {
                let diagnostic = Diagnostic::new(Code::NotJson, self.span(), "JSON has no dates or times".into());
                sink.push(diagnostic.help("put it in quotes"));
                None
            }
        }
    }

    fn json_number(&self, sink: &mut Sink) -> Option<Number> {
        let float =
            || self.value.as_float().and_then(|float| float.as_str().parse::<f64>().ok()).and_then(Number::from_f64);
        let number = self.whole().map(Number::from).or_else(float);
        if number.is_none() {
            let diagnostic = Diagnostic::new(Code::NotJson, self.span(), "JSON has no such number".into());
            sink.push(diagnostic.help("write a finite number of 64 bits, or a text"));
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Tree;
    use alloc::string::ToString;
    use serde_json::json;

    fn json_of(source: &str) -> (Option<Value>, Vec<Diagnostic>) {
        let mut sink = Sink::default();
        let tree = Tree::parse(source, &mut sink).unwrap();
        (tree.root().json(&mut sink), sink.into_diagnostics())
    }

    #[test]
    fn what_both_have_is_the_same_in_both() {
        let (json, diagnostics) = json_of("a = 'x'\nb = [1, 2.5, true]\n[c]\nd = {}\n");
        assert_eq!(json, Some(json!({ "a": "x", "b": [1, 2.5, true], "c": { "d": {} } })));
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn everything_that_json_does_not_have_is_reported() {
        let (json, diagnostics) = json_of("a = 2026-11-23\nb = [inf, nan]\nc = 9223372036854775808\n");
        assert_eq!(json, None);
        let messages: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.message.to_string()).collect();
        assert_eq!(
            messages,
            [
                "JSON has no dates or times",
                "JSON has no such number",
                "JSON has no such number",
                "JSON has no such number"
            ]
        );
    }
}
