//! What a request costs above the component that does nothing, in the same host: without a socket and over one. What starting
//! costs, by the policy. What both cost in fuel.
//!
//! `cargo bench --workspace --bench requests` prints the figures. They are of the component that ships, with its key checked
//! and its line logged, the example policy and a body in the shape of DPS's: with the policy mounted as a file, and built in
//! by what `stamp build` does. `empty` answers a constant and looks at nothing. They take turns, so that all meet the same
//! moods of the machine; each figure is the median of the rounds, and every answer is compared with the first.

#![expect(clippy::print_stdout, clippy::float_arithmetic, reason = "a benchmark's result is what it prints")]

mod asked;
mod components;
mod start;

use std::time::Duration;

use anyhow::Result;
use host_test::built_in::{POLICY, POLICY_FILE};
use host_test::host::{Engine, Guest, Host, Limits, Log, Offer};
use tokio::runtime::Runtime;

use self::asked::{Asked, Way};
use self::components::Components;

/// How often they take turns.
const ROUNDS: usize = 7;

/// Clients that ask at the same time.
const CLIENTS: usize = 8;

fn main() -> Result<()> {
    let runtime = Runtime::new()?;
    let components = runtime.block_on(Components::read())?;
    println!("the component has {} bytes", components.ours.len());
    println!("with {} built in it has {}\n", POLICY_FILE, components.built.len());
    runtime.block_on(start::fuel(&components))?;
    runtime.block_on(requests(&components))?;
    runtime.block_on(start::times(&components))
}

/// A kind of requests, and how many of them are a round.
struct Kind {
    what: &'static str,
    way: Way,
    limits: Limits,
    requests: usize,
}

async fn requests(components: &Components) -> Result<()> {
    let lasting = Limits { idle: Duration::MAX, ..Limits::default() };
    let fresh = Limits { requests: 1, ..Limits::default() };
    let kinds = [
        Kind { what: "repeated, no socket", way: Way::Host, limits: lasting, requests: 2_000 },
        Kind { what: "repeated, over a socket", way: Way::Socket, limits: lasting, requests: 2_000 },
        Kind { what: "first of an instance, no socket", way: Way::Host, limits: fresh, requests: 200 },
    ];
    let engine = Engine::new()?;
    let guests = [
        ("empty", Guest::compile(&engine, &components.empty)?, components::nothing()),
        ("mounted", Guest::compile(&engine, &components.ours)?, components::offer(Some(POLICY))?),
        ("built in", Guest::compile(&engine, &components.built)?, components::offer(None)?),
    ];
    println!(
        "{:31}  {:>7}  {:8}  {:>9}  {:>9}  {:>8}  {:>5}",
        "request", "clients", "policy", "median", "added", "a second", "rate"
    );
    for kind in kinds {
        for clients in [1, CLIENTS] {
            compare(&kind, clients, &guests).await?;
        }
    }
    println!("\ntimes are medians of {ROUNDS} rounds; rate is requests in a second, the empty component's being 1\n");
    Ok(())
}

async fn compare(kind: &Kind, clients: usize, guests: &[(&str, Guest, Offer)]) -> Result<()> {
    let mut asked = Vec::new();
    for (_, guest, offer) in guests {
        asked.push(Asked::new(kind.way, Host::new(guest, offer.clone(), kind.limits, Log::discard())?).await?);
    }
    let mut rounds = vec![Vec::new(); asked.len()];
    // The first round warms them up.
    for round in 0..=ROUNDS {
        for (asked, measured) in asked.iter().zip(&mut rounds) {
            let measuring = asked.round(clients, kind.requests).await?;
            if round > 0 {
                measured.push(measuring);
            }
        }
    }
    let mut empty = None;
    for ((name, _, _), rounds) in guests.iter().zip(rounds) {
        let measured = asked::median(rounds);
        let (median, rate) = *empty.get_or_insert((measured.median, measured.rate));
        println!(
            "{:31}  {clients:>7}  {name:8}  {:>6} µs  {:>6} µs  {:>8.0}  {:>5.2}",
            kind.what,
            measured.median.as_micros(),
            measured.median.saturating_sub(median).as_micros(),
            measured.rate,
            measured.rate / rate
        );
    }
    Ok(())
}
