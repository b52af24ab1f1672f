use anyhow::Result;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker};
use wasmtime::error::Context as _;
use wasmtime_wasi_http::p3::bindings::ServicePre;

use super::Engine;
use super::state::State;
use super::variables;

/// A component, compiled and linked, ready to be instantiated. Clones share it.
#[derive(Clone)]
pub struct Guest {
    engine: Engine,
    service: ServicePre<State>,
    imports: Vec<String>,
}

impl Guest {
    /// Compiles `component`, the bytes of a Wasm component that exports `wasi:http/handler@0.3.0`.
    ///
    /// Fails if it is no such component, or imports what Spin would not offer it.
    pub fn compile(engine: &Engine, component: &[u8]) -> Result<Self> {
        let component = Component::new(engine.wasmtime(), component).context("could not compile the component")?;
        let linked = linker(engine)?.instantiate_pre(&component).context("the component asks for too much")?;
        let service = ServicePre::new(linked).context("the component does not handle HTTP requests")?;
        Ok(Self { engine: engine.clone(), service, imports: imports(engine, &component) })
    }

    /// The interfaces that the component imports something from that can be called, with their versions, in
    /// alphabetical order. Those of types alone give it no power.
    pub fn imports(&self) -> &[String] {
        &self.imports
    }

    pub(crate) fn engine(&self) -> &wasmtime::Engine {
        self.engine.wasmtime()
    }

    pub(crate) fn service(&self) -> &ServicePre<State> {
        &self.service
    }
}

fn linker(engine: &Engine) -> Result<Linker<State>> {
    let mut linker = Linker::new(engine.wasmtime());
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
    variables::add_to_linker(&mut linker)?;
    Ok(linker)
}

fn imports(engine: &Engine, component: &Component) -> Vec<String> {
    let engine = engine.wasmtime();
    let ty = component.component_type();
    let called = ty.imports(engine).filter(|(_, import)| can_be_called(engine, &import.ty));
    let mut names: Vec<String> = called.map(|(name, _)| name.to_owned()).collect();
    names.sort();
    names
}

fn can_be_called(engine: &wasmtime::Engine, import: &ComponentItem) -> bool {
    match import {
        ComponentItem::ComponentInstance(interface) => {
            interface.exports(engine).any(|(_, export)| can_be_called(engine, &export.ty))
        }
        ComponentItem::Type(_) | ComponentItem::Resource(_) => false,
        _ => true,
    }
}
