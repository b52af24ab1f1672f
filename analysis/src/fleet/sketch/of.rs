//! A sketch by what a policy looks at.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use dps::AttestationKind;
use placement::Policy;

use super::asked::{Asked, Input, Question, What, asked};
use super::{Sketch, SketchField, SketchValue, names, places};
use crate::fleet::field::{Field, Values, slot};
use crate::fleet::slot::Slot;
use crate::fleet::write::word;
use crate::input::Answer;

/// The most fields.
const FIELDS: usize = 12;

/// The most values of a field, the one that is none aside.
const VALUES: usize = 11;

/// The most values of a field that is dealt by groups, the one that is none aside.
const GROUPED: usize = 7;

/// The most groups that all such fields make together: a page or two, for people to read.
const GROUPS: usize = 64;

/// The share of 100 that values have together by which devices are placed.
const DEALT: usize = 70;

/// The share of 100 that makes an exception.
const EXCEPTION: u32 = 2;

/// A value of a field that a policy looks for.
pub(super) struct Proposal {
    pub(super) value: String,
    /// What it answers to all questions about the field.
    pub(super) answers: Vec<Answer>,
    /// Whether devices come to be placed by it. Else it makes an exception.
    pub(super) deals: bool,
}

pub(super) fn sketch(policy: &Policy) -> Sketch {
    let mut fields = Vec::new();
    let mut slots: Vec<Slot> = Vec::new();
    let mut groups = 1;
    for asked in asked(policy) {
        // A group for each value that is proposed, and one for those who have none.
        let room = GROUPED.min(GROUPS / groups - 1);
        let Some(field) = field(policy, &asked, room) else { continue };
        let Ok(slot) = slot(&field.field, Values::Texts) else { continue };
        if fields.len() == FIELDS || slots.iter().any(|other| other.excludes(&slot)) {
            continue;
        }
        if is_grouped(&slot) {
            groups *= field.values.len();
        }
        slots.push(slot);
        fields.push(field);
    }
    Sketch { devices: 100_000, seed: policy.name().into(), on_hubs: 0, fields }
}

/// Whether the values of a field cannot be dealt by shares in a description.
fn is_grouped(slot: &Slot) -> bool {
    matches!(slot, Slot::Json(..) | Slot::Field(Field::Id | Field::Individual | Field::IotEdge))
}

/// A field with values that the policy tells apart; `room` is for how many values if they become groups.
fn field(policy: &Policy, Asked { input, questions }: &Asked<'_>, room: usize) -> Option<SketchField> {
    let heading = input.heading();
    let (field, none, proposals) = match input {
        Input::Id => (heading, "", few(names::ids(questions), room)),
        Input::Group => (heading, "", many(names::groups(policy, questions))),
        Input::Individual | Input::IotEdge => (heading, "false", few(flag(questions), room)),
        Input::Attestation => (heading, "symmetric-key", many(kinds(questions))),
        Input::Twin(place) | Input::Payload(place) => match places::proposals(place, questions) {
            (true, proposals) => (format!("{heading}:json"), "", few(proposals, room)),
            (false, proposals) => (heading, "", many(proposals)),
        },
    };
    let values = with_shares(proposals, none);
    (values.len() > 1).then(|| SketchField { field, title: input.title(), values })
}

fn flag(questions: &[Question<'_>]) -> Vec<Proposal> {
    let deals = questions.iter().any(|question| question.deals);
    [Proposal { value: "true".into(), answers: Vec::new(), deals }].into()
}

/// The kinds of attestation that are asked for, or one that is not the usual.
fn kinds(questions: &[Question<'_>]) -> Vec<Proposal> {
    let usual = AttestationKind::SymmetricKey;
    let mut asked: Vec<(AttestationKind, bool)> = Vec::new();
    for question in questions {
        if let What::Kinds(kinds) = &question.what {
            asked.extend(kinds.iter().map(|kind| (*kind, question.deals)));
        }
    }
    if asked.iter().all(|(kind, _)| *kind == usual) {
        asked.extend(asked.first().map(|(_, deals)| (AttestationKind::X509, *deals)));
    }
    asked.retain(|(kind, _)| *kind != usual);
    let proposal = |(kind, deals)| Proposal { value: word(Some(kind)).into(), answers: Vec::new(), deals };
    asked.into_iter().map(proposal).collect()
}

/// Values that each cost little: also several that the policy does not tell apart.
fn many(proposals: Vec<Proposal>) -> Vec<Proposal> {
    chosen(proposals, VALUES, false)
}

/// Values that each make groups: none that the policy does not tell from another.
fn few(proposals: Vec<Proposal>, room: usize) -> Vec<Proposal> {
    chosen(proposals, room, true)
}

/// So many of the proposals, each value once: first such that differ in their answers, then others, those by which
/// devices are placed before exceptions.
fn chosen(proposals: Vec<Proposal>, most: usize, apart: bool) -> Vec<Proposal> {
    let mut values: BTreeMap<String, usize> = BTreeMap::new();
    let mut once: Vec<Proposal> = Vec::new();
    for proposal in proposals.into_iter().filter(|proposal| !proposal.value.is_empty()) {
        match values.get(&proposal.value).and_then(|at| once.get_mut(*at)) {
            Some(known) => known.deals |= proposal.deals,
            None => {
                values.insert(proposal.value.clone(), once.len());
                once.push(proposal);
            }
        }
    }
    once.sort_by_key(|proposal| !proposal.deals);
    let mut like: BTreeMap<Vec<Answer>, usize> = BTreeMap::new();
    let numbered = once.into_iter().enumerate().map(|(at, proposal)| {
        let before = like.entry(proposal.answers.clone()).or_default();
        *before += 1;
        (*before, at, proposal)
    });
    let mut ranked: Vec<(usize, usize, Proposal)> = numbered.filter(|(rank, ..)| !apart || *rank == 1).collect();
    ranked.sort_by_key(|(rank, at, _)| (*rank, *at));
    ranked.truncate(most);
    ranked.sort_by_key(|(_, at, _)| *at);
    ranked.into_iter().map(|(.., proposal)| proposal).collect()
}

/// The values with shares that come to 100 or so, and behind them that there is none.
fn with_shares(proposals: Vec<Proposal>, none: &str) -> Vec<SketchValue> {
    let dealing = proposals.iter().filter(|proposal| proposal.deals).count();
    let each = DEALT.checked_div(dealing).and_then(|share| u32::try_from(share).ok()).unwrap_or_default();
    let share = |proposal: &Proposal| if proposal.deals { each } else { EXCEPTION };
    let dealt: u32 = proposals.iter().map(share).sum();
    let rest = if dealing > 0 { 30 } else { 100 - dealt.min(100) };
    let values = proposals.into_iter().map(|proposal| SketchValue { share: share(&proposal), value: proposal.value });
    values.chain([SketchValue { value: none.into(), share: rest }]).collect()
}
