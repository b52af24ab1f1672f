use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Body;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;
use wasmtime::Trap;
use wasmtime_wasi_http::handler::{ExpirationError, InstantiationError, ProxyHandler, TrapOrPanicError};

use super::offer::Lent;
use super::worker::Workers;
use super::{Failure, Guest, Limits, Log, Offer};

/// A component at work with one offer, as one Spin application is.
///
/// Making one is cheap: it copies the offered files, and shares the compiled component. Instances start with the first
/// request and are reused as Spin does. Dropping it ends them; requests in flight hold it.
pub struct Host {
    handler: ProxyHandler<Workers>,
    lent: Arc<Lent>,
    limits: Limits,
    answered: AtomicU64,
    _alive: watch::Sender<()>,
}

impl Host {
    /// A host of `guest`, which sees what `offer` has and writes its lines to `log`.
    ///
    /// Fails if the files cannot be copied to a temporary folder. Requests need a Tokio runtime.
    pub fn new(guest: &Guest, offer: Offer, limits: Limits, log: Log) -> Result<Self> {
        let lent = Arc::new(Lent::new(offer, limits, log)?);
        let (alive, host) = watch::channel(());
        let handler = ProxyHandler::new(Workers { guest: guest.clone(), lent: Arc::clone(&lent), host });
        Ok(Self { handler, lent, limits, answered: AtomicU64::new(0), _alive: alive })
    }

    /// Writes a line to the log, among those of the component.
    pub(crate) fn log(&self, line: &str) {
        self.lent.log.line(line);
    }

    /// How many requests the component itself has answered so far: not those for which an error stands.
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// What each request so far but the last has cost the component, with all that it did after its answer, in units of fuel:
    /// about one for each instruction of Wasm that it has executed, and nothing for what the host does for it.
    ///
    /// Empty unless the engine counts ([`Engine::metered`](super::Engine::metered)). It is exact where requests come one
    /// after another and all meet one instance.
    pub fn fuel(&self) -> Vec<u64> {
        self.lent.fuel()
    }

    /// Asks the component, and gives its answer or the error that stands for it. This is what a client would see.
    pub async fn request(&self, request: Request<Bytes>) -> Response<Bytes> {
        self.answer(request.map(Full::new)).await.unwrap_or_else(|failure| failure.response())
    }

    /// The same for a body of any kind, and with the reason where there is no answer of the component.
    pub async fn answer<B>(&self, request: Request<B>) -> Result<Response<Bytes>, Failure>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<wasmtime_wasi_http::Error>,
    {
        match timeout(self.limits.time, self.ask(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(Failure::Time(self.limits.time)),
        }
    }

    async fn ask<B>(&self, request: Request<B>) -> Result<Response<Bytes>, Failure>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<wasmtime_wasi_http::Error>,
    {
        let (waiting, ended) = oneshot::channel();
        let request = request.map(|body| body.map_err(Into::into).boxed_unsync());
        let answer = match self.handler.handle(waiting, request).await {
            Ok(response) => collect(response).await,
            Err(error) => Err(error),
        };
        match answer {
            Ok(response) => {
                self.answered.fetch_add(1, Ordering::Relaxed);
                Ok(response)
            }
            Err(error) => Err(self.failure(&error, ended).await),
        }
    }

    /// An instance that comes to its end tells those who wait why, a moment after their answer has failed.
    async fn failure(&self, error: &wasmtime::Error, ended: oneshot::Receiver<Failure>) -> Failure {
        let told = Failure::Component(error.root_cause().to_string());
        if error.is::<ExpirationError>() {
            Failure::Time(self.limits.time)
        } else if let Some(error) = error.downcast_ref::<InstantiationError<oneshot::Sender<Failure>>>() {
            error.error.downcast_ref().cloned().unwrap_or(told)
        } else if error.is::<TrapOrPanicError>() || error.is::<Trap>() {
            ended.await.unwrap_or(told)
        } else {
            told
        }
    }
}

/// The component's answers are small; whole, they have a `content-length` and leave in one packet.
async fn collect(response: Response<wasmtime_wasi_http::WasiBody>) -> wasmtime::Result<Response<Bytes>> {
    let (parts, body) = response.into_parts();
    Ok(Response::from_parts(parts, body.collect().await?.to_bytes()))
}
