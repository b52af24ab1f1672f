//! Puts a policy into the component: the component reads it once, here, and starts everywhere with the memory that it then has.

use anyhow::Result;
use wasmtime::component::{Component, Func, Instance, Lift, Linker, WasmList};
use wasmtime::error::Context as _;
use wasmtime::{Config, Engine, OptLevel, Store};
use wasmtime_wizer::{ComponentInstanceState, Wizer};

/// What the component exports for this (`allocator/src/building.rs`).
const BUILD_IN: &str = "build-in";

/// `component` with the text `policy` as the policy that it decides by, read already.
///
/// Everything that it imports is a trap meanwhile: so what is kept holds nothing of this machine, no key, no file and no
/// random number, and the same component and policy give the same bytes everywhere.
///
/// # Errors
/// The component cannot have a policy built in, or asks its host for something while it reads one.
pub async fn build_in(component: &[u8], policy: &str) -> Result<Vec<u8>> {
    let wizer = Wizer::new();
    let (context, instrumented) = wizer.instrument_component(component)?;
    // It runs once: to compile it well would take longer than to run it.
    let mut config = Config::new();
    config.wasm_component_model_async(true).cranelift_opt_level(OptLevel::None);
    let engine = Engine::new(&config)?;
    let instrumented = Component::new(&engine, instrumented)?;
    let mut linker = Linker::new(&engine);
    linker.define_unknown_imports_as_traps(&instrumented)?;
    let mut store = Store::new(&engine, ());
    let instance = linker.instantiate_async(&mut store, &instrumented).await?;
    let build_in = instance.get_typed_func::<(&str,), ()>(&mut store, BUILD_IN);
    let build_in = build_in.context("the component cannot have a policy built in")?;
    build_in.call_async(&mut store, (policy,)).await.context("the component could not read the policy by itself")?;
    let mut memory = Memory { store, instance };
    Ok(wizer.snapshot_component(&context, &mut memory).await?)
}

/// The instance, which tells what it has in memory by functions that are added for that alone.
struct Memory {
    store: Store<()>,
    instance: Instance,
}

impl Memory {
    /// What the function `name` of the exported instance `of` gives.
    #[expect(clippy::expect_used, reason = "the functions have just been added, and read memory")]
    async fn ask<T: Lift + 'static>(&mut self, of: &str, name: &str) -> T {
        let of = self.instance.get_export_index(&mut self.store, None, of).expect("it has been added");
        let index = self.instance.get_export_index(&mut self.store, Some(&of), name).expect("it has been added");
        let func: Func = self.instance.get_func(&mut self.store, index).expect("it is a function");
        let func = func.typed::<(), (T,)>(&self.store).expect("it is of this type");
        func.call_async(&mut self.store, ()).await.expect("it only reads").0
    }
}

impl ComponentInstanceState for Memory {
    async fn call_func_ret_list_u8(&mut self, instance: &str, func: &str, contents: impl FnOnce(&[u8]) + Send) {
        let bytes: WasmList<u8> = self.ask(instance, func).await;
        contents(bytes.as_le_slice(&self.store));
    }

    async fn call_func_ret_s32(&mut self, instance: &str, func: &str) -> i32 {
        self.ask(instance, func).await
    }

    async fn call_func_ret_s64(&mut self, instance: &str, func: &str) -> i64 {
        self.ask(instance, func).await
    }

    async fn call_func_ret_f32(&mut self, instance: &str, func: &str) -> u32 {
        self.ask::<f32>(instance, func).await.to_bits()
    }

    async fn call_func_ret_f64(&mut self, instance: &str, func: &str) -> u64 {
        self.ask::<f64>(instance, func).await.to_bits()
    }
}
