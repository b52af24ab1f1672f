//! A decision, step by step.

mod contest;
mod outcome;
mod round;

use placement::{Policy, Trace};
use serde::Serialize;

use super::Visible;
use super::page::Page;
use super::style::{HEADING, Styled, TAKEN};

/// The trace of a decision, for people.
pub(crate) fn for_people(policy: &Policy, trace: &Trace<'_>) -> String {
    let mut page = Page::default();
    page.line(0, format_args!("{} {}", Styled(HEADING, "policy"), identity(policy)));
    page.line(0, format_args!("{} {}", Styled(HEADING, "device"), device(trace)));
    for (at, round) in trace.rounds.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| trace.rounds.get(before));
        page.gap();
        round::write(&mut page, policy, at + 1, round, before);
    }
    page.gap();
    outcome::write(&mut page, trace);
    page.into_text()
}

fn identity(policy: &Policy) -> String {
    let revision = policy.revision().map(|revision| format!(" {revision}")).unwrap_or_default();
    format!("{}{revision}, sha256 {}", policy.name(), policy.digest())
}

fn device(trace: &Trace<'_>) -> String {
    let id = Styled(TAKEN, &trace.device.registration_id);
    match (trace.device.current_stamp, &trace.device.current_hub) {
        (Some(stamp), Some(hub)) => format!("{id}, on {stamp} ({})", Visible(hub)),
        (_, Some(hub)) => format!("{id}, on {}, which is no stamp's hub", Visible(hub)),
        (_, None) => format!("{id}, new"),
    }
}

/// The trace of a decision, for scripts.
#[derive(Serialize)]
pub(crate) struct Explanation<'t> {
    policy: Identity<'t>,
    #[serde(flatten)]
    trace: &'t Trace<'t>,
}

#[derive(Serialize)]
struct Identity<'t> {
    name: &'t str,
    revision: Option<&'t str>,
    digest: &'t str,
}

impl<'t> Explanation<'t> {
    /// The trace of a decision that this policy made.
    pub(crate) fn new(policy: &'t Policy, trace: &'t Trace<'t>) -> Self {
        let policy = Identity { name: policy.name(), revision: policy.revision(), digest: policy.digest() };
        Self { policy, trace }
    }
}
