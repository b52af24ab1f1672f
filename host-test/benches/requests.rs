//! What a request costs above the component that does nothing, in the same host, without a socket.
//!
//! `cargo bench --workspace --bench requests` prints the figures. They are of the component that ships, with its key checked
//! and its line logged, the example policy and a body in the shape of DPS's. `empty` answers a constant and looks at nothing.
//! The two take turns, so that both meet the same moods of the machine; each figure is the median of the rounds.

#![expect(clippy::print_stdout, clippy::float_arithmetic, reason = "a benchmark's result is what it prints")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bytes::Bytes;
use host_test::built_in;
use host_test::host::{Application, Engine, Guest, Host, Limits, Log, Offer};
use http::Request;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

const KEY: &str = "a-key-for-the-benchmark";

/// How often the two take turns.
const ROUNDS: usize = 7;

/// Requests in a round.
const REQUESTS: usize = 2_000;

/// Clients that ask at the same time.
const CLIENTS: usize = 8;

fn main() -> Result<()> {
    println!("the component has {} bytes", built_in::COMPONENT.len());
    let engine = Engine::new()?;
    let started = Instant::now();
    let ours = Guest::compile(&engine, built_in::COMPONENT)?;
    println!("loading it took {:?} (less than compiling it, where the cache has it)\n", started.elapsed());
    let empty = Guest::compile(&engine, &fs::read(empty_component()?)?)?;
    let reused = Limits { idle: Duration::MAX, ..Limits::default() };
    let fresh = Limits { requests: 1, ..Limits::default() };
    let runtime = Runtime::new()?;
    println!("{:28}  {:>7}  {:>10}  {:>10}  {:>10}  {:>7}", "request", "clients", "empty", "ours", "added", "rate");
    for (what, limits) in [("first of an instance", fresh), ("repeated", reused)] {
        for clients in [1, CLIENTS] {
            let empty = Asked::new(Host::new(&empty, nothing(), limits, Log::discard())?, &runtime)?;
            let ours = Asked::new(Host::new(&ours, offer()?, limits, Log::discard())?, &runtime)?;
            let (empty, ours) = runtime.block_on(take_turns(&empty, &ours, clients))?;
            let added = ours.median.saturating_sub(empty.median);
            let rate = ours.rate / empty.rate;
            println!(
                "{what:28}  {clients:>7}  {:>10}  {:>10}  {:>10}  {rate:>7.2}",
                micros(empty.median),
                micros(ours.median),
                micros(added)
            );
        }
    }
    println!(
        "\ntimes are medians of {ROUNDS} rounds of {REQUESTS} requests; rate is ours by that of the empty component"
    );
    Ok(())
}

fn micros(time: Duration) -> String {
    format!("{} µs", time.as_micros())
}

fn empty_component() -> Result<std::path::PathBuf> {
    let workspace = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    Ok(xtask::build_component(workspace, "empty", &xtask::Tools::from_environment())?)
}

fn nothing() -> Offer {
    Offer { component: "empty".into(), files: BTreeMap::new(), variables: BTreeMap::new() }
}

fn offer() -> Result<Offer> {
    let keys = BTreeMap::from([("webhook_keys".to_owned(), KEY.to_owned())]);
    Application::parse(built_in::MANIFEST)?.offer(&keys, |_| Ok(built_in::POLICY.into()))
}

/// A host, and the one answer that it gives.
struct Asked {
    host: Arc<Host>,
    answer: Bytes,
}

/// What a round took, or the median round.
#[derive(Clone, Copy)]
struct Measured {
    /// The time within which half of the requests were answered.
    median: Duration,
    /// Requests in a second.
    rate: f64,
}

impl Asked {
    fn new(host: Host, runtime: &Runtime) -> Result<Self> {
        let response = runtime.block_on(host.request(request()?));
        ensure!(response.status() == 200, "the answer is {response:?}");
        ensure!(response.body().starts_with(b"{\"iotHubHostName\":\""), "the answer is {response:?}");
        Ok(Self { host: Arc::new(host), answer: response.into_body() })
    }

    async fn round(&self, clients: usize) -> Result<Measured> {
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..clients {
            let (host, answer) = (Arc::clone(&self.host), self.answer.clone());
            tasks.spawn(async move { ask(&host, &answer, REQUESTS / clients).await });
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

fn request() -> Result<Request<Bytes>> {
    Ok(Request::post(format!("/allocate?code={KEY}")).body(Bytes::from_static(built_in::REQUEST.as_bytes()))?)
}

/// Asks `requests` times, one after the other, and gives the time that each took.
async fn ask(host: &Host, answer: &Bytes, requests: usize) -> Result<Vec<Duration>> {
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

/// Both in turns; the first round warms them up.
async fn take_turns(empty: &Asked, ours: &Asked, clients: usize) -> Result<(Measured, Measured)> {
    let (mut of_empty, mut of_ours) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (one, other) = (empty.round(clients).await?, ours.round(clients).await?);
        if round > 0 {
            of_empty.push(one);
            of_ours.push(other);
        }
    }
    Ok((median(of_empty), median(of_ours)))
}

fn median(rounds: Vec<Measured>) -> Measured {
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
