//! How wasmtime's handler of requests is told what an instance may do. The rules are those of Spin 4.1.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};
use tokio::time::{Sleep, sleep, timeout};
use wasmtime::component::GuestTaskId;
use wasmtime::{Store, StoreContextMut};
use wasmtime_wasi_http::WasiHttpView as _;
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, Proxy, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};

use super::offer::Lent;
use super::state::State;
use super::{Failure, Guest, Limits};

/// A request's own limit speaks first, because it can say why; an instance that is still busy then is taken away.
const GRACE: Duration = Duration::from_millis(100);

/// Makes instances of one guest with one offer.
pub(crate) struct Workers {
    pub(crate) guest: Guest,
    pub(crate) lent: Arc<Lent>,
    /// Ends when the host does.
    pub(crate) host: watch::Receiver<()>,
}

impl Workers {
    async fn start(&self) -> anyhow::Result<(Store<State>, Proxy)> {
        let mut store = State::store(self.guest.engine(), &self.lent)?;
        let time = self.lent.limits.time;
        match timeout(time, self.guest.service().instantiate_async(&mut store)).await {
            Ok(Ok(service)) => Ok((store, Proxy::P3(service))),
            Ok(Err(error)) => Err(ended_by(&store.into_data(), &error).into()),
            Err(_) => Err(Failure::Time(time).into()),
        }
    }

    /// Resolves when the host is dropped.
    fn host_is_gone(&self) -> impl Future<Output = ()> + Send + Sync + 'static {
        let mut host = self.host.clone();
        async move { while host.changed().await.is_ok() {} }
    }
}

impl HandlerState for Workers {
    type StoreData = State;
    type WorkerExpiration = Expiration;
    type WorkerState = Worker;

    async fn instantiate(&self) -> wasmtime::Result<Instance<State, Expiration, Worker>> {
        let (store, proxy) = self.start().await.map_err(wasmtime::Error::from_anyhow)?;
        let limits = self.lent.limits;
        let overdue = Arc::new(AtomicBool::new(false));
        Ok(Instance {
            store,
            proxy,
            view: State::http,
            expiration: Expiration::new(&limits, self.host_is_gone(), Arc::clone(&overdue)),
            state: Worker { lent: Arc::clone(&self.lent), limits, overdue },
        })
    }
}

/// Says when an instance's life ends.
pub(crate) struct Expiration {
    busy: Duration,
    idle: Duration,
    sleep: Pin<Box<Sleep>>,
    host_is_gone: Pin<Box<dyn Future<Output = ()> + Send + Sync>>,
    /// Whether it was taken away while it was busy. Wasmtime's error says so in words alone.
    overdue: Arc<AtomicBool>,
}

impl Expiration {
    fn new(
        limits: &Limits,
        host_is_gone: impl Future<Output = ()> + Send + Sync + 'static,
        overdue: Arc<AtomicBool>,
    ) -> Self {
        let busy = limits.time.saturating_add(GRACE);
        Self { busy, idle: limits.idle, sleep: Box::pin(sleep(busy)), host_is_gone: Box::pin(host_is_gone), overdue }
    }

    fn poll_since(&mut self, cx: &mut Context<'_>, start: Instant, after: Duration) -> Poll<()> {
        let Some(deadline) = start.checked_add(after) else { return Poll::Pending };
        if self.sleep.deadline() != deadline.into() {
            self.sleep.as_mut().reset(deadline.into());
        }
        self.sleep.as_mut().poll(cx)
    }
}

impl WorkerExpiration for Expiration {
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>, status: WorkerStatus, start: Instant) -> Poll<()> {
        match status {
            // Nobody can ask it any more: its memory is better used by another policy's instance.
            WorkerStatus::Idle if self.host_is_gone.as_mut().poll(cx).is_ready() => Poll::Ready(()),
            WorkerStatus::Idle => {
                let idle = self.idle;
                self.poll_since(cx, start, idle)
            }
            WorkerStatus::Requests | WorkerStatus::PostReturn => {
                let busy = self.busy;
                let overdue = self.poll_since(cx, start, busy);
                self.overdue.store(overdue.is_ready(), Ordering::Relaxed);
                overdue
            }
        }
    }
}

/// One instance at work.
pub(crate) struct Worker {
    /// Keeps the instance's files where they are while it lives, too.
    lent: Arc<Lent>,
    limits: Limits,
    overdue: Arc<AtomicBool>,
}

impl WorkerState for Worker {
    type StoreData = State;
    type RequestData = oneshot::Sender<Failure>;

    fn should_accept_request(&self, concurrent: usize, total: usize) -> ShouldAccept {
        if total >= self.limits.requests {
            ShouldAccept::Never
        } else if concurrent >= self.limits.concurrent {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        mut store: StoreContextMut<'_, State>,
        waiting: oneshot::Sender<Failure>,
        _task: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + Sync>> {
        store.data_mut().waiting.push(waiting);
        if let Ok(left) = store.get_fuel() {
            self.lent.note_fuel(State::FUEL - left);
        }
        Box::pin(sleep(self.limits.time))
    }

    fn drop(&self, store: Store<State>, result: Result<(), wasmtime::Error>) {
        let state = store.into_data();
        let Err(error) = result else { return };
        let overdue = self.overdue.load(Ordering::Relaxed);
        let failure = if overdue { Failure::Time(self.limits.time) } else { ended_by(&state, &error) };
        for waiting in state.waiting {
            // Whoever has been answered does not listen any more.
            let _ = waiting.send(failure.clone());
        }
    }
}

/// Rust's allocator traps where it gets no memory, so the trap alone does not say why.
fn ended_by(state: &State, error: &wasmtime::Error) -> Failure {
    match state.memory.reached() {
        Some(limit) => Failure::Memory(limit),
        None => Failure::Component(error.root_cause().to_string()),
    }
}
