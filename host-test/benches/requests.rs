//! What a request costs in the tool's host, from its arrival to its whole answer, without a socket.
//!
//! `cargo bench -p host-test --bench requests` prints the figures. They are of the component that ships, the example
//! policy and a body in the shape of DPS's.

#![expect(clippy::print_stdout, reason = "a benchmark's result is what it prints")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bytes::Bytes;
use host_test::built_in;
use host_test::host::{Application, Engine, Guest, Host, Limits, Log};
use http::Request;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

const KEY: &str = "a-key-for-the-benchmark";

/// Requests that are measured, of each kind.
const REQUESTS: usize = 2_000;

/// Clients that ask at the same time.
const CLIENTS: usize = 8;

fn main() -> Result<()> {
    println!("the component has {} bytes", built_in::COMPONENT.len());
    let started = Instant::now();
    let guest = Guest::compile(&Engine::new()?, built_in::COMPONENT)?;
    println!("loading it took {:?} (less than compiling it, where the cache has it)", started.elapsed());
    let reused = Limits { idle: Duration::MAX, ..Limits::default() };
    let fresh = Limits { requests: 1, ..Limits::default() };
    let runtime = Runtime::new()?;
    for (what, limits) in [("first request of an instance", fresh), ("repeated request", reused)] {
        for clients in [1, CLIENTS] {
            let host = Arc::new(host(&guest, limits)?);
            let measured = runtime.block_on(measure(&host, clients))?;
            println!("{what}, {clients} at a time: {measured}");
        }
    }
    Ok(())
}

fn host(guest: &Guest, limits: Limits) -> Result<Host> {
    let keys = BTreeMap::from([("webhook_keys".to_owned(), KEY.to_owned())]);
    let offer = Application::parse(built_in::MANIFEST)?.offer(&keys, |_| Ok(built_in::POLICY.into()))?;
    Host::new(guest, offer, limits, Log::discard())
}

async fn measure(host: &Arc<Host>, clients: usize) -> Result<Measured> {
    ask(host, REQUESTS / 10).await?;
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let host = Arc::clone(host);
        tasks.spawn(async move { ask(&host, REQUESTS / clients).await });
    }
    let mut times = Vec::new();
    for client in tasks.join_all().await {
        times.extend(client?);
    }
    let whole = started.elapsed();
    times.sort();
    Ok(Measured { times, whole })
}

/// Asks `requests` times, one after the other, and gives the time that each took.
async fn ask(host: &Host, requests: usize) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(requests);
    for _ in 0..requests {
        let request =
            Request::post(format!("/allocate?code={KEY}")).body(Bytes::from_static(built_in::REQUEST.as_bytes()))?;
        let started = Instant::now();
        let response = host.request(request).await;
        times.push(started.elapsed());
        ensure!(response.status() == 200, "the answer is {response:?}");
    }
    Ok(times)
}

struct Measured {
    /// In ascending order.
    times: Vec<Duration>,
    whole: Duration,
}

impl Measured {
    /// The time within which `percent` of the requests were answered.
    fn within(&self, percent: usize) -> Duration {
        let rank = self.times.len() * percent / 100;
        self.times.get(rank).or(self.times.last()).copied().unwrap_or_default()
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = u128::try_from(self.times.len()).unwrap_or_default();
        let rate = count * 1_000_000 / self.whole.as_micros().max(1);
        let (median, slow) = (self.within(50), self.within(99));
        write!(f, "median {median:?}, 99 % within {slow:?}, {rate} requests/s")
    }
}
