//! What the answer carries besides the hub, with its placeholders.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value};

use crate::attribute::AttributeId;
use crate::name::Name;

/// The answer's twin and payload, as the policy asks for them.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct AnswerTemplate {
    pub(crate) twin: Option<ObjectTemplate>,
    pub(crate) payload: Option<ObjectTemplate>,
}

/// The pairs of an object.
pub(crate) type ObjectTemplate = Vec<(Box<str>, JsonTemplate)>;

/// A JSON value whose texts may hold placeholders.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum JsonTemplate {
    Fixed(Value),
    Text(Vec<Piece>),
    Array(Vec<JsonTemplate>),
    Object(ObjectTemplate),
}

/// A piece of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Piece {
    Literal(Box<str>),
    Placeholder(Placeholder),
}

/// What a placeholder stands for. The words are namespaced, so that no name of an author meets one of the language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Placeholder {
    StampName,
    StampApplication,
    StampLabel(Name),
    Attribute(AttributeId),
    PolicyName,
    PolicyRevision,
}

impl AnswerTemplate {
    /// The attributes that it has placeholders for.
    pub(crate) fn attributes(&self) -> BTreeSet<AttributeId> {
        let mut attributes = BTreeSet::new();
        for (_, template) in [&self.twin, &self.payload].into_iter().flatten().flatten() {
            template.attributes(&mut attributes);
        }
        attributes
    }
}

/// Fills an object in. A key or item with a placeholder that has no value is left out.
pub(crate) fn fill<'v>(
    object: &ObjectTemplate,
    value: &impl Fn(&Placeholder) -> Option<&'v str>,
) -> Map<String, Value> {
    // Collecting would sort the pairs in a list of their own first.
    let mut filled = Map::new();
    for (key, template) in object {
        if let Some(value) = template.fill(value) {
            filled.insert(String::from(&**key), value);
        }
    }
    filled
}

impl JsonTemplate {
    fn attributes(&self, found: &mut BTreeSet<AttributeId>) {
        match self {
            Self::Fixed(_) => {}
            Self::Text(pieces) => found.extend(pieces.iter().filter_map(|piece| match piece {
                Piece::Placeholder(Placeholder::Attribute(attribute)) => Some(*attribute),
                _ => None,
            })),
            Self::Array(items) => items.iter().for_each(|item| item.attributes(found)),
            Self::Object(object) => object.iter().for_each(|(_, template)| template.attributes(found)),
        }
    }

    fn fill<'v>(&self, value: &impl Fn(&Placeholder) -> Option<&'v str>) -> Option<Value> {
        Some(match self {
            Self::Fixed(fixed) => fixed.clone(),
            Self::Text(pieces) => Value::String(join(pieces, value)?),
            Self::Array(items) => items.iter().filter_map(|item| item.fill(value)).collect(),
            Self::Object(object) => Value::Object(fill(object, value)),
        })
    }
}

fn join<'v>(pieces: &[Piece], value: &impl Fn(&Placeholder) -> Option<&'v str>) -> Option<String> {
    let mut text = String::new();
    for piece in pieces {
        text.push_str(match piece {
            Piece::Literal(literal) => literal,
            Piece::Placeholder(placeholder) => value(placeholder)?,
        });
    }
    Some(text)
}

/// `over` merged over `under`: objects deeply, everything else replaced.
pub(crate) fn merge(under: Map<String, Value>, over: Map<String, Value>) -> Map<String, Value> {
    if under.is_empty() {
        return over;
    }
    let mut merged = under;
    for (key, value) in over {
        let value = match (merged.remove(&key), value) {
            (Some(Value::Object(under)), Value::Object(over)) => Value::Object(merge(under, over)),
            (_, value) => value,
        };
        merged.insert(key, value);
    }
    merged
}

/// Takes a text apart. `name` gives the meaning of what stands between braces.
///
/// # Errors
/// The part of the text that is wrong, and why.
pub(crate) fn pieces<'t>(
    text: &'t str,
    mut name: impl FnMut(&'t str) -> Result<Placeholder, String>,
) -> Result<Vec<Piece>, (&'t str, String)> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        literal.push_str(before);
        if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            literal.push_str(from.get(..1).unwrap_or_default());
            rest = after;
            continue;
        }
        let inside = from.strip_prefix('{').and_then(|from| from.split_once('}'));
        let Some((inside, after)) = inside else {
            return Err((
                from,
                String::from("a brace stands alone: write `{{` or `}}` for one that is no placeholder"),
            ));
        };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(core::mem::take(&mut literal).into()));
        }
        pieces.push(Piece::Placeholder(name(inside).map_err(|why| (inside, why))?));
        rest = after;
    }
    literal.push_str(rest);
    if !literal.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Literal(literal.into()));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Map<String, Value> {
        let Value::Object(object) = value else { panic!("an object") };
        object
    }

    #[test]
    fn objects_are_merged_deeply_and_everything_else_is_replaced() {
        let under = object(json!({ "tags": { "geo": "eu", "list": [1, 2] }, "x": { "y": 1 } }));
        let over = object(json!({ "tags": { "stamp": "eu-1", "list": [3] }, "x": 2 }));
        assert_eq!(
            Value::Object(merge(under, over)),
            json!({ "tags": { "geo": "eu", "list": [3], "stamp": "eu-1" }, "x": 2 })
        );
    }

    #[test]
    fn texts_are_taken_apart_at_their_placeholders() {
        let parse = |text| {
            pieces(text, |name| if name == "stamp.name" { Ok(Placeholder::StampName) } else { Err("unknown".into()) })
        };
        let literal = |text: &str| Piece::Literal(text.into());
        assert_eq!(
            parse("a{stamp.name}b"),
            Ok([literal("a"), Piece::Placeholder(Placeholder::StampName), literal("b")].into())
        );
        assert_eq!(parse("{{x}}"), Ok([literal("{x}")].into()));
        assert_eq!(parse(""), Ok([literal("")].into()));
        assert_eq!(parse("{nobody}"), Err(("nobody", "unknown".into())));
        assert!(parse("}").is_err());
        assert!(parse("a{b").is_err());
    }
}
