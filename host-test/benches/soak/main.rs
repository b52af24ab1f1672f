//! `stamp serve` at saturation, for minutes: right and wrong requests by turns, while policies and keys are replaced under them.
//!
//! `SOAK_SECONDS=300 cargo bench --workspace --bench soak` (one minute if nothing is said). Every answer is held to the status that
//! it must have; each tenth of the time gets a line with its latencies, and the memory of the server at its end. It fails if an
//! answer was wrong, or if the server's memory has grown by a quarter from the second tenth to the last.

#![expect(clippy::print_stdout, clippy::float_arithmetic, reason = "a benchmark's result is what it prints")]

mod client;
mod mix;
mod served;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use self::client::{Client, Counts};
use self::served::Served;

/// Clients that ask at the same time, each one request after another.
const CLIENTS: usize = 8;

/// Parts of the time that are looked at apart.
const PARTS: u32 = 10;

/// How often something of the server's is replaced.
const PAUSE: Duration = Duration::from_millis(500);

fn main() -> Result<()> {
    let seconds = std::env::var("SOAK_SECONDS").ok().map_or(Ok(60), |seconds| seconds.parse())?;
    let (part, served, stop) = (Duration::from_secs(seconds) / PARTS, Served::start()?, AtomicBool::new(false));
    let clients: Vec<Client> = (0..CLIENTS).map(|number| Client::new(&served, number)).collect();
    println!(
        "{:>4}  {:>9}  {:>8}  {:>9}  {:>9}  {:>9}  {:>9}",
        "part", "requests", "a second", "median", "99 %", "99.9 %", "memory"
    );
    let (parts, memory) = thread::scope(|scope| {
        for client in &clients {
            scope.spawn(|| client.ask(&stop));
        }
        let looked = look(part, &served, &clients);
        stop.store(true, Ordering::SeqCst);
        looked
    })?;
    let replaced = served.end()?;
    let wrong: Vec<String> = clients.iter().flat_map(Client::wrong).collect();
    let all: usize = parts.iter().map(|counts| counts.requests).sum();
    println!("\n{all} requests, {} wrong answers; {replaced}", wrong.len());
    for (what, count) in mix::counted(&clients) {
        println!("  {count:>9}  {what}");
    }
    ensure!(wrong.is_empty(), "wrong answers: {}", wrong.iter().take(5).cloned().collect::<Vec<_>>().join("\n"));
    if let [_, second, .., last] = memory.as_slice() {
        ensure!(last * 4 <= second * 5, "the memory has grown from {second} to {last} KiB");
    }
    Ok(())
}

/// Looks at each part when it is over, and replaces things meanwhile.
fn look(part: Duration, served: &Served, clients: &[Client]) -> Result<(Vec<Counts>, Vec<u64>)> {
    let (mut parts, mut memory) = (Vec::new(), Vec::new());
    for number in 1..=PARTS {
        let began = Instant::now();
        while began.elapsed() < part {
            served.replace_something()?;
            thread::sleep(PAUSE.min(part));
        }
        let counts = Counts::of(clients);
        let used = served.memory()?;
        let a_second = f64::from(u32::try_from(counts.requests)?) / began.elapsed().as_secs_f64();
        let [median, high, highest] = [500, 990, 999].map(|thousandths| counts.percentile(thousandths));
        println!(
            "{number:>4}  {:>9}  {a_second:>8.0}  {median:>6} µs  {high:>6} µs  {highest:>6} µs  {:>5} MiB",
            counts.requests,
            used >> 10
        );
        parts.push(counts);
        memory.push(used);
    }
    Ok((parts, memory))
}
