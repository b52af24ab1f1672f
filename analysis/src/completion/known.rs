//! What a text names: stamps, attributes with their values, labels, cohorts and so on.

use alloc::vec::Vec;

use alloc::collections::{BTreeMap, BTreeSet};

use super::outline::{Outline, Pair, Scalar};
use super::slot::Slot;

/// What a text names besides what is being typed.
pub(super) struct Known<'o, 's> {
    pub(super) outline: &'o Outline<'s>,
    /// Where that begins.
    typed: usize,
}

/// A stamp.
#[derive(Default)]
pub(super) struct Stamp<'o> {
    pub(super) name: &'o str,
    pub(super) state: Option<&'o str>,
    pub(super) capacity: Option<&'o str>,
    pub(super) description: Option<&'o str>,
}

/// An attribute.
#[derive(Default)]
pub(super) struct Attribute<'o> {
    pub(super) name: &'o str,
    pub(super) values: Vec<&'o str>,
    /// Whether stamps do not serve it.
    pub(super) apart: bool,
    table: usize,
}

impl<'o, 's> Known<'o, 's> {
    pub(super) fn new(outline: &'o Outline<'s>, typed: usize) -> Self {
        Self { outline, typed }
    }

    /// The values at places in the language, without what is being typed.
    pub(super) fn scalars(&self, is: impl Fn(&Slot<'s>) -> bool) -> impl Iterator<Item = &'o Scalar<'s>> {
        self.outline.scalars.iter().filter(move |scalar| scalar.span.start != self.typed && is(&scalar.slot))
    }

    /// The texts at places in the language, each once.
    pub(super) fn texts(&self, is: impl Fn(&Slot<'s>) -> bool) -> Vec<&'o str> {
        once(self.scalars(is).filter(|scalar| scalar.quoted).map(|scalar| &*scalar.said))
    }

    fn pairs(&self) -> impl Iterator<Item = &'o Pair<'s>> {
        self.outline.pairs.iter().filter(|pair| pair.start != self.typed)
    }

    /// The keys of one table.
    pub(super) fn keys_in(&self, table: usize) -> BTreeSet<&'o str> {
        self.pairs().filter(|pair| pair.table == table).map(|pair| &*pair.key).collect()
    }

    /// The keys that an author chose at places in the language, each once.
    pub(super) fn keys(&self, is: impl Fn(&Slot<'s>) -> bool) -> Vec<&'o str> {
        let chosen = |pair: &&Pair<'s>| pair.slot.as_ref().is_some_and(|slot| slot.key.is_some() && is(slot));
        once(self.pairs().filter(chosen).map(|pair| &*pair.key))
    }

    /// The places of `twin` or `payload` that conditions and rules look at.
    pub(super) fn pointers(&self, document: &str) -> Vec<&'o str> {
        let asked = self.keys(|slot| slot.is_of_condition(document));
        once(asked.into_iter().chain(self.texts(|slot| slot.is("source", document))))
    }

    /// The stamps with a name, in the order of the text.
    pub(super) fn stamps(&self) -> Vec<Stamp<'o>> {
        let mut stamps: Vec<Stamp<'o>> = Vec::new();
        for (_, words) in self.entries("stamp") {
            let mut stamp = Stamp::default();
            for scalar in words {
                match scalar.slot.word.map(|(_, word)| word.name) {
                    Some("name") => stamp.name = &scalar.said,
                    Some("state") => stamp.state = Some(&scalar.said),
                    Some("capacity") => stamp.capacity = Some(&scalar.said),
                    Some("description") => stamp.description = Some(&scalar.said),
                    _ => {}
                }
            }
            stamps.push(stamp);
        }
        stamps.retain(|stamp| !stamp.name.is_empty());
        stamps
    }

    /// The attributes, in the order of the text. One that has no name yet has none.
    pub(super) fn attributes(&self) -> Vec<Attribute<'o>> {
        let entries = self.entries("attribute").into_iter();
        let attribute = |(table, words): (usize, Vec<&'o Scalar<'s>>)| {
            let mut attribute = Attribute { table, ..Attribute::default() };
            for scalar in words {
                match scalar.slot.word.map(|(_, word)| word.name) {
                    Some("name") => attribute.name = &scalar.said,
                    Some("values") => attribute.values.push(&scalar.said),
                    Some("places") => attribute.apart = scalar.said == "false",
                    _ => {}
                }
            }
            attribute
        };
        entries.map(attribute).collect()
    }

    /// The attributes before the one that a table belongs to; all if it belongs to none.
    pub(super) fn attributes_above(&self, table: usize) -> Vec<Attribute<'o>> {
        let mut attributes = self.attributes();
        if let Some(own) = self.own(&attributes, table) {
            attributes.truncate(own);
        }
        attributes
    }

    /// The attribute that a table belongs to.
    pub(super) fn attribute_of(&self, table: usize) -> Option<Attribute<'o>> {
        let attributes = self.attributes();
        let own = self.own(&attributes, table)?;
        attributes.into_iter().nth(own)
    }

    /// The attribute that the rule reads to which a table within it belongs, if it reads one.
    pub(super) fn read_by(&self, table: usize) -> Option<Attribute<'o>> {
        let rule = self.outline.around(table).nth(1)?;
        let within = |scalar: &&Scalar<'s>| self.outline.around(scalar.table).nth(1) == Some(rule);
        let read = self.scalars(|slot| slot.is("source", "attribute")).find(within)?;
        self.attributes_above(table).into_iter().find(|attribute| attribute.name == read.said)
    }

    fn own(&self, attributes: &[Attribute<'o>], table: usize) -> Option<usize> {
        let numbers: BTreeMap<usize, usize> = attributes.iter().map(|attribute| attribute.table).zip(0..).collect();
        self.outline.around(table).find_map(|table| numbers.get(&table).copied())
    }

    /// What a list holds besides what is being typed.
    pub(super) fn listed(&self, list: Option<usize>) -> BTreeSet<&'o str> {
        let in_list = |scalar: &&Scalar<'s>| list.is_some() && scalar.list == list;
        self.scalars(|_| true).filter(in_list).map(|scalar| &*scalar.said).collect()
    }

    /// What stands right in the tables of a kind, in the order in which they begin.
    fn entries(&self, table: &str) -> Vec<(usize, Vec<&'o Scalar<'s>>)> {
        let mut entries: Vec<(usize, Vec<&'o Scalar<'s>>)> = Vec::new();
        let mut numbers = BTreeMap::new();
        for scalar in self.scalars(|slot| slot.key.is_none() && slot.word.is_some_and(|(of, _)| of.name == table)) {
            let number = *numbers.entry(scalar.table).or_insert(entries.len());
            match entries.get_mut(number) {
                Some((_, words)) => words.push(scalar),
                None => entries.push((scalar.table, [scalar].into())),
            }
        }
        entries
    }
}

/// Each text once, in their order.
fn once<'o>(texts: impl Iterator<Item = &'o str>) -> Vec<&'o str> {
    let mut seen = BTreeSet::new();
    texts.filter(|text| !text.is_empty() && seen.insert(*text)).collect()
}
