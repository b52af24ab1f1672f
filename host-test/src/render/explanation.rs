//! A decision, step by step, and what would have to change for another.

mod cohorts;
mod contest;
mod otherwise;
mod outcome;
mod passed;
mod round;

use analysis::explanation::Explanation;
use placement::Policy;

use super::page::Page;
use super::style::{HEADING, Styled, TAKEN};
use super::{Visible, identity};

/// An explanation, for people.
pub(crate) fn for_people(policy: &Policy, explanation: &Explanation<'_>) -> String {
    let mut page = Page::default();
    page.line(0, format_args!("{} {}", Styled(HEADING, "policy"), identity(policy)));
    page.line(0, format_args!("{} {}", Styled(HEADING, "device"), device(explanation)));
    guarantees(&mut page, explanation);
    let rounds = &explanation.trace.rounds;
    for (number, round) in rounds.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| rounds.get(before));
        page.gap();
        round::write(&mut page, policy, explanation, number, round, before);
    }
    // A forced answer comes of no step, and no cohort could change it.
    if !rounds.is_empty() {
        cohorts::write(&mut page, &explanation.cohorts);
    }
    page.gap();
    outcome::write(&mut page, explanation);
    otherwise::write(&mut page, &explanation.otherwise);
    page.into_text()
}

fn device(explanation: &Explanation<'_>) -> String {
    let device = &explanation.trace.device;
    let id = Styled(TAKEN, &device.registration_id);
    match (device.current_stamp, &device.current_hub) {
        (Some(stamp), Some(hub)) => format!("{id}, on {stamp} ({})", Visible(hub)),
        (_, Some(hub)) => format!("{id}, on {}, which is no stamp's hub", Visible(hub)),
        (_, None) => format!("{id}, new"),
    }
}

/// Guarantees are asked once, before the rounds.
fn guarantees(page: &mut Page, explanation: &Explanation<'_>) {
    let passed: Vec<_> = explanation.passed.iter().filter(|passed| passed.entry.kind == "guarantee").collect();
    if explanation.guarantees.is_empty() && passed.is_empty() {
        return;
    }
    page.gap();
    page.line(0, Styled(HEADING, "guarantees"));
    for applies in &explanation.guarantees {
        let forbids = if applies.forbids.is_empty() { "no stamp".to_owned() } else { applies.forbids.join(", ") };
        page.line(1, format_args!("{} forbids {}", Styled(TAKEN, applies.guarantee), Visible(forbids)));
    }
    passed.into_iter().for_each(|guarantee| passed::write(page, 1, guarantee));
}
