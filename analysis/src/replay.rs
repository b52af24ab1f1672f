//! What policies decide about requests that were recorded.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};

use placement::{Policy, TracedOutcome};
use serde::Serialize;

use crate::because::because;
use crate::native::Native;

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
    /// Decides about the body of a request by a policy, and by another one to compare.
    pub fn new(body: &[u8], policy: &Policy, other: Option<&Policy>) -> Self {
        let native = Native::decide(policy, body);
        let device = native.trace().map(|trace| trace.device.registration_id.clone());
        let decided = Decided::of(&native);
        let change = other.and_then(|other| Change::between(&native, &decided, &Native::decide(other, body)));
        Self { device, decided, change }
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
