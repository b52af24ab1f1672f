//! regorus: a rule in Rego, `rules/policy.rego`, and the stamps as its data.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::{RegoVM, VmError};
use regorus::{Engine, Value};
use serde_json::json;

use crate::corpus::Device;
use crate::peer::{Choice, Peer};
use crate::stamp::{Geo, Lifecycle, Share, Stamp};

const RULE: &str = "data.peers.stamp";

/// The library's virtual machine, with the rule as its program.
pub struct Rego(RegoVM);

impl Rego {
    /// With its rule.
    ///
    /// # Errors
    /// The library does not take the rule.
    pub fn new() -> Result<Self> {
        let mut engine = Engine::new();
        engine.add_policy("policy.rego".into(), include_str!("../../rules/policy.rego").into())?;
        let stamps = stamps()?;
        engine.add_data(stamps.clone())?;
        let policy = engine.compile_with_entrypoint(&RULE.into())?;
        let program = Compiler::compile_from_policy(&policy, &[RULE])?;
        let mut vm = RegoVM::new();
        vm.load_program(Arc::clone(&program));
        vm.set_data(stamps)?;
        vm.set_max_instructions(usize::MAX);
        Ok(Self(vm))
    }
}

fn stamps() -> Result<Value> {
    let names = |geo, lifecycle| Share::ALL.map(|share| Stamp { geo, lifecycle, share }.name());
    let of_geo = |geo| BTreeMap::from(Lifecycle::ALL.map(|lifecycle| (lifecycle.word(), names(geo, lifecycle))));
    let stamps = BTreeMap::from(Geo::ALL.map(|geo| (geo.word(), of_geo(geo))));
    Value::from_json_str(&json!({ "stamps": stamps }).to_string())
}

impl Peer for Rego {
    const NAME: &'static str = "regorus 0.14, given the bucket";
    const CHOICE: Choice = Choice::GivenBucket;
    type Question = Value;
    type Answer<'a> = Result<Value, VmError>;

    fn question(&self, device: &Device) -> Result<Value> {
        let (geo, lifecycle) = (device.geo.word(), device.lifecycle.word());
        Value::from_json_str(&json!({ "geo": geo, "lifecycle": lifecycle, "bucket": device.bucket }).to_string())
    }

    fn decide<'a>(&'a mut self, input: &'a Value) -> Result<Value, VmError> {
        self.0.set_input(input.clone());
        self.0.execute()
    }

    fn stamp(answer: &Result<Value, VmError>) -> Option<Stamp> {
        Stamp::named(answer.as_ref().ok()?.as_string().ok()?)
    }
}
