//! Lists of entries that have names: which are new or gone, and which stand elsewhere.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use placement::node::Node;

use super::delta::{Delta, EditId, Finder, Path};
use super::edit::{Change, Subject};
use super::text::{list, same, value};

/// A list of entries of which there are two versions.
pub(super) struct Entries(Vec<Entry>);

/// An entry of either version or of both.
struct Entry {
    delta: Delta,
    /// Where it stands in the old list.
    old: Option<usize>,
    /// Where it stands in the new list.
    new: Option<usize>,
    /// What brings it, takes it away, or has it stand elsewhere.
    edit: Option<EditId>,
}

impl Entry {
    /// Whether it stands where the new list has it.
    fn is_as_new(&self, chosen: &dyn Fn(EditId) -> bool) -> bool {
        self.edit.is_none_or(chosen)
    }
}

impl Entries {
    /// The list with the edits that are chosen; nothing where there is no entry.
    pub(super) fn with(&self, chosen: &dyn Fn(EditId) -> bool) -> Option<String> {
        let entries = self.in_order(chosen).into_iter().filter_map(|index| self.0.get(index)?.delta.with(chosen));
        let entries: Vec<String> = entries.collect();
        (!entries.is_empty()).then(|| list(entries.into_iter()))
    }

    /// The same by other numbers of the edits.
    pub(super) fn renumbered(self, numbers: &[EditId]) -> Self {
        let number = |edit: EditId| numbers.get(edit).copied().unwrap_or(edit);
        let entries = self.0.into_iter().map(|entry| Entry {
            delta: entry.delta.renumbered(numbers),
            edit: entry.edit.map(number),
            ..entry
        });
        Self(entries.collect())
    }

    /// The entries that are there, first those that every version has in this order, then each of the others behind the
    /// one that stands before it in its own version.
    fn in_order(&self, chosen: &dyn Fn(EditId) -> bool) -> Vec<usize> {
        let entries = || self.0.iter().enumerate();
        let fixed = entries().filter(|(_, entry)| entry.edit.is_none());
        let mut order: Vec<usize> = sorted(fixed, |entry| entry.new);
        let olds = sorted(entries().filter(|(_, entry)| !entry.is_as_new(chosen)), |entry| entry.old);
        let news =
            sorted(entries().filter(|(_, entry)| entry.edit.is_some() && entry.is_as_new(chosen)), |entry| entry.new);
        olds.into_iter().for_each(|index| self.insert(&mut order, index, |entry| entry.old));
        news.into_iter().for_each(|index| self.insert(&mut order, index, |entry| entry.new));
        order
    }

    fn insert(&self, order: &mut Vec<usize>, index: usize, place: impl Fn(&Entry) -> Option<usize>) {
        let place = |index: usize| self.0.get(index).and_then(&place);
        let Some(own) = place(index) else { return };
        let before = order.iter().enumerate().filter_map(|(at, other)| Some((place(*other)?, at)));
        let behind = before.filter(|(other, _)| *other < own).max().map_or(0, |(_, at)| at + 1);
        order.insert(behind, index);
    }
}

/// The numbers of entries that have a place, by it.
fn sorted<'e>(
    entries: impl Iterator<Item = (usize, &'e Entry)>,
    place: impl Fn(&Entry) -> Option<usize>,
) -> Vec<usize> {
    let mut placed: Vec<(usize, usize)> = entries.filter_map(|(index, entry)| Some((place(entry)?, index))).collect();
    placed.sort_unstable();
    placed.into_iter().map(|(_, index)| index).collect()
}

/// What is compared: the entries of both lists, and which of them correspond.
struct Lists<'t> {
    old: Vec<Node<'t>>,
    new: Vec<Node<'t>>,
    /// For each of the new ones, its number in the old list.
    of_new: Vec<Option<usize>>,
}

/// Kinds whose order decides nothing.
const UNORDERED: [&str; 2] = ["stamp", "guarantee"];

/// Kinds whose names are hashed or referred to: with another name it is another entry.
const NAMED: [&str; 2] = ["attribute", "stamp"];

impl<'t> Lists<'t> {
    fn of(kind: &str, old: Option<Node<'t>>, new: Option<Node<'t>>) -> Self {
        let entries = |list: Option<Node<'t>>| list.into_iter().flat_map(|list| list.items()).collect();
        let (old, new): (Vec<Node<'t>>, Vec<Node<'t>>) = (entries(old), entries(new));
        let named = |entry: &Node<'t>| old.iter().position(|other| name(*other) == name(*entry));
        let mut of_new: Vec<Option<usize>> = new.iter().map(named).collect();
        if !NAMED.contains(&kind) {
            for (index, entry) in new.iter().enumerate() {
                let is_free = |other: &usize| !of_new.contains(&Some(*other));
                let renamed = || (0..old.len()).filter(is_free).find(|other| is_renamed(old.get(*other), entry));
                if of_new.get(index).is_some_and(Option::is_none) {
                    let found = renamed();
                    of_new.get_mut(index).into_iter().for_each(|of| *of = found);
                }
            }
        }
        Self { old, new, of_new }
    }

    /// The entries of both that stand in another order: as few as can be.
    fn moved(&self) -> Vec<bool> {
        let olds: Vec<(usize, usize)> =
            self.of_new.iter().enumerate().filter_map(|(new, old)| Some((new, (*old)?))).collect();
        let mut moved = vec![true; self.new.len()];
        for new in longest_rising(&olds) {
            moved.get_mut(new).into_iter().for_each(|moved| *moved = false);
        }
        moved
    }
}

fn name<'t>(entry: Node<'t>) -> &'t str {
    entry.text_of("name").unwrap_or_default()
}

/// Whether two entries say the same besides their names and what nothing looks at.
fn is_renamed(old: Option<&Node<'_>>, new: &Node<'_>) -> bool {
    let Some(old) = old else { return false };
    let is_said = |key: &&str| !["name", "description"].contains(key);
    let keys = |node: &Node<'_>| node.pairs().filter(|pair| is_said(&pair.key)).count();
    keys(old) == keys(new)
        && keys(new) > 0
        && new
            .pairs()
            .filter(|pair| is_said(&pair.key))
            .all(|pair| old.get(pair.key).is_some_and(|old| same(old, pair.node)))
}

/// The first parts of the pairs of a longest subsequence whose second parts rise.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<usize> {
    // The best chains that end at each pair: the length, and the pair before.
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, (_, second)) in pairs.iter().enumerate() {
        let before = pairs.iter().take(at).zip(&best).enumerate().filter(|(_, ((_, other), _))| other < second);
        let chain = before
            .map(|(index, (_, (length, _)))| (*length, index))
            .max_by_key(|(length, index)| (*length, usize::MAX - index));
        best.push(chain.map_or((1, None), |(length, index)| (length + 1, Some(index))));
    }
    let mut at = (0..best.len()).max_by_key(|at| best.get(*at).map(|(length, _)| *length));
    let mut chain = Vec::new();
    while let Some(index) = at {
        chain.extend(pairs.get(index).map(|(first, _)| *first));
        at = best.get(index).and_then(|(_, before)| *before);
    }
    chain
}

impl<'t> Finder<'t> {
    /// Two lists of entries as one. `attribute` is the one that rules belong to.
    pub(super) fn entries(
        &mut self,
        kind: &'static str,
        (old, new): (Option<Node<'t>>, Option<Node<'t>>),
        attribute: Option<String>,
    ) -> Delta {
        let lists = Lists::of(kind, old, new);
        let subject =
            |entry: Node<'_>| Subject { kind, attribute: attribute.clone(), name: Some(name(entry).to_owned()) };
        let moved = if UNORDERED.contains(&kind) { vec![false; lists.new.len()] } else { lists.moved() };
        let mut entries = Vec::new();
        let mut before = None;
        for (index, (entry, of)) in lists.new.iter().zip(&lists.of_new).enumerate() {
            let was = of.and_then(|of| lists.old.get(of)).copied();
            let is_moved = moved.get(index) == Some(&true);
            let change = match was {
                None => Some(Change::Added { word: None, to: None }),
                Some(_) if is_moved => Some(Change::Moved { behind: before }),
                Some(_) => None,
            };
            let edit = change.map(|change| self.push(subject(*entry), change, (was, Some(*entry)), 0));
            let delta = match was {
                None => Delta::Same(value(*entry, self.new.source)),
                Some(was) => self.table(
                    was,
                    *entry,
                    &Path { subject: subject(*entry), keys: Vec::new(), at: entry.span().start },
                ),
            };
            entries.push(Entry { delta, old: *of, new: Some(index), edit });
            before = Some(name(*entry).to_owned());
        }
        self.gone(&lists, &subject, &mut entries);
        Delta::Entries(Entries(entries))
    }

    /// Entries of the old list alone. Each is taken away where it would stand in the new one.
    fn gone(&mut self, lists: &Lists<'t>, subject: &dyn Fn(Node<'_>) -> Subject, entries: &mut Vec<Entry>) {
        let mut at = 0;
        for (index, entry) in lists.old.iter().enumerate() {
            let new = lists.of_new.iter().position(|of| *of == Some(index)).and_then(|new| lists.new.get(new));
            match new {
                Some(new) => at = last(*new),
                None => {
                    let at = if at == 0 { lists.new.first().map_or(0, |first| first.span().start) } else { at };
                    let change = Change::Removed { word: None, from: None };
                    let edit = self.push(subject(*entry), change, (Some(*entry), None), at);
                    let delta = Delta::Same(value(*entry, self.old.source));
                    entries.push(Entry { delta, old: Some(index), new: None, edit: Some(edit) });
                }
            }
        }
    }
}

/// The last byte of a value and of all that is in it.
fn last(node: Node<'_>) -> usize {
    let inner = node.pairs().map(|pair| pair.node).chain(node.items());
    inner.map(last).max().unwrap_or(0).max(node.span().end)
}
