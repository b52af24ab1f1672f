//! The state of a stamp.

use alloc::format;
use alloc::vec::Vec;
use core::ops::Range;

use placement::node::Node;
use placement::{Stamp, State};

use super::{Entry, HeldDown, PolicyText, Problem, quoted};
use crate::lines::Lines;

impl PolicyText {
    /// The policy in which a stamp has this state. One that has it already, by `[down]` or because a stamp that says
    /// nothing is open, is left as it is.
    ///
    /// # Errors
    /// There is no such stamp, or `[down]` holds it down and it is to be anything else.
    pub fn with_state(&self, stamp: &str, state: State) -> Result<Self, Problem> {
        if self.stamp(stamp)?.state == state {
            return Ok(self.clone());
        }
        match self.held_down(stamp)? {
            Some(held) => Err(Problem::HeldDown(held)),
            None => self.with_word(&Entry::Stamp(stamp.into()), "state", &quoted(state.word())),
        }
    }

    /// What of `[down]` holds a stamp down, if it does.
    ///
    /// # Errors
    /// There is no such stamp.
    pub fn held_down(&self, stamp: &str) -> Result<Option<HeldDown>, Problem> {
        let stamp = self.stamp(stamp)?;
        let tree = self.tree()?;
        let holds = tree.root().get("down").and_then(|down| holds(down, stamp));
        Ok(holds.map(|place: Range<usize>| HeldDown {
            stamp: stamp.name.as_str().into(),
            line: Lines::of(&self.text).place(&place).line,
            holds: format!("`{}`", self.text.get(place.clone()).unwrap_or_default()),
            place,
        }))
    }
}

/// Where a stamp is named in a list of stamps, or the first of the labels by which it is meant.
fn holds(list: Node<'_>, stamp: &Stamp) -> Option<Range<usize>> {
    let Some(labels) = list.get("labels") else { return named(list, stamp.name.as_str()) };
    let held = labels.pairs().map(|label| {
        let (_, has) = stamp.labels.iter().find(|(name, _)| name.as_str() == label.key)?;
        named(label.node, has)
    });
    held.collect::<Option<Vec<_>>>()?.into_iter().min_by_key(|span| span.start)
}

/// Where one of one or many texts stands.
fn named(texts: Node<'_>, text: &str) -> Option<Range<usize>> {
    texts.many().find(|node| node.text() == Some(text)).map(|node| node.span())
}
