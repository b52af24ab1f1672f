use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use placement::Pointer;
use serde_json::{Map, Value};

use super::Class;

/// Whether no document has a value of one class at the one place and of the other class at the other, because one of
/// the places is inside the other.
///
/// Classes of many places go together if each two of them do.
pub fn conflict(one: (&Pointer, &Class), other: (&Pointer, &Class)) -> bool {
    conflicts_inside(one, other) || conflicts_inside(other, one)
}

fn conflicts_inside((outer, around): (&Pointer, &Class), (inner, within): (&Pointer, &Class)) -> bool {
    is_inside(inner, outer) && !within.may_be_absent() && !around.may_be_container()
}

fn is_inside(inner: &Pointer, outer: &Pointer) -> bool {
    inner.as_str().strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

/// A document that has at each place a value of the class beside it; none if two of them [conflict].
///
/// It has nothing where the class allows that, and no more than it must.
pub fn document(places: &[(&Pointer, &Class)]) -> Option<Map<String, Value>> {
    let mut present: Vec<(&Pointer, &Class)> = places.to_vec();
    present.retain(|(_, class)| !class.may_be_absent());
    // A place comes before those inside it.
    present.sort_by_key(|(place, _)| place.as_str());
    let is_outer = |place: &Pointer| present.iter().any(|(inner, _)| is_inside(inner, place));
    if places.iter().any(|(place, class)| is_outer(place) && !class.may_be_container()) {
        return None;
    }
    let mut document = Map::new();
    for (place, class) in &present {
        let value = class.example().filter(|_| !is_outer(place)).cloned();
        put(&mut document, &place.keys().collect::<Vec<_>>(), value.unwrap_or_else(|| Map::new().into()));
    }
    Some(document)
}

/// Puts a value at a place, in objects that are made where they lack.
fn put(object: &mut Map<String, Value>, keys: &[Cow<'_, str>], value: Value) {
    let [first, rest @ ..] = keys else { return };
    if rest.is_empty() {
        object.insert(first.as_ref().into(), value);
        return;
    }
    let inner = object.entry(first.as_ref()).or_insert_with(|| Map::new().into());
    if let Value::Object(inner) = inner {
        put(inner, rest, value);
    }
}
