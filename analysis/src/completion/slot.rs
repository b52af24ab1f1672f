//! Where in the language a key or a value stands.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use placement::language::{Kind, POLICY, Table, Word};

/// A place in the language: what it takes, and how it was come to.
#[derive(Clone, Debug)]
pub(super) struct Slot<'s> {
    /// What it takes.
    pub(super) kind: &'static Kind,
    /// The last word of the language on the way, and the table that has it.
    pub(super) word: Option<(&'static Table, &'static Word)>,
    /// The last key on the way that an author chose, such as the attribute in `serves`.
    pub(super) key: Option<Cow<'s, str>>,
}

static ROOT: Kind = Kind::Table(&POLICY);
static OBJECT: Kind = Kind::Object;

impl<'s> Slot<'s> {
    /// A whole policy.
    pub(super) fn root() -> Self {
        Self { kind: &ROOT, word: None, key: None }
    }

    /// What stands below a key.
    pub(super) fn step(&self, key: &Cow<'s, str>) -> Option<Self> {
        let mut kinds = Vec::new();
        leaves(self.kind, &mut kinds);
        let word = kinds.iter().filter_map(table).find_map(|table| Some((table, table.word(key)?)));
        if let Some((table, word)) = word {
            return Some(Self { kind: &word.kind, word: Some((table, word)), key: self.key.clone() });
        }
        let kind = kinds.iter().find_map(|kind| match kind {
            Kind::Map { value, .. } => Some(*value),
            Kind::Object => Some(&OBJECT),
            _ => None,
        })?;
        Some(Self { kind, word: self.word, key: Some(key.clone()) })
    }

    /// The tables whose words may be keys here.
    pub(super) fn tables(&self) -> Vec<&'static Table> {
        let mut kinds = Vec::new();
        leaves(self.kind, &mut kinds);
        kinds.iter().filter_map(table).collect()
    }

    /// Whether the author chooses keys here.
    pub(super) fn is_map(&self) -> bool {
        let mut kinds = Vec::new();
        leaves(self.kind, &mut kinds);
        kinds.iter().any(|kind| matches!(kind, Kind::Map { .. }))
    }

    /// What a value may be here, or, within a list, what an item may be.
    pub(super) fn values(&self, in_list: bool) -> Vec<&'static Kind> {
        let mut values = Vec::new();
        if in_list {
            items(self.kind, &mut values)
        } else {
            single(self.kind, &mut values)
        }
        values
    }

    /// Whether it is this word, or what an author chose below it.
    pub(super) fn is(&self, table: &str, word: &str) -> bool {
        self.word.is_some_and(|(in_table, of)| of.name == word && in_table.name == table)
    }

    /// Whether it is this word of a condition.
    pub(super) fn is_of_condition(&self, word: &str) -> bool {
        self.word.is_some_and(|(in_table, of)| of.name == word && in_table.name.starts_with("condition"))
    }
}

fn table(kind: &&'static Kind) -> Option<&'static Table> {
    match kind {
        Kind::Table(table) | Kind::Entries(table) => Some(table),
        _ => None,
    }
}

/// All that a kind may be made of.
fn leaves(kind: &'static Kind, found: &mut Vec<&'static Kind>) {
    match kind {
        Kind::List(inside) | Kind::Many(inside) => leaves(inside, found),
        Kind::Either(kinds) => kinds.iter().for_each(|kind| leaves(kind, found)),
        leaf => found.push(leaf),
    }
}

/// What may stand without a list.
fn single(kind: &'static Kind, found: &mut Vec<&'static Kind>) {
    match kind {
        Kind::Many(inside) => single(inside, found),
        Kind::Either(kinds) => kinds.iter().for_each(|kind| single(kind, found)),
        Kind::List(_) => {}
        leaf => found.push(leaf),
    }
}

/// What may stand in a list.
fn items(kind: &'static Kind, found: &mut Vec<&'static Kind>) {
    match kind {
        Kind::Many(inside) | Kind::List(inside) => single(inside, found),
        Kind::Either(kinds) => kinds.iter().for_each(|kind| items(kind, found)),
        Kind::Object => found.push(kind),
        _ => {}
    }
}
