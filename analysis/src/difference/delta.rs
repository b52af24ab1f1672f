//! The edits between two texts, each of which can be taken or left.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use placement::node::{Node, Pair};

use super::edit::{Change, Edit, Subject};
use super::entries::Entries;
use super::text::{document, same, shown, table, value};
use crate::lines::Lines;

/// The number of an edit, by which it is chosen.
pub(super) type EditId = usize;

/// A value of which there are two versions.
pub(super) enum Delta {
    /// Both are the same.
    Same(String),
    /// One edit decides which it is; nothing where it is not there.
    Choice { edit: EditId, old: Option<String>, new: Option<String> },
    /// A table, by its keys.
    Table(Vec<(String, Delta)>),
    /// A list whose items correspond to each other one by one.
    Items(Vec<Delta>),
    /// A list of entries that have names.
    Entries(Entries),
}

impl Delta {
    /// The value with the edits that are chosen; nothing where it is not there.
    pub(super) fn with(&self, chosen: &dyn Fn(EditId) -> bool) -> Option<String> {
        Some(match self {
            Self::Same(text) => text.clone(),
            Self::Choice { edit, old, new } => return if chosen(*edit) { new.clone() } else { old.clone() },
            Self::Table(pairs) => {
                let pairs = pairs.iter().filter_map(|(name, delta)| {
                    Some([&*super::text::key(name), " = ", &*delta.with(chosen)?].concat())
                });
                table(pairs)
            }
            Self::Items(items) => super::text::list(items.iter().filter_map(|item| item.with(chosen))),
            Self::Entries(entries) => return entries.with(chosen),
        })
    }

    /// The same by other numbers of the edits.
    pub(super) fn renumbered(self, numbers: &[EditId]) -> Self {
        let number = |edit: EditId| numbers.get(edit).copied().unwrap_or(edit);
        match self {
            Self::Same(text) => Self::Same(text),
            Self::Choice { edit, old, new } => Self::Choice { edit: number(edit), old, new },
            Self::Table(pairs) => {
                Self::Table(pairs.into_iter().map(|(key, delta)| (key, delta.renumbered(numbers))).collect())
            }
            Self::Items(items) => Self::Items(items.into_iter().map(|delta| delta.renumbered(numbers)).collect()),
            Self::Entries(entries) => Self::Entries(entries.renumbered(numbers)),
        }
    }

    /// The text that the whole is.
    pub(super) fn document(&self, chosen: &dyn Fn(EditId) -> bool) -> String {
        match self {
            Self::Table(pairs) => {
                document(pairs.iter().filter_map(|(name, delta)| Some((name.clone(), delta.with(chosen)?))))
            }
            _ => String::new(),
        }
    }
}

/// A text that is compared.
pub(super) struct Side<'t> {
    pub(super) source: &'t str,
    pub(super) lines: Lines<'t>,
}

/// Finds the edits.
pub(super) struct Finder<'t> {
    pub(super) old: Side<'t>,
    pub(super) new: Side<'t>,
    pub(super) edits: Vec<Edit>,
}

/// Where a value is.
#[derive(Clone)]
pub(super) struct Path {
    pub(super) subject: Subject,
    /// The keys within the subject.
    pub(super) keys: Vec<String>,
    /// Where in the new text the table stands that it is in.
    pub(super) at: usize,
}

impl Path {
    fn under(&self, key: &str) -> Self {
        let mut path = self.clone();
        path.keys.push(key.to_owned());
        path
    }
}

/// Lists of entries, and the words for what is in them.
const LISTS: [&str; 6] = ["attribute", "stamp", "pin", "move", "fallback", "guarantee"];

/// What is a subject of its own though it is no entry.
const LIST: &str = "list";
const ANSWER: &str = "answer";

/// Words that nothing looks at.
const IGNORED: [&str; 2] = ["description", "exception"];

impl<'t> Finder<'t> {
    /// The two texts as one.
    pub(super) fn texts(&mut self, old: Node<'t>, new: Node<'t>) -> Delta {
        let subject = Subject { kind: "policy", attribute: None, name: None };
        self.table(old, new, &Path { subject, keys: Vec::new(), at: 0 })
    }

    /// Two tables as one.
    pub(super) fn table(&mut self, old: Node<'t>, new: Node<'t>, path: &Path) -> Delta {
        let gone = old.pairs().filter(|pair| new.get(pair.key).is_none()).map(|pair| (Some(pair), None));
        let there = new.pairs().map(|pair| (old.pair(pair.key), Some(pair)));
        let pairs: Vec<_> = gone.chain(there).filter_map(|(old, new)| self.pair(old, new, path)).collect();
        Delta::Table(pairs)
    }

    fn pair(&mut self, old: Option<Pair<'t>>, new: Option<Pair<'t>>, path: &Path) -> Option<(String, Delta)> {
        let key = old.or(new)?.key;
        let path = path.under(key);
        let is_ignored = IGNORED.contains(&key) && path.keys.len() == 1 && ![LIST, ANSWER].contains(&path.subject.kind);
        let (old, new) = (old.map(|pair| pair.node), new.map(|pair| pair.node));
        let delta = match (old, new) {
            _ if is_ignored => return None,
            (Some(old), Some(new)) => self.values(old, new, path),
            (old, new) => self.whole(old, new, &path),
        };
        Some((key.to_owned(), delta))
    }

    /// Two values as one.
    fn values(&mut self, old: Node<'t>, new: Node<'t>, path: Path) -> Delta {
        if let Some(kind) = entries_at(&path) {
            return self.entries(kind, (Some(old), Some(new)), path.subject.name.clone());
        }
        if same(old, new) {
            return Delta::Same(value(old, self.old.source));
        }
        if old.table().is_some() && new.table().is_some() {
            return self.table(old, new, &known(path));
        }
        let tables = |node: Node<'t>| node.items().count() > 0 && node.items().all(|item| item.table().is_some());
        if tables(old) && tables(new) && old.items().count() == new.items().count() {
            let pairs: Vec<_> = old.items().zip(new.items()).collect();
            return Delta::Items(pairs.into_iter().map(|(old, new)| self.values(old, new, path.clone())).collect());
        }
        self.whole(Some(old), Some(new), &path)
    }

    /// A value that is another as a whole.
    fn whole(&mut self, old: Option<Node<'t>>, new: Option<Node<'t>>, path: &Path) -> Delta {
        if let Some(kind) = entries_at(path) {
            return self.entries(kind, (old, new), path.subject.name.clone());
        }
        let table = old.or(new).is_some_and(|node| node.table().is_some());
        let path = if table { known(path.clone()) } else { path.clone() };
        if table && path.keys.is_empty() {
            // The lists, or the answer: each of them is an edit.
            return self.parts(old, new, &path);
        }
        let [old_text, new_text] =
            [old.map(|node| value(node, self.old.source)), new.map(|node| value(node, self.new.source))];
        let (subject, word) = match path.keys.as_slice() {
            [name] if path.subject.kind == LIST => (Subject { name: Some(name.clone()), ..path.subject }, None),
            keys => (path.subject, Some(keys.join("."))),
        };
        let change = match (&old_text, &new_text) {
            (Some(from), Some(to)) => {
                let (from, to) = between((old, from), (new, to));
                Change::Changed { word, from, to }
            }
            (Some(from), None) => Change::Removed { from: word.as_ref().map(|_| shown(from)), word },
            (None, to) => Change::Added { to: word.as_ref().and(to.as_deref()).map(shown), word },
        };
        let edit = self.push(subject, change, (old, new), path.at);
        Delta::Choice { edit, old: old_text, new: new_text }
    }

    fn parts(&mut self, old: Option<Node<'t>>, new: Option<Node<'t>>, path: &Path) -> Delta {
        let pairs: Vec<_> = old.into_iter().chain(new).flat_map(|node| node.pairs()).collect();
        let is_old = old.is_some();
        let pairs = pairs.into_iter().filter_map(|pair| {
            let pair = Some(pair);
            if is_old { self.pair(pair, None, path) } else { self.pair(None, pair, path) }
        });
        Delta::Table(pairs.collect())
    }

    /// Notes an edit of a value, of which there is at least one version.
    pub(super) fn push(
        &mut self,
        subject: Subject,
        change: Change,
        (old, new): (Option<Node<'t>>, Option<Node<'t>>),
        at: usize,
    ) -> EditId {
        let (line, at) = match (old, new) {
            (_, Some(new)) => (self.new.lines.place(&new.span()).line, new.span().start),
            (Some(old), None) => (self.old.lines.place(&old.span()).line, at),
            (None, None) => (1, at),
        };
        self.edits.push(Edit { subject, change, line, at });
        self.edits.len() - 1
    }
}

/// The kind of the entries that stand here, if entries do.
fn entries_at(path: &Path) -> Option<&'static str> {
    let [key] = path.keys.as_slice() else { return None };
    match path.subject.kind {
        "policy" => LISTS.into_iter().find(|list| list == key),
        "attribute" if key == "rule" => Some("rule"),
        _ => None,
    }
}

/// The path of a table of the policy that is a subject of its own.
fn known(path: Path) -> Path {
    let kind = match (path.subject.kind, path.keys.as_slice()) {
        ("policy", [key]) if key == "lists" => LIST,
        ("policy", [key]) if key == "answer" => ANSWER,
        _ => return path,
    };
    Path { subject: Subject { kind, ..path.subject }, keys: Vec::new(), at: path.at }
}

/// Two versions of a value in a few words: of long lists, how many come and go.
fn between((old, from): (Option<Node<'_>>, &str), (new, to): (Option<Node<'_>>, &str)) -> (String, String) {
    let (from, to) = (shown(from), shown(to));
    let cut_off = [&from, &to].into_iter().any(|text| text.ends_with('…'));
    let texts = |node: Option<Node<'_>>| -> Option<BTreeSet<String>> {
        node?.items().map(|item| item.text().map(ToOwned::to_owned)).collect::<Option<_>>()
    };
    match (texts(old), texts(new)) {
        (Some(before), Some(after)) if cut_off && !before.is_empty() && !after.is_empty() => {
            let (come, gone) = (after.difference(&before).count(), before.difference(&after).count());
            (format!("of {} entries", before.len()), format!("of {} ({come} added, {gone} gone)", after.len()))
        }
        _ => (from, to),
    }
}
