//! What a check looks at, and what it has found so far.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use dps::AllocationRequest;
use placement::node::Node;
use placement::{Diagnostic, Policy, State};
use serde_json::Value;

use super::Code;
use super::finding::{Example, Finding};
use crate::because::because;
use crate::body::body;
use crate::input::TooLarge;
use crate::proof::{Case, Diagrams, Model, Models, Rounds, Search, Seeker, Set, Space, Tries};

/// A policy as the parts of a check see it.
pub(super) struct Checked<'c, 'p> {
    pub(super) policy: &'p Policy,
    pub(super) root: Node<'c>,
    pub(super) space: Space<'p>,
    pub(super) diagrams: Diagrams,
    pub(super) tries: Tries,
    pub(super) model: Model,
    pub(super) rounds: Rounds,
    /// Where a device is on no stamp.
    pub(super) new: Set,
    pub(super) findings: Vec<Finding>,
}

impl<'c, 'p> Checked<'c, 'p> {
    pub(super) fn new(policy: &'p Policy, root: Node<'c>) -> Result<Self, TooLarge> {
        let Models { space, mut diagrams, mut models } = Models::new(&[policy])?;
        let model = models.pop().ok_or(TooLarge)?;
        let rounds = Rounds::of(policy, &model, &mut diagrams, true)?;
        let mut checked = Self {
            policy,
            root,
            space,
            diagrams,
            tries: Tries::GRANTED,
            model,
            rounds,
            new: Set::EVERYTHING,
            findings: Vec::new(),
        };
        checked.new = checked.on(None)?;
        Ok(checked)
    }

    /// Where a device is on this stamp, so far as rules can tell.
    pub(super) fn on(&mut self, stamp: Option<usize>) -> Result<Set, TooLarge> {
        self.space.on(&mut self.diagrams, stamp)
    }

    /// Every stamp that a device may be on, none first.
    pub(super) fn anywhere(&self) -> Vec<Option<usize>> {
        core::iter::once(None).chain((0..self.policy.stamps().len()).map(Some)).collect()
    }

    pub(super) fn seek<T>(
        &mut self,
        set: Set,
        heres: &[Option<usize>],
        found: impl FnMut(&AllocationRequest, &Case) -> Option<T>,
    ) -> Result<Search<T>, TooLarge> {
        self.seeker().find(set, heres, found)
    }

    /// The share of the devices of a case that are in a set, in billionths.
    pub(super) fn share(&mut self, set: Set, case: &Case) -> Result<u64, TooLarge> {
        self.seeker().share(set, case)
    }

    fn seeker(&mut self) -> Seeker<'_, 'p> {
        let Self { space, diagrams, policy, tries, .. } = self;
        Seeker { space, diagrams, policy, tries }
    }

    pub(super) fn stamp(&self, number: usize) -> &'p str {
        self.policy.stamps().get(number).map(|stamp| stamp.name.as_str()).unwrap_or_default()
    }

    pub(super) fn state(&self, number: usize) -> State {
        self.policy.stamps().get(number).map(|stamp| stamp.state).unwrap_or_default()
    }

    /// The entry of this number of a list of the policy's.
    pub(super) fn entry(&self, kind: &str, number: usize) -> Option<Node<'c>> {
        self.root.entries(kind).nth(number)
    }

    /// Where the name of an entry stands.
    pub(super) fn name(&self, kind: &str, number: usize) -> Range<usize> {
        self.entry(kind, number).map(|entry| name_of(entry)).unwrap_or_default()
    }

    pub(super) fn rule(&self, attribute: usize, rule: usize) -> Option<Node<'c>> {
        self.entry("attribute", attribute)?.entries("rule").nth(rule)
    }

    /// Where the name of a rule stands.
    pub(super) fn rule_name(&self, attribute: usize, rule: usize) -> Range<usize> {
        self.rule(attribute, rule).map(|rule| name_of(rule)).unwrap_or_default()
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Notes what was proved.
    pub(super) fn proved(&mut self, at: Range<usize>, entry: &str, message: String) {
        self.push(Finding::new(Diagnostic::new(Code::Proved, at, message), entry));
    }
}

/// Where the name of an entry stands; all of it, where it has none.
pub(super) fn name_of(entry: Node<'_>) -> Range<usize> {
    entry.get("name").map_or_else(|| entry.span(), |name| name.span())
}

/// What a policy decides about a request, as an example. The body is read again, as DPS's would be.
pub(super) fn example(policy: &Policy, request: &AllocationRequest, down: &[&str]) -> Option<Example> {
    let body: Value = body(request);
    let read = AllocationRequest::parse(body.to_string().as_bytes()).ok()?;
    let shows = because(&policy.explain(&read));
    Some(Example { request: body, down: down.iter().map(ToString::to_string).collect(), shows })
}
