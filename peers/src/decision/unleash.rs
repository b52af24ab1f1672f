//! unleash-yggdrasil, the engine of Unleash's SDKs: one toggle whose strategies have variants.

use std::collections::HashMap;

use anyhow::{Result, bail};
use serde_json::{Value, json};
use unleash_yggdrasil::state::EnrichedContext;
use unleash_yggdrasil::{ClientFeatures, Context, EngineState, VariantDef};

use crate::corpus::Device;
use crate::peer::{Choice, Peer};
use crate::stamp::{Geo, Lifecycle, Share, Stamp, groups};

/// Asks for the variant alone, without counting or whether the toggle is on.
pub struct Unleash(EngineState);

const TOGGLE: &str = "stamp";

impl Unleash {
    /// With its toggle.
    ///
    /// # Errors
    /// The library does not take the toggle.
    pub fn new() -> Result<Self> {
        let engine = EngineState::default();
        let features: ClientFeatures = serde_json::from_value(features())?;
        if let Some(warnings) = engine.apply_client_features(features) {
            bail!("the toggle has errors: {warnings:?}");
        }
        Ok(Self(engine))
    }
}

fn features() -> Value {
    let strategies: Vec<Value> = groups().map(|(geo, lifecycle)| strategy(geo, lifecycle)).collect();
    json!({ "version": 2, "features": [{ "name": TOGGLE, "enabled": true, "strategies": strategies }] })
}

/// The lifecycle is the environment, a field of its own in Unleash, and asked about first; that costs less than a property.
fn strategy(geo: Geo, lifecycle: Lifecycle) -> Value {
    let variant = |share: Share| {
        json!({
            "name": Stamp { geo, lifecycle, share }.name(),
            "weight": share.percent() * 10,
            "stickiness": "userId",
        })
    };
    json!({
        "name": "default",
        "constraints": [
            { "contextName": "environment", "operator": "IN", "values": [lifecycle.word()] },
            { "contextName": "geo", "operator": "IN", "values": [geo.word()] },
        ],
        "parameters": { "groupId": TOGGLE, "stickiness": "userId" },
        "variants": Share::ALL.map(variant),
    })
}

impl Peer for Unleash {
    const NAME: &'static str = "unleash-yggdrasil 0.21";
    const CHOICE: Choice = Choice::OwnHash;
    type Question = Context;
    type Answer<'a> = Option<VariantDef>;

    fn question(&self, device: &Device) -> Result<Context> {
        Ok(Context {
            user_id: Some(device.registration_id.clone()),
            environment: Some(device.lifecycle.word().into()),
            properties: Some(HashMap::from([("geo".into(), device.geo.word().into())])),
            ..Context::default()
        })
    }

    fn decide<'a>(&'a mut self, context: &'a Context) -> Option<VariantDef> {
        self.0.check_variant(&EnrichedContext::from(context, TOGGLE, None))
    }

    fn stamp(answer: &Option<VariantDef>) -> Option<Stamp> {
        Stamp::named(&answer.as_ref()?.name)
    }
}
