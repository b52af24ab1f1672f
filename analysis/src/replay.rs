//! What policies decide about requests that were recorded.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};

use placement::{Policy, TracedOutcome};
use serde::Serialize;

use crate::because::because;
use crate::difference::{Cause, Comparison, OnTheWay, Version, cause};
use crate::native::Native;
use crate::reply::Reply;

/// A request, and what is decided about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replayed {
    /// The device; none of a body that cannot be read.
    pub device: Option<String>,
    /// What the policy decides.
    pub decided: Decided,
    /// What the other policy decides, where its answer is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// The edit that makes it another.
    #[serde(skip)]
    pub cause: Option<Cause>,
}

/// What a policy decides about a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decided {
    /// The HTTP status.
    pub status: u16,
    /// The stamp that is answered.
    pub stamp: Option<String>,
    /// The hub that is answered.
    pub hub: Option<String>,
    /// How it came about.
    pub how: Option<&'static str>,
    /// The code of the refusal.
    pub refusal: Option<String>,
    /// The decision in one line; for a body that cannot be read, what is wrong with it.
    pub because: Option<String>,
}

/// What the other policy decides otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What is another.
    pub what: Changed,
    /// What it decides.
    pub to: Decided,
}

/// What of an answer is another; the first that is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Changed {
    /// The stamp, or one is answered where there was a refusal, or the other way round.
    Stamp,
    /// The code of the refusal.
    Refusal,
    /// The hub of the same stamp.
    Hub,
    /// The twin or the payload.
    Answer,
}

impl Replayed {
    /// Decides about the body of a request.
    pub fn new(body: &[u8], policy: &Policy) -> Self {
        let native = Native::decide(policy, body);
        let device = native.trace().map(|trace| trace.device.registration_id.clone());
        Self { device, decided: Decided::of(&native), change: None, cause: None }
    }

    /// Decides about the body of a request by the policies of a comparison. The request is asked of both as it is.
    pub fn compared(body: &[u8], comparison: &Comparison<'_>) -> Self {
        let native = Native::decide(comparison.old(), body);
        let after = Native::decide(comparison.new_policy(), body);
        let this = Self::new(body, comparison.old());
        let change = Change::between(&native, &this.decided, &after);
        let mut way = Way { comparison, body };
        let cause = change.as_ref().and_then(|_| cause(&mut way, comparison.steps().len(), &after.reply));
        Self { change, cause, ..this }
    }
}

/// Asks the policies on the way from one policy to the other about a request.
struct Way<'w> {
    comparison: &'w Comparison<'w>,
    body: &'w [u8],
}

impl Way<'_> {
    fn ask(&self, version: Option<&Version<'_>>) -> Option<Reply> {
        Some(Native::decide(version?.policy(), self.body).reply)
    }
}

impl OnTheWay for Way<'_> {
    type Answer = Reply;

    fn after(&mut self, step: usize) -> Option<Reply> {
        self.ask(Some(self.comparison.after(step)))
    }

    fn alone(&mut self, step: usize) -> Option<Reply> {
        self.ask(self.comparison.alone(step))
    }

    fn without(&mut self, step: usize, earlier: usize) -> Option<Reply> {
        self.ask(self.comparison.without(step, earlier))
    }
}

impl Decided {
    fn of(native: &Native<'_>) -> Self {
        let (stamp, how) = match native.trace().map(|trace| &trace.outcome) {
            Some(TracedOutcome::Answered { stamp, how, .. }) => (stamp.map(ToString::to_string), Some(how.word())),
            Some(TracedOutcome::Refused { .. }) | None => (None, None),
        };
        Self {
            status: native.reply.status,
            stamp,
            hub: native.reply.hub().map(ToOwned::to_owned),
            how,
            refusal: native.reply.code().map(ToOwned::to_owned),
            because: native.trace().map(because).or_else(|| native.reply.message().map(ToOwned::to_owned)),
        }
    }
}

impl Change {
    fn between(before: &Native<'_>, decided: &Decided, after: &Native<'_>) -> Option<Self> {
        let to = Decided::of(after);
        let what = if (decided.status == 200) != (to.status == 200) || decided.stamp != to.stamp {
            Changed::Stamp
        } else if decided.refusal != to.refusal {
            Changed::Refusal
        } else if decided.hub != to.hub {
            Changed::Hub
        } else if before.reply != after.reply {
            Changed::Answer
        } else {
            return None;
        };
        Some(Self { what, to })
    }
}
