//! Cedar: a policy for each stamp, of which the one that permits is the answer.

use anyhow::{Context as _, Error, Result};
use cedar_policy::{
    Authorizer, Context, Entities, EntityUid, Policy, PolicyId, PolicySet, Request, Response, RestrictedExpression,
};

use crate::corpus::Device;
use crate::peer::{Choice, Peer};
use crate::stamp::Stamp;

/// Asks once, about all stamps.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
}

impl Cedar {
    /// With its policies.
    ///
    /// # Errors
    /// The library does not take a policy.
    pub fn new() -> Result<Self> {
        let policies = Stamp::all().map(policy).collect::<Result<Vec<_>>>()?;
        Ok(Self {
            authorizer: Authorizer::new(),
            policies: PolicySet::from_policies(policies)?,
            entities: Entities::empty(),
        })
    }
}

/// Where a device is and what it is for are compared in the head of a policy, which takes less than in its condition.
fn policy(stamp: Stamp) -> Result<Policy> {
    let (from, to) = stamp.share.buckets();
    let (geo, lifecycle) = (stamp.geo.word(), stamp.lifecycle.word());
    let text = format!(
        "permit(principal == Geo::\"{geo}\", action, resource == Lifecycle::\"{lifecycle}\")
         when {{ context.bucket >= {from} && context.bucket < {to} }};"
    );
    Ok(Policy::parse(Some(PolicyId::new(stamp.name())), text)?)
}

impl Peer for Cedar {
    const NAME: &'static str = "cedar-policy 4.14, given the bucket";
    const CHOICE: Choice = Choice::GivenBucket;
    type Question = Request;
    type Answer<'a> = Response;

    fn question(&self, device: &Device) -> Result<Request> {
        let uid = |kind: &str, word: &str| Ok::<EntityUid, Error>(format!("{kind}::\"{word}\"").parse()?);
        let bucket = RestrictedExpression::new_long(device.bucket.into());
        let context = Context::from_pairs([("bucket".to_owned(), bucket)])?;
        let (geo, lifecycle) = (uid("Geo", device.geo.word())?, uid("Lifecycle", device.lifecycle.word())?);
        Request::new(geo, uid("Action", "place")?, lifecycle, context, None).context("it is no request")
    }

    fn decide<'a>(&'a mut self, request: &'a Request) -> Response {
        self.authorizer.is_authorized(request, &self.policies, &self.entities)
    }

    fn stamp(answer: &Response) -> Option<Stamp> {
        let mut reasons = answer.diagnostics().reason();
        let stamp = Stamp::named(reasons.next()?.as_ref())?;
        // More than one would mean that the ranges overlap.
        reasons.next().is_none().then_some(stamp)
    }
}
