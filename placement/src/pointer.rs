//! JSON pointers (RFC 6901).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use serde_json::{Map, Value};

/// A place inside a JSON object, as RFC 6901 writes it: `/tags/geo`.
///
/// INVARIANT (pointer): begins with `/`; every `~` is followed by `0` or `1`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pointer {
    text: Box<str>,
    /// The first key, as documents have it.
    first: Box<str>,
    /// The other keys, as `text` has them.
    rest: Box<str>,
}

impl Pointer {
    /// Takes a text as a pointer to something inside an object.
    ///
    /// # Errors
    /// It does not begin with `/`, or has a `~` that is not `~0` or `~1`.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        let keys = text.strip_prefix('/').ok_or(PointerError::Start)?;
        let (first, rest) = keys.split_at(keys.find('/').unwrap_or(keys.len()));
        let escapes = text.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
        if !escapes {
            return Err(PointerError::Escape);
        }
        Ok(Self { text: text.into(), first: unescaped(first).into(), rest: rest.into() })
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The keys that lead to the place, from the outermost to its own.
    pub fn keys(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.text.split('/').skip(1).map(unescaped)
    }

    /// What stands at this place; JSON `null` is absent.
    pub fn find<'j>(&self, object: &'j Map<String, Value>) -> Option<&'j Value> {
        let value = object.get(&*self.first)?;
        let value = if self.rest.is_empty() { value } else { value.pointer(&self.rest)? };
        (!value.is_null()).then_some(value)
    }
}

fn unescaped(key: &str) -> Cow<'_, str> {
    if key.contains('~') { Cow::Owned(key.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(key) }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What keeps a text from being a [`Pointer`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PointerError {
    /// It does not begin with `/`.
    Start,
    /// It has a `~` that is not `~0` or `~1`.
    Escape,
}

impl fmt::Display for PointerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "does not begin with `/`",
            Self::Escape => "has a `~` that is not `~0` (for `~`) or `~1` (for `/`)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_as_rfc_6901_says() {
        let Value::Object(object) = serde_json::json!({
            "tags": { "geo": "eu", "none": null }, "a/b": 1, "m~n": 2, "": 3, "list": ["x", { "y": 4 }],
        }) else {
            panic!("an object")
        };
        for (pointer, found) in [
            ("/tags/geo", Some(Value::from("eu"))),
            ("/tags/none", None),
            ("/tags/none/x", None),
            ("/a~1b", Some(Value::from(1))),
            ("/m~0n", Some(Value::from(2))),
            ("/", Some(Value::from(3))),
            ("/list/1/y", Some(Value::from(4))),
            ("/list/01/y", None),
            ("/list/-", None),
            ("/tags/geo/x", None),
        ] {
            assert_eq!(Pointer::parse(pointer).unwrap().find(&object), found.as_ref(), "{pointer}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_pointer_is_said() {
        assert_eq!(Pointer::parse("tags/geo"), Err(PointerError::Start));
        assert_eq!(Pointer::parse(""), Err(PointerError::Start));
        assert_eq!(Pointer::parse("/a~2"), Err(PointerError::Escape));
        assert_eq!(Pointer::parse("/a~"), Err(PointerError::Escape));
    }
}
