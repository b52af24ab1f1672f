use anyhow::Result;
use tokio::sync::oneshot;
use wasmtime::Store;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use super::Failure;
use super::limits::MemoryLimit;
use super::log::GuestStream;
use super::offer::Lent;
use super::outbound::NoOutbound;
use super::variables::Variables;

/// What belongs to one instance of the component.
pub(crate) struct State {
    pub(crate) variables: Variables,
    pub(crate) memory: MemoryLimit,
    /// Those that wait for an answer of this instance, to be told if it comes to an end instead.
    pub(crate) waiting: Vec<oneshot::Sender<Failure>>,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    outbound: NoOutbound,
    table: ResourceTable,
}

impl State {
    /// What an instance begins with, where fuel is counted: more than it can use.
    pub(crate) const FUEL: u64 = u64::MAX;

    /// A store for one instance that sees what it is lent, and nothing else of this machine.
    pub(crate) fn store(engine: &wasmtime::Engine, lent: &Lent) -> Result<Store<Self>> {
        let state = Self {
            variables: lent.variables.clone(),
            memory: MemoryLimit::new(lent.limits.memory),
            waiting: Vec::new(),
            wasi: wasi(lent)?,
            http: WasiHttpCtx::new(),
            outbound: NoOutbound,
            table: ResourceTable::new(),
        };
        let mut store = Store::new(engine, state);
        store.limiter(|state| &mut state.memory);
        // An engine that does not count refuses to set it.
        let _ = store.set_fuel(Self::FUEL);
        store.epoch_deadline_async_yield_and_update(1);
        store.set_epoch_deadline(1);
        Ok(store)
    }
}

/// No environment, no arguments, no sockets: only the files, and somewhere to write lines to.
fn wasi(lent: &Lent) -> Result<WasiCtx> {
    let mut wasi = WasiCtxBuilder::new();
    wasi.preopened_dir(lent.folder()?, "/", FsPerms::ReadOnly)?;
    wasi.stdout(GuestStream::new(&lent.log)).stderr(GuestStream::new(&lent.log));
    Ok(wasi.build())
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { ctx: &mut self.http, table: &mut self.table, hooks: &mut self.outbound }
    }
}
