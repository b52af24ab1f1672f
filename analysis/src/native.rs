use dps::AllocationRequest;
use placement::{Decision, Policy, Trace};

use crate::reply::Reply;

/// What the policy decides about a body, without component and HTTP.
#[derive(Clone, Debug)]
pub struct Native<'p> {
    /// The answer, so far as the decision knows it.
    pub reply: Reply,
    /// The decision and its trace; none for a body that cannot be read.
    pub decided: Option<(Decision<'p>, Trace<'p>)>,
}

impl<'p> Native<'p> {
    /// Decides about the body of a request.
    pub fn decide(policy: &'p Policy, body: &[u8]) -> Self {
        match AllocationRequest::parse(body) {
            Ok(request) => {
                let decision = policy.decide(&request);
                let reply = Reply::of_outcome(&decision.outcome);
                Self { reply, decided: Some((decision, policy.explain(&request))) }
            }
            Err(error) => Self { reply: Reply::of_error(&error), decided: None },
        }
    }

    /// The trace of the decision.
    pub fn trace(&self) -> Option<&Trace<'p>> {
        self.decided.as_ref().map(|(_, trace)| trace)
    }
}
