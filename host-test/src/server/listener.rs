use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use super::{Answers, ServerLimits, Signals};
use crate::host::Failure;

/// When the system has no more sockets to give, asking again at once only takes the processor from those that could
/// give one back.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Connections beyond the limit that are being told so. Beyond these, connections are dropped without a word.
const REFUSALS: usize = 64;

/// Which headers DPS sends is not documented, and every proxy on the way adds some.
const HEADERS: usize = 512;

/// A server that has its port, and does not answer yet.
pub struct Server {
    listener: TcpListener,
    limits: ServerLimits,
}

/// How a server came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stopped {
    /// All requests in flight were answered.
    Gracefully,
    /// The time for that ran out, or a second signal came.
    Abruptly,
}

impl Server {
    /// Takes the port. Port 0 is any that is free.
    pub async fn bind(address: SocketAddr, limits: ServerLimits) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(address).await?, limits })
    }

    /// The address that it listens on.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Has requests answered until a signal comes, then those in flight.
    pub async fn run(self, answers: impl Answers, mut signals: Signals) -> Stopped {
        let connections = Connections::new(answers, self.limits);
        tokio::select! {
            () = connections.accept(&self.listener) => {}
            () = signals.next() => {}
        }
        // Whoever connects from now on is to be refused by the system, and to go elsewhere.
        drop(self.listener);
        let finished = timeout(self.limits.stop, connections.finish());
        tokio::select! {
            biased;
            () = signals.next() => Stopped::Abruptly,
            finished = finished => if finished.is_ok() { Stopped::Gracefully } else { Stopped::Abruptly },
        }
    }
}

struct Connections<A> {
    answers: Arc<A>,
    limits: ServerLimits,
    permits: Arc<Semaphore>,
    refusals: Arc<Semaphore>,
    graceful: GracefulShutdown,
}

impl<A: Answers> Connections<A> {
    fn new(answers: A, limits: ServerLimits) -> Self {
        Self {
            answers: Arc::new(answers),
            limits,
            permits: Arc::new(Semaphore::new(limits.connections)),
            refusals: Arc::new(Semaphore::new(REFUSALS)),
            graceful: GracefulShutdown::new(),
        }
    }

    async fn accept(&self, listener: &TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => self.take(stream),
                Err(_) => sleep(ACCEPT_PAUSE).await,
            }
        }
    }

    fn take(&self, stream: TcpStream) {
        // The head and the body of an answer may leave apart: neither is to wait for the other's acknowledgement.
        let _ = stream.set_nodelay(true);
        if let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() {
            self.serve(stream, permit);
        } else if let Ok(permit) = Arc::clone(&self.refusals).try_acquire_owned() {
            self.refuse(stream, permit);
        }
    }

    /// The stream, which fails where its client takes nothing of an answer for too long.
    fn patient(&self, stream: TcpStream) -> TokioIo<Pin<Box<TimeoutStream<TcpStream>>>> {
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.limits.headers));
        TokioIo::new(Box::pin(stream))
    }

    fn serve(&self, stream: TcpStream, permit: OwnedSemaphorePermit) {
        let answers = Arc::clone(&self.answers);
        let service = service_fn(move |request| {
            let answers = Arc::clone(&answers);
            async move { Ok::<_, Infallible>(answers.answer(request).await) }
        });
        let connection = self.http().serve_connection(self.patient(stream), service);
        let connection = self.graceful.watch(connection);
        tokio::spawn(async move {
            // A client that breaks off does no harm to anyone but itself.
            let _ = connection.await;
            drop(permit);
        });
    }

    /// Tells one request that there are too many connections, and closes this one.
    fn refuse(&self, stream: TcpStream, permit: OwnedSemaphorePermit) {
        let failure = Failure::Connections(self.limits.connections);
        self.answers.report(&failure);
        let service = service_fn(move |_| {
            let response = failure.response().map(Full::new);
            async move { Ok::<_, Infallible>(response) }
        });
        let connection = self.http().keep_alive(false).serve_connection(self.patient(stream), service);
        tokio::spawn(async move {
            let _ = connection.await;
            drop(permit);
        });
    }

    fn http(&self) -> http1::Builder {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(self.limits.headers).max_headers(HEADERS);
        http
    }

    /// Closes what is idle and waits for the rest.
    async fn finish(self) {
        self.graceful.shutdown().await;
    }
}
