use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use tokio::sync::{Semaphore, watch};

use crate::host::{Failure, Host};

/// The host that answers now, and can be replaced while it does. Each request is answered whole by the host that it
/// met; a host that has been replaced goes when its last request has been answered.
pub type Current = watch::Receiver<Arc<Host>>;

/// What answers the requests that a server takes.
pub trait Answers: Send + Sync + 'static {
    /// Answers a request.
    fn answer(&self, request: Request<Incoming>) -> impl Future<Output = Response<Full<Bytes>>> + Send;

    /// Is told of an answer that the server gave by itself.
    fn report(&self, failure: &Failure);
}

/// Hands requests to the current host, as many at a time as are allowed.
pub struct Requests {
    host: Current,
    permits: Semaphore,
    limit: usize,
}

impl Requests {
    /// Hands them to `host`, `limit` at a time.
    pub fn new(host: Current, limit: usize) -> Self {
        Self { host, permits: Semaphore::new(limit), limit }
    }

    fn stand_in(&self, failure: &Failure) -> Response<Bytes> {
        self.report(failure);
        failure.response()
    }
}

impl Answers for Requests {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let answer = match self.permits.try_acquire() {
            Ok(_permit) => {
                let host = Arc::clone(&self.host.borrow());
                host.answer(request).await
            }
            Err(_) => Err(Failure::Requests(self.limit)),
        };
        answer.unwrap_or_else(|failure| self.stand_in(&failure)).map(Full::new)
    }

    /// Leaves a line in the log about an answer that is not the component's.
    fn report(&self, failure: &Failure) {
        self.host.borrow().log(&failure.line());
    }
}
