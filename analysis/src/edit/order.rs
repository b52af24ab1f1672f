//! Putting a move in.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use placement::diagnostic::Sink;
use placement::node::{Node, Tree};
use placement::{Percent, Slice};

use super::extent::{self, Form, form};
use super::lines::Layout;
use super::splice::Splice;
use super::written::key;
use super::{Entry, PolicyText, Problem, quoted};
use crate::format::format as laid_out;

/// A move that is to be put into a policy.
#[derive(Clone, Debug)]
pub struct NewMove {
    /// Its name.
    pub name: String,
    /// Words for people.
    pub description: Option<String>,
    /// The stamps that devices leave; at least one.
    pub from: Vec<String>,
    /// The stamps that they go to.
    pub to: Targets,
    /// How the targets are dealt.
    pub whom: Whom,
    /// The cohort that it moves, and its part of the scale; all devices if there is none.
    pub cohort: Option<(String, Slice)>,
    /// What else must hold of a device: the text of a condition, such as `{ is = { geo = "eu" } }`.
    pub when: Option<String>,
}

/// The stamps that a move goes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Targets {
    /// Every stamp that it does not take from.
    Others,
    /// These, by their own weights; at least one.
    Stamps(Vec<String>),
    /// These, by weights of the move's own; at least one.
    Weighed(Vec<(String, u32)>),
}

/// Whom a move moves, of those that its condition holds for.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Whom {
    /// All of them.
    #[default]
    All,
    /// Those whom the hash deals to the target rather than to the stamp they are on.
    Preferred,
}

/// Where a move is put. Of several moves that take devices off a stamp, the first that applies wins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum At {
    /// Before all others.
    First,
    /// After all others.
    Last,
    /// Before the one of this name, and the comments that belong to it.
    Before(String),
    /// After the one of this name.
    After(String),
}

impl PolicyText {
    /// The policy with one more move. Where it has none yet, the move stands after the pins, or else after the stamps.
    ///
    /// # Errors
    /// A move or stamp that is named is not there, the name of the new one is taken, or the policy would be no valid
    /// one.
    pub fn with_move(&self, order: &NewMove, at: &At) -> Result<Self, Problem> {
        for stamp in order.stamps() {
            self.stamp(stamp)?;
        }
        let tree = self.tree()?;
        let root = tree.root();
        let entry = Entry::Move(order.name.clone());
        if entry.find(root).is_ok() {
            return Err(Problem::Taken { entry });
        }
        let beside = match at {
            At::First => root.entries("move").next().map(|entry| (entry, true)),
            At::Last => root.entries("move").last().map(|entry| (entry, false)),
            At::Before(name) => Some((Entry::Move(name.clone()).find(root)?, true)),
            At::After(name) => Some((Entry::Move(name.clone()).find(root)?, false)),
        };
        self.edited(vec![match beside {
            Some((entry, true)) => self.before(entry, order),
            Some((entry, false)) => self.after(entry, order),
            None => self.first_of_its_kind(root, order),
        }])
    }

    fn before(&self, entry: Node<'_>, order: &NewMove) -> Splice {
        if form(&self.text, entry) != Form::Header {
            return Splice::insert(entry.span().start, format!("{}, ", order.inline()));
        }
        let Range { start, .. } = extent::lines(&Layout::of(&self.text), entry);
        Splice::insert(start, format!("{}{}", order.lines(self.line_end()), self.line_end()))
    }

    fn after(&self, entry: Node<'_>, order: &NewMove) -> Splice {
        if form(&self.text, entry) != Form::Header {
            return Splice::insert(entry.span().end, format!(", {}", order.inline()));
        }
        self.below(extent::lines(&Layout::of(&self.text), entry).end, order)
    }

    fn first_of_its_kind(&self, root: Node<'_>, order: &NewMove) -> Splice {
        let last = root.entries("pin").last().or_else(|| root.entries("stamp").last());
        // What is written between braces stands among the policy's own words, which no header may part.
        let last = last.filter(|entry| form(&self.text, *entry) == Form::Header);
        let at = last.map_or(self.text.len(), |entry| extent::lines(&Layout::of(&self.text), entry).end);
        self.below(at, order)
    }

    fn below(&self, at: usize, order: &NewMove) -> Splice {
        let end = self.line_end();
        let begun = if self.text.get(..at).is_some_and(|text| text.ends_with('\n')) { "" } else { end };
        Splice::insert(at, format!("{begun}{end}{}", order.lines(end)))
    }
}

impl NewMove {
    fn stamps(&self) -> impl Iterator<Item = &str> {
        let to: Vec<&str> = match &self.to {
            Targets::Others => Vec::new(),
            Targets::Stamps(stamps) => stamps.iter().map(String::as_str).collect(),
            Targets::Weighed(stamps) => stamps.iter().map(|(stamp, _)| stamp.as_str()).collect(),
        };
        self.from.iter().map(String::as_str).chain(to)
    }

    /// The move below a header.
    fn lines(&self, line_end: &str) -> String {
        let pairs = self.pairs().into_iter().map(|(word, value)| format!("{word} = {value}{line_end}"));
        let lines = format!("[[move]]{line_end}{}", pairs.collect::<String>());
        laid_out(&lines).unwrap_or(lines)
    }

    /// The move between braces.
    fn inline(&self) -> String {
        let pairs: Vec<String> = self.pairs().into_iter().map(|(word, value)| format!("{word} = {value}")).collect();
        format!("{{ {} }}", pairs.join(", "))
    }

    /// Its words in the order of the policies that come with the tool.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let words = [
            ("name", Some(quoted(&self.name))),
            ("description", self.description.as_deref().map(quoted)),
            ("from", Some(one_or_many(&self.from))),
            ("to", self.to.written()),
            ("whom", (self.whom == Whom::Preferred).then(|| quoted("preferred"))),
            ("when", self.condition()),
        ];
        words.into_iter().filter_map(|(word, value)| Some((word, value?))).collect()
    }

    /// Its `when`: what was given and the cohort, in one table where that can be.
    fn condition(&self) -> Option<String> {
        let Some((name, slice)) = &self.cohort else { return self.when.clone() };
        let cohort = format!("cohort = {{ name = {}, percent = {} }}", quoted(name), percent(*slice));
        let Some(when) = &self.when else { return Some(format!("{{ {cohort} }}")) };
        Some(match pairs_to_add_to(when) {
            Some(pairs) => format!("{{ {pairs}, {cohort} }}"),
            None => format!("{{ all = [{when}, {{ {cohort} }}] }}"),
        })
    }
}

impl Targets {
    fn written(&self) -> Option<String> {
        match self {
            Self::Others => None,
            Self::Stamps(stamps) => Some(one_or_many(stamps)),
            Self::Weighed(stamps) => {
                let pairs: Vec<String> =
                    stamps.iter().map(|(stamp, weight)| format!("{} = {weight}", key(stamp))).collect();
                Some(format!("{{ {} }}", pairs.join(", ")))
            }
        }
    }
}

fn one_or_many(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    match names.as_slice() {
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    }
}

fn percent(slice: Slice) -> String {
    if slice.start == Percent::ZERO { slice.end.to_string() } else { format!("[{}, {}]", slice.start, slice.end) }
}

/// What stands between the braces of a condition, if another question may follow: it is on one line, and does not ask
/// for a cohort itself.
fn pairs_to_add_to(when: &str) -> Option<&str> {
    let text = format!("when = {when}");
    let tree = Tree::parse(&text, &mut Sink::default())?;
    let asks = tree.root().get("when")?.get("cohort").is_some();
    let pairs = when.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    (!asks && !pairs.contains(['\n', '#']) && !pairs.ends_with(',')).then_some(pairs)
}
