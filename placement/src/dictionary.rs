//! What texts stand for.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::attribute::ValueId;
use crate::short::{FEW, same};

/// The values that texts stand for: the `map` of a rule.
#[derive(Clone, Debug)]
pub struct Dictionary(Vec<(Box<str>, ValueId)>);

impl Dictionary {
    pub(crate) fn new(entries: BTreeMap<Box<str>, ValueId>) -> Self {
        Self(entries.into_iter().collect())
    }

    /// What a text stands for.
    pub fn get(&self, text: &str) -> Option<ValueId> {
        let found = if self.0.len() <= FEW {
            self.0.iter().find(|(key, _)| same(key, text))
        } else {
            self.0.binary_search_by(|(key, _)| (**key).cmp(text)).ok().and_then(|at| self.0.get(at))
        };
        found.map(|(_, value)| *value)
    }

    /// The texts in their order, with what they stand for.
    pub fn iter(&self) -> impl Iterator<Item = (&str, ValueId)> {
        self.0.iter().map(|(key, value)| (&**key, *value))
    }

    /// The texts, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn few_and_many_texts_are_found() {
        for size in [0, 1, FEW, FEW + 1, 100] {
            let entries = (0..size).map(|number| (format!("{number}").into(), ValueId(number)));
            let dictionary = Dictionary::new(entries.collect());
            assert!((0..size).all(|number| dictionary.get(&format!("{number}")) == Some(ValueId(number))), "{size}");
            assert_eq!(dictionary.get("x"), None);
            assert_eq!(dictionary.get(&format!("{size}")), None);
        }
    }
}
