use alloc::{string::String, sync::Arc};

/// The hubs that may be answered: a set without letter case, which knows the spelling of each.
///
/// DPS links at most 50 hubs, so hubs are looked for one after the other. A hostile request may name many thousands:
/// nothing here costs more than one pass over them. Clones share the names: the devices of a fleet have mostly the same.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LinkedHubs(Arc<[String]>);

impl LinkedHubs {
    /// The spelling to answer `hub` in, which is the first of those in the request; none if it is not linked.
    #[must_use]
    pub fn get(&self, hub: &str) -> Option<&str> {
        self.iter().find(|linked| linked.eq_ignore_ascii_case(hub))
    }

    /// Whether `hub` is linked and no other hub is.
    #[must_use]
    pub fn is_only(&self, hub: &str) -> bool {
        !self.0.is_empty() && self.iter().all(|linked| linked.eq_ignore_ascii_case(hub))
    }

    /// Whether these are clones of one set, which is known without looking at the names.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The hubs as they stand in the request: one that is named twice comes twice.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<S: Into<String>> FromIterator<S> for LinkedHubs {
    fn from_iter<I: IntoIterator<Item = S>>(hubs: I) -> Self {
        Self(hubs.into_iter().map(Into::into).collect())
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
