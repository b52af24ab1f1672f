//! datalogic-rs: one JSONLogic rule with flagd's `fractional`.

use anyhow::Result;
use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{Engine, Logic, ParsedData};
use serde_json::{Value, json};

use crate::corpus::Device;
use crate::peer::{Choice, Peer};
use crate::stamp::{Geo, Lifecycle, Share, Stamp};

/// The tier with the least cost that the library documents: the rule is compiled once, devices are in its own form, and
/// an answer lies in an arena that the next question takes over.
pub struct Datalogic {
    engine: Engine,
    rule: Logic,
    answers: Bump,
}

impl Datalogic {
    /// With its rule.
    ///
    /// # Errors
    /// The library does not take the rule.
    pub fn new() -> Result<Self> {
        let engine = Engine::new();
        let rule = engine.compile(&rule().to_string())?;
        Ok(Self { engine, rule, answers: Bump::new() })
    }
}

/// If it is there, and if it is for that: so a device passes three comparisons of each kind at most.
fn rule() -> Value {
    let of = |geo, lifecycle| fractional(geo, lifecycle);
    let in_geo = |geo| chain("lifecycle", Lifecycle::ALL.map(|lifecycle| (lifecycle.word(), of(geo, lifecycle))));
    chain("geo", Geo::ALL.map(|geo| (geo.word(), in_geo(geo))))
}

fn chain(field: &str, branches: [(&str, Value); 3]) -> Value {
    let arguments = branches.into_iter().flat_map(|(word, then)| [json!({ "==": [{ "var": field }, word] }), then]);
    json!({ "if": arguments.collect::<Vec<_>>() })
}

fn fractional(geo: Geo, lifecycle: Lifecycle) -> Value {
    let stamps = Share::ALL.map(|share| json!([Stamp { geo, lifecycle, share }.name(), share.percent()]));
    let arguments = [json!({ "var": "registrationId" })].into_iter().chain(stamps);
    json!({ "fractional": arguments.collect::<Vec<_>>() })
}

impl Peer for Datalogic {
    const NAME: &'static str = "datalogic-rs 5.4";
    const CHOICE: Choice = Choice::OwnHash;
    type Question = ParsedData;
    type Answer<'a>
        = Option<&'a str>
    where
        Self: 'a;

    fn question(&self, device: &Device) -> Result<ParsedData> {
        let device = json!({
            "geo": device.geo.word(),
            "lifecycle": device.lifecycle.word(),
            "registrationId": device.registration_id,
        });
        Ok(ParsedData::from_json(&device.to_string())?)
    }

    fn decide<'a>(&'a mut self, device: &'a ParsedData) -> Option<&'a str> {
        self.answers.reset();
        self.engine.evaluate(&self.rule, device, &self.answers).ok()?.as_str()
    }

    fn stamp(answer: &Option<&str>) -> Option<Stamp> {
        Stamp::named((*answer)?)
    }
}
