//! Places in the twin and in the payload, written and cleared in place.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::vec::Vec;

use dps::Object;
use placement::Pointer;
use serde_json::Value;

/// The keys that lead to a value, from the outermost to its own; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place(Vec<Box<str>>);

impl Place {
    /// The place to which keys lead.
    pub(crate) fn new(keys: Vec<Box<str>>) -> Self {
        Self(keys)
    }

    /// The place that a JSON pointer names.
    pub(crate) fn of(pointer: &Pointer) -> Self {
        Self(pointer.keys().map(|key| key.into()).collect())
    }

    /// The keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| &**key)
    }

    /// Whether the value of one place would hold the other.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a == b)
    }

    /// Puts a text there, into the memory of the text that stands there.
    pub(crate) fn put_text(&self, text: &str, object: &mut Object) {
        match find(&self.0, object) {
            Some(Value::String(old)) => {
                old.clear();
                old.push_str(text);
            }
            _ => self.put(Value::String(text.to_owned()), object),
        }
    }

    /// Puts a value there, and objects on the way.
    pub(crate) fn put(&self, value: Value, object: &mut Object) {
        put(&self.0, value, object);
    }

    /// Takes away what stands there, and objects on the way that hold nothing else.
    pub(crate) fn clear(&self, object: &mut Object) {
        clear(&self.0, object);
    }
}

fn find<'o>(keys: &[Box<str>], object: &'o mut Object) -> Option<&'o mut Value> {
    let (first, rest) = keys.split_first()?;
    let value = object.get_mut(&**first)?;
    if rest.is_empty() { Some(value) } else { find(rest, value.as_object_mut()?) }
}

fn put(keys: &[Box<str>], value: Value, object: &mut Object) {
    match keys {
        [] => {}
        [last] => drop(object.insert((**last).to_owned(), value)),
        [first, rest @ ..] => {
            let inner = object.entry(&**first).or_insert_with(|| Value::Object(Object::new()));
            if !inner.is_object() {
                *inner = Value::Object(Object::new());
            }
            if let Value::Object(inner) = inner {
                put(rest, value, inner);
            }
        }
    }
}

fn clear(keys: &[Box<str>], object: &mut Object) {
    match keys {
        [] => {}
        [last] => drop(object.remove(&**last)),
        [first, rest @ ..] => {
            if let Some(Value::Object(inner)) = object.get_mut(&**first) {
                clear(rest, inner);
                if inner.is_empty() {
                    object.remove(&**first);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn place(pointer: &str) -> Place {
        Place::of(&Pointer::parse(pointer).unwrap())
    }

    #[test]
    fn what_is_put_is_there_and_what_is_cleared_leaves_nothing() {
        let mut object = Object::new();
        place("/tags/geo").put_text("eu", &mut object);
        place("/tags/geo").put_text("us", &mut object);
        place("/tags/a~1b").put(1.into(), &mut object);
        assert_eq!(Value::Object(object.clone()), json!({ "tags": { "geo": "us", "a/b": 1 } }));
        place("/tags/geo").clear(&mut object);
        assert_eq!(Value::Object(object.clone()), json!({ "tags": { "a/b": 1 } }));
        place("/tags/a~1b").clear(&mut object);
        place("/tags/none").clear(&mut object);
        assert_eq!(Value::Object(object), json!({}));
    }

    #[test]
    fn a_place_and_one_within_it_overlap() {
        assert!(place("/a").overlaps(&place("/a/b")) && place("/a/b").overlaps(&place("/a")));
        assert!(place("/a").overlaps(&place("/a")) && !place("/a/b").overlaps(&place("/a/c")));
    }
}
