//! Small changes of a policy, for finding out whether its tests would notice.
//!
//! Each is an edit of the text. What does not parse afterwards is no mutant: the reader notices that.

mod conditions;
mod edit;
mod entries;
mod values;

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use placement::Policy;
use placement::diagnostic::Sink;
use placement::node::Tree;

use self::edit::Edit;
use crate::judge::judge;
use crate::native::Native;
use crate::proof::alike;
use crate::test_file::Expectation;

/// A policy that differs from another in one small thing.
#[derive(Debug)]
pub struct Mutant {
    /// What was changed, in words.
    pub what: String,
    /// Where: bytes of the original's text.
    pub place: Range<usize>,
    /// What the text has become.
    pub policy: Policy,
}

/// The mutants of the policy that this text is, in the order of the text.
pub fn mutants(policy: &Policy, source: &str) -> Vec<Mutant> {
    let Some(tree) = Tree::parse(source, &mut Sink::default()) else { return Vec::new() };
    let root = tree.root();
    let mut edits: Vec<Edit> = entries::edits(root, source);
    edits.extend(values::edits(policy, root, source));
    edits.extend(conditions::edits(policy, root, source));
    edits.sort_by_key(|edit| (edit.place.start, edit.place.end));
    let mut seen = BTreeSet::new();
    let new = edits.into_iter().filter_map(|edit| Some((edit.apply(source)?, edit)));
    let changed = new.filter(|(text, _)| changes_something(source, text) && seen.insert(text.clone()));
    let parsed = changed.filter_map(|(text, edit)| {
        let policy = Policy::parse(&text).ok()?.policy;
        Some(Mutant { what: edit.what, place: edit.place, policy })
    });
    parsed.collect()
}

/// Whether a change of a policy's text can change a decision, as far as that is known without deciding.
fn changes_something(original: &str, changed: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(String::from).collect::<Vec<_>>();
    words(original) != words(changed)
}

impl Mutant {
    /// Whether it is proved that the mutant answers every request as the original does.
    pub fn changes_nothing(&self, original: &Policy) -> bool {
        alike(original, &self.policy).unwrap_or(false)
    }

    /// Whether a test that the original passes fails: a request with what is expected of it.
    pub fn is_noticed_by(&self, body: &[u8], expect: &Expectation) -> bool {
        let native = Native::decide(&self.policy, body);
        !judge(&self.policy, expect, &native.reply, &native).is_empty()
    }
}
