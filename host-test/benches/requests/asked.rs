use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bytes::Bytes;
use host_test::built_in;
use host_test::host::Host;
use host_test::server::{Requests, Server, ServerLimits, Signals};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::components::{KEY, request};

/// How a host is asked.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    /// By a call.
    Host,
    /// By HTTP/1.1 over loopback, each client on a connection of its own.
    Socket,
}

/// A host, and the one answer that it gives.
pub(crate) struct Asked {
    host: Arc<Host>,
    answer: Bytes,
    /// Where it listens, if it does.
    address: Option<SocketAddr>,
    _current: watch::Sender<Arc<Host>>,
}

/// What a round took, or the median round.
#[derive(Clone, Copy)]
pub(crate) struct Measured {
    /// The time within which half of the requests were answered.
    pub(crate) median: Duration,
    /// Requests in a second.
    pub(crate) rate: f64,
}

impl Asked {
    pub(crate) async fn new(way: Way, host: Host) -> Result<Self> {
        let response = host.request(request()?).await;
        ensure!(response.status() == 200, "the answer is {response:?}");
        ensure!(response.body().starts_with(b"{\"iotHubHostName\":\""), "the answer is {response:?}");
        let host = Arc::new(host);
        let (current, followed) = watch::channel(Arc::clone(&host));
        let address = match way {
            Way::Host => None,
            Way::Socket => {
                let server = Server::bind(([127, 0, 0, 1], 0).into(), ServerLimits::default()).await?;
                let address = server.address()?;
                tokio::spawn(server.run(Requests::new(followed, ServerLimits::default().requests), Signals::catch()?));
                Some(address)
            }
        };
        Ok(Self { host, answer: response.into_body(), address, _current: current })
    }

    /// Asks so many times, by clients that ask one request after another, and holds each answer to the first.
    pub(crate) async fn round(&self, clients: usize, requests: usize) -> Result<Measured> {
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..clients {
            let (host, answer, each) = (Arc::clone(&self.host), self.answer.clone(), requests / clients);
            match self.address {
                None => tasks.spawn(async move { by_call(&host, &answer, each).await }),
                Some(address) => tasks.spawn(async move { by_socket(address, &answer, each).await }),
            };
        }
        let mut times = Vec::new();
        for client in tasks.join_all().await {
            times.extend(client?);
        }
        let whole = started.elapsed();
        times.sort_unstable();
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        Ok(Measured { median, rate: f64::from(u32::try_from(times.len())?) / whole.as_secs_f64() })
    }
}

async fn by_call(host: &Host, answer: &Bytes, requests: usize) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(requests);
    for _ in 0..requests {
        let request = request()?;
        let started = Instant::now();
        let response = host.request(request).await;
        times.push(started.elapsed());
        ensure!(response.body() == answer, "the answer is {response:?}");
    }
    Ok(times)
}

async fn by_socket(address: SocketAddr, answer: &Bytes, requests: usize) -> Result<Vec<Duration>> {
    let (body, length) = (built_in::REQUEST, built_in::REQUEST.len());
    let head = format!("POST /allocate?code={KEY} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n");
    let request = format!("{head}content-length: {length}\r\n\r\n{body}");
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut times = Vec::with_capacity(requests);
    let mut received = Vec::new();
    for _ in 0..requests {
        received.clear();
        let started = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        while !is_whole(&received, answer.len()) {
            ensure!(stream.read_buf(&mut received).await? > 0, "the connection was closed");
        }
        times.push(started.elapsed());
        let said = || String::from_utf8_lossy(&received).into_owned();
        ensure!(received.starts_with(b"HTTP/1.1 200 ") && received.ends_with(answer), "the answer is {}", said());
    }
    Ok(times)
}

/// Whether a head has come, and behind it a body of this length.
fn is_whole(received: &[u8], body: usize) -> bool {
    let head = received.windows(4).position(|window| window == b"\r\n\r\n");
    head.is_some_and(|head| received.len() >= head + 4 + body)
}

/// The medians of the rounds.
pub(crate) fn median(rounds: Vec<Measured>) -> Measured {
    let (mut medians, mut rates): (Vec<Duration>, Vec<f64>) =
        rounds.into_iter().map(|round| (round.median, round.rate)).unzip();
    medians.sort_unstable();
    rates.sort_unstable_by(f64::total_cmp);
    let middle = medians.len() / 2;
    Measured {
        median: medians.get(middle).copied().unwrap_or_default(),
        rate: rates.get(middle).copied().unwrap_or_default(),
    }
}
