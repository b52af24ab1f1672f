use std::thread;
use std::time::Duration;

use anyhow::Result;
use wasmtime::error::Context as _;
use wasmtime::{Cache, Config, EngineWeak};

/// How often a guest that is busy lets others have its thread, and is found to have used up its time.
const TICK: Duration = Duration::from_millis(10);

/// Compiles components and runs them. One is enough for a process; clones share it.
#[derive(Clone)]
pub struct Engine(wasmtime::Engine);

impl Engine {
    /// An engine that keeps compiled code in the user's cache, so that a component is compiled once on a machine. It
    /// does without where there is none.
    pub fn new() -> Result<Self> {
        Self::with(Config::new().consume_fuel(false))
    }

    /// An engine whose guests count the instructions that they execute ([`Host::fuel`](super::Host::fuel)), which makes
    /// them slower.
    pub fn metered() -> Result<Self> {
        Self::with(Config::new().consume_fuel(true))
    }

    fn with(config: &mut Config) -> Result<Self> {
        config.wasm_component_model_async(true).epoch_interruption(true);
        config.cache(Cache::from_file(None).ok());
        let engine = wasmtime::Engine::new(config).context("could not set up the Wasm engine")?;
        let ticked = engine.weak();
        // A thread, not a task: guests that never rest may hold all of the runtime's threads.
        thread::Builder::new().name("epochs".into()).spawn(move || tick(&ticked))?;
        Ok(Self(engine))
    }

    pub(crate) fn wasmtime(&self) -> &wasmtime::Engine {
        &self.0
    }
}

fn tick(engine: &EngineWeak) {
    while let Some(engine) = engine.upgrade() {
        engine.increment_epoch();
        drop(engine);
        thread::sleep(TICK);
    }
}
