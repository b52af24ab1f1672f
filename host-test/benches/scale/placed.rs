//! A million keys placed by weight, natively and on one thread.

use anyhow::{Context as _, Result};
use dps::{AllocationRequest, LinkedHubs};
use placement::{Policy, StampId};

/// The request that each key is put into.
pub(crate) fn request(policy: &Policy) -> Result<AllocationRequest> {
    let body = br#"{ "enrollmentGroup": {}, "deviceRuntimeContext": { "registrationId": "0" }, "linkedHubs": [] }"#;
    let mut request = AllocationRequest::parse(body).context("the body of a request")?;
    request.linked_hubs = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect::<LinkedHubs>();
    Ok(request)
}

/// How many keys each stamp gets, by the whole decision: each key is written as text, and hashed.
pub(crate) fn decided(policy: &Policy, request: &mut AllocationRequest, keys: u32) -> Result<Vec<u64>> {
    let mut counts = vec![0; policy.stamps().len()];
    let (mut placer, mut text) = (policy.placer(), String::new());
    for key in 0..keys {
        use std::fmt::Write as _;
        text.clear();
        write!(text, "{key}")?;
        request.registration_id.replace(&text)?;
        count(&mut counts, placer.place(request).stamp);
    }
    Ok(counts)
}

fn count(counts: &mut [u64], stamp: Option<StampId>) {
    stamp.and_then(|stamp| counts.get_mut(stamp.index())).into_iter().for_each(|count| *count += 1);
}
