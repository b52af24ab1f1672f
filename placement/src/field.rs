//! Tests of places in JSON documents.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use serde_json::{Map, Value};

use crate::pointer::Pointer;
use crate::version::Version;

/// A place and what it must hold.
#[derive(Clone, Debug)]
pub struct Field {
    /// The place.
    pub place: Pointer,
    /// What it must hold.
    pub test: FieldTest,
}

impl Field {
    /// Whether the document holds at the place what it must. No document, no place and `null` are the same.
    pub fn holds(&self, document: Option<&Map<String, Value>>) -> bool {
        self.test.holds(self.find(document))
    }

    /// What the document holds at the place, other than `null`.
    pub(crate) fn find<'d>(&self, document: Option<&'d Map<String, Value>>) -> Option<&'d Value> {
        document.and_then(|document| self.place.find(document))
    }
}

/// What a place must hold.
#[derive(Clone, Debug)]
pub enum FieldTest {
    /// One of these values.
    OneOf(Vec<Scalar>),
    /// Anything at all, or nothing.
    Present(bool),
    /// A version within bounds.
    Version {
        /// The lowest that is within.
        at_least: Option<Version>,
        /// The lowest above that is not.
        below: Option<Version>,
    },
}

impl FieldTest {
    /// Whether a place that holds this value, other than `null`, or nothing, holds what it must.
    pub fn holds(&self, value: Option<&Value>) -> bool {
        match (self, value) {
            (Self::Present(wanted), value) => value.is_some() == *wanted,
            (_, None) => false,
            (Self::OneOf(scalars), Some(value)) => scalars.iter().any(|scalar| scalar.is(value)),
            (Self::Version { at_least, below }, Some(value)) => value.as_str().is_some_and(|text| {
                let within = |bound: &Option<Version>, side: fn(Ordering) -> bool| match bound {
                    Some(bound) => bound.order_of(text).is_some_and(side),
                    None => true,
                };
                within(at_least, Ordering::is_ge) && within(below, Ordering::is_lt)
            }),
        }
    }
}

/// A value that is compared exactly, type included.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scalar {
    /// A text.
    Text(Box<str>),
    /// A whole number.
    Whole(i64),
    /// A boolean.
    Flag(bool),
}

impl Scalar {
    fn is(&self, value: &Value) -> bool {
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            Self::Whole(number) => value.as_i64() == Some(*number),
            Self::Flag(flag) => value.as_bool() == Some(*flag),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn holds(test: FieldTest, json: Value) -> bool {
        let Value::Object(document) = serde_json::json!({ "x": json }) else { panic!("an object") };
        Field { place: Pointer::parse("/x").unwrap(), test }.holds(Some(&document))
    }

    #[test]
    fn values_of_another_type_are_not_equal() {
        let one = || FieldTest::OneOf(vec![Scalar::Whole(1)]);
        assert!(holds(one(), 1.into()));
        for other in [Value::from(1.0), Value::from("1"), Value::from(true), Value::Null, u64::MAX.into()] {
            assert!(!holds(one(), other));
        }
    }

    #[test]
    fn null_is_absent() {
        assert!(holds(FieldTest::Present(false), Value::Null));
        assert!(holds(FieldTest::Present(true), Value::from(false)));
    }

    #[test]
    fn what_is_no_version_meets_no_bound() {
        let below = || FieldTest::Version { at_least: None, below: Version::parse("13") };
        assert!(holds(below(), "12.0.2.5".into()));
        assert!(!holds(below(), "13.0".into()));
        assert!(!holds(below(), "latest".into()));
        assert!(!holds(below(), 12.into()));
    }
}
