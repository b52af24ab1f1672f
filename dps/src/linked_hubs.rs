use alloc::{string::String, sync::Arc, vec::Vec};
use core::fmt;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use crate::text::Text;

/// The hubs that may be answered: a set without letter case, which knows the spelling of each.
///
/// DPS links at most 50 hubs, so hubs are looked for one after the other. A hostile request may name many thousands:
/// nothing here costs more than one pass over them. Clones share the names: the devices of a fleet have mostly the same.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct LinkedHubs(Arc<Names>);

/// Texts one behind the other, so that many of them take the memory of one.
#[derive(Default, Eq, PartialEq)]
struct Names {
    joined: String,
    /// Where in `joined` each of them ends.
    ends: Vec<usize>,
}

impl Names {
    fn push(&mut self, name: &str) {
        self.joined.push_str(name);
        self.ends.push(self.joined.len());
    }
}

impl LinkedHubs {
    /// The spelling to answer `hub` in, which is the first of those in the request; none if it is not linked.
    #[must_use]
    pub fn get(&self, hub: &str) -> Option<&str> {
        self.iter().find(|linked| linked.eq_ignore_ascii_case(hub))
    }

    /// Whether `hub` is linked and no other hub is.
    #[must_use]
    pub fn is_only(&self, hub: &str) -> bool {
        !self.0.ends.is_empty() && self.iter().all(|linked| linked.eq_ignore_ascii_case(hub))
    }

    /// Whether these are clones of one set, which is known without looking at the names.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The hubs as they stand in the request: one that is named twice comes twice.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.0.ends.iter().map(move |end| {
            let name = self.0.joined.get(start..*end).unwrap_or_default();
            start = *end;
            name
        })
    }
}

impl fmt::Debug for LinkedHubs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<S: AsRef<str>> FromIterator<S> for LinkedHubs {
    fn from_iter<I: IntoIterator<Item = S>>(hubs: I) -> Self {
        let mut names = Names::default();
        hubs.into_iter().for_each(|hub| names.push(hub.as_ref()));
        Self(Arc::new(names))
    }
}

impl<'de> Deserialize<'de> for LinkedHubs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(HubsVisitor)
    }
}

struct HubsVisitor;

impl<'de> Visitor<'de> for HubsVisitor {
    type Value = LinkedHubs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of strings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut hubs: A) -> Result<LinkedHubs, A::Error> {
        // Room for as many as most instances of DPS have, so that it is asked for only once.
        let mut names = Names { joined: String::with_capacity(512), ends: Vec::with_capacity(16) };
        while let Some(hub) = hubs.next_element::<Text<'_>>()? {
            names.push(hub.as_ref());
        }
        Ok(LinkedHubs(Arc::new(names)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_is_found_in_any_letter_case_and_answered_in_the_first_spelling() {
        let hubs = LinkedHubs::from_iter(["PVDemo.example", "pvdemo.EXAMPLE", "other.example"]);
        assert_eq!(hubs.get("pvdemo.example"), Some("PVDemo.example"));
        assert_eq!(hubs.get("third.example"), None);
    }

    #[test]
    fn the_only_hub_may_be_named_in_several_spellings() {
        assert!(LinkedHubs::from_iter(["a.example", "A.EXAMPLE"]).is_only("A.example"));
        assert!(!LinkedHubs::from_iter(["a.example", "b.example"]).is_only("a.example"));
        assert!(!LinkedHubs::from_iter(["a.example"]).is_only("b.example"));
        assert!(!LinkedHubs::default().is_only("a.example"));
    }

    #[test]
    fn clones_are_known_to_be_the_same() {
        let hubs = LinkedHubs::from_iter(["a.example"]);
        assert!(hubs.is(&hubs.clone()));
        assert!(!hubs.is(&LinkedHubs::from_iter(["a.example"])));
    }
}
