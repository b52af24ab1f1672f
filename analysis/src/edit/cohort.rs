//! Where a policy asks for cohorts, and where these end.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::ops::Range;

use placement::diagnostic::Sink;
use placement::nearest::advice;
use placement::node::{Node, Tree};
use placement::{Percent, Slice};

use super::splice::{Splice, apply};
use super::{Entry, PolicyText, Problem};
use crate::difference::text::value;

/// A place where a condition asks whether a device is in a cohort.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CohortUse {
    /// The entry whose condition it is.
    pub entry: Entry,
    /// The cohort's name.
    pub cohort: String,
    /// The part of the scale.
    pub slice: Slice,
    /// Whether the condition holds for those who are not in it.
    pub negated: bool,
    /// Where `percent` stands: bytes of the text, of the value alone.
    pub place: Range<usize>,
    /// Where the number stands at which the cohort ends.
    end: Range<usize>,
}

impl PolicyText {
    /// Every place where a condition asks for a cohort, in the order of the text.
    pub fn cohorts(&self) -> Vec<CohortUse> {
        let Ok(tree) = self.tree() else { return Vec::new() };
        let mut uses = Vec::new();
        for (entry, node) in entries(tree.root()) {
            if let Some(when) = node.get("when") {
                within(when, &entry, false, &mut uses);
            }
        }
        uses.sort_by_key(|each: &CohortUse| each.place.start);
        uses
    }

    /// The places where the policy asks for a cohort of this name, in the order of the text; at least one.
    ///
    /// # Errors
    /// It asks for none of this name.
    pub fn cohort(&self, name: &str) -> Result<Vec<CohortUse>, Problem> {
        let (uses, others): (Vec<_>, Vec<_>) = self.cohorts().into_iter().partition(|each| each.cohort == name);
        if uses.is_empty() {
            let mut known: Vec<&str> = others.iter().map(|each| each.cohort.as_str()).collect();
            known.sort_unstable();
            known.dedup();
            return Err(Problem::Unknown { what: "cohort", name: name.into(), advice: advice(name, known) });
        }
        Ok(uses)
    }

    /// The one cohort that an entry asks for.
    ///
    /// # Errors
    /// It asks for none, or for several, or there is no such entry.
    pub fn cohort_of(&self, entry: &Entry) -> Result<CohortUse, Problem> {
        entry.find(self.tree()?.root())?;
        let uses: Vec<CohortUse> = self.cohorts().into_iter().filter(|each| each.entry == *entry).collect();
        match uses.as_slice() {
            [only] => Ok(only.clone()),
            _ => Err(Problem::NotOneCohort { entry: entry.clone(), uses }),
        }
    }

    /// The policy whose cohort of this name ends here, at every entry that asks for it. A slice keeps its beginning.
    ///
    /// # Errors
    /// No entry asks for it, or several do with different ends, or the policy would be no valid one.
    pub fn with_cohort(&self, name: &str, end: Percent) -> Result<Self, Problem> {
        let uses = self.cohort(name)?;
        if uses.windows(2).any(|pair| matches!(pair, [one, other] if one.slice.end != other.slice.end)) {
            return Err(Problem::DifferentEnds { cohort: name.into(), uses });
        }
        self.with_ends(&uses, end)
    }

    /// The policy that asks for a cohort with this end at these places, which are this text's.
    ///
    /// # Errors
    /// The policy would be no valid one.
    pub fn with_ends(&self, uses: &[CohortUse], end: Percent) -> Result<Self, Problem> {
        let changed = uses.iter().filter(|each| each.slice.end != end);
        self.edited(changed.map(|each| Splice { replaced: each.end.clone(), by: end.to_string() }).collect())
    }

    /// The policy that asks for cohorts with these ends at places that are this text's, each at most once. Where a slice
    /// would end at its beginning, nobody is in it, which is written as `0`.
    ///
    /// # Errors
    /// The policy would be no valid one.
    pub fn with_each_end<'u>(&self, ends: impl IntoIterator<Item = (&'u CohortUse, Percent)>) -> Result<Self, Problem> {
        let changed = ends.into_iter().filter(|(each, end)| each.slice.end != *end);
        let splices: Vec<Splice> = changed
            .map(|(each, end)| match end <= each.slice.start {
                true => Splice { replaced: each.place.clone(), by: Percent::ZERO.to_string() },
                false => Splice { replaced: each.end.clone(), by: end.to_string() },
            })
            .collect();
        if splices.is_empty() { Ok(self.clone()) } else { self.edited(splices) }
    }

    /// The text of an entry's condition in one piece, with this slice of the cohort that it asks for here.
    pub(crate) fn condition(&self, asked: &CohortUse, slice: Slice) -> Option<String> {
        let by = alloc::format!("[{}, {}]", slice.start, slice.end);
        let text = apply(&self.text, alloc::vec![Splice { replaced: asked.place.clone(), by }]);
        let tree = Tree::parse(&text, &mut Sink::default())?;
        let when = asked.entry.find(tree.root()).ok()?.get("when")?;
        Some(value(when, &text))
    }

    /// The policy whose move of this name takes more devices: the one cohort that it asks for ends here.
    ///
    /// # Errors
    /// There is no such move, it does not ask for exactly one cohort, or it takes more devices already.
    pub fn with_move_raised(&self, name: &str, end: Percent) -> Result<Self, Problem> {
        let asked = self.cohort_of(&Entry::Move(name.into()))?;
        if end < asked.slice.end {
            return Err(Problem::Lowered { entry: asked.entry, now: asked.slice.end, asked: end });
        }
        self.with_ends(&[asked], end)
    }
}

/// The entries whose condition may ask for a cohort. A guarantee's must not.
fn entries(root: Node<'_>) -> Vec<(Entry, Node<'_>)> {
    let name = |node: Node<'_>| String::from(node.text_of("name").unwrap_or_default());
    let mut all = Vec::new();
    for attribute in root.entries("attribute") {
        let rule = |node| (Entry::Rule { attribute: name(attribute), rule: name(node) }, node);
        all.extend(attribute.entries("rule").map(rule));
    }
    all.extend(root.entries("pin").map(|node| (Entry::Pin(name(node)), node)));
    all.extend(root.entries("move").map(|node| (Entry::Move(name(node)), node)));
    all.extend(root.entries("fallback").map(|node| (Entry::Fallback(name(node)), node)));
    all
}

/// The cohorts for which a condition asks, those in it included.
fn within(when: Node<'_>, entry: &Entry, negated: bool, uses: &mut Vec<CohortUse>) {
    uses.extend(when.get("cohort").and_then(|cohort| asked(cohort, entry, negated)));
    for word in ["all", "any", "not"] {
        for condition in when.get(word).into_iter().flat_map(|inner| inner.many()) {
            within(condition, entry, negated != (word == "not"), uses);
        }
    }
}

fn asked(cohort: Node<'_>, entry: &Entry, negated: bool) -> Option<CohortUse> {
    let percent = cohort.get("percent")?;
    let number = |node: Node<'_>| Percent::parse(node.number()?).ok();
    let last = percent.many().last()?;
    let start = if percent.items().count() > 1 { number(percent.items().next()?)? } else { Percent::ZERO };
    Some(CohortUse {
        entry: entry.clone(),
        cohort: cohort.text_of("name")?.into(),
        slice: Slice { start, end: number(last)? },
        negated,
        place: percent.span(),
        end: last.span(),
    })
}
