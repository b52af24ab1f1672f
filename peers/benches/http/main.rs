//! What a request costs by the component in `stamp serve`, and by what a user would write in its place.
//!
//! `cargo bench --bench http` prints the figures. All answer by the rules of `policies/contoso.toml`, on this machine, over
//! connections that stay open. They take turns; each figure is the median of the rounds. Before anything is timed, the
//! answers of all are found to be right (see `check.rs`), and each timed answer is held against the one before it.
//!
//! The `stamp` to measure is the one at `STAMP`, or at the argument, or else the release build of the main workspace.

#![expect(clippy::print_stdout, clippy::float_arithmetic, reason = "a benchmark's result is what it prints")]

mod cases;
mod check;
mod client;
mod round;
mod server;

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use tokio::runtime::{Builder, Runtime};

use self::cases::{Case, cases};
use self::check::{Checked, check};
use self::round::{Measured, median};
use self::server::{Server, Started};

/// How often all take their turn.
const ROUNDS: usize = 7;

/// Requests in a round.
const REQUESTS: usize = 2_000;

/// The numbers of connections that are asked over at the same time.
const CONNECTIONS: [usize; 2] = [1, 8];

fn main() -> Result<()> {
    let (cases, mut servers, mut missing) = (cases()?, Vec::new(), None);
    let started = [Server::stamp(&stamp()?)?, Server::node()?, Server::by_hand(env!("CARGO_BIN_EXE_by_hand"))?];
    for started in started {
        match started {
            Started::Listening(server) => servers.push(server),
            Started::Missing(problem) => {
                println!("{problem}\n");
                missing = Some(problem);
            }
        }
    }
    // One thread: the servers need the other processors.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let checked = runtime.block_on(check(servers, &cases))?;
    println!("all answer {} requests by the same rules; now the time\n", cases.len());
    print(&runtime, &checked, &cases)?;
    match missing {
        Some(problem) => bail!("{problem}"),
        None => Ok(()),
    }
}

fn stamp() -> Result<PathBuf> {
    let argument = env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let named = env::var_os("STAMP").or(argument.map(Into::into)).map(PathBuf::from);
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/stamp");
    let stamp = named.unwrap_or(built);
    ensure!(
        stamp.is_file(),
        "there is no {}: build it by `cargo build --release --package host-test` in the folder above this one, or name \
         another by the variable STAMP",
        stamp.display()
    );
    Ok(stamp)
}

fn print(runtime: &Runtime, checked: &[Checked], cases: &[Case]) -> Result<()> {
    println!(
        "{:28}  {:>11}  {:>9}  {:>9}  {:>12}  {:>11}  {:>11}",
        "", "connections", "median", "99 %", "in a second", "median by 1", "rate by 1"
    );
    for connections in CONNECTIONS {
        let measured = runtime.block_on(take_turns(checked, cases, connections))?;
        for (checked, figures) in checked.iter().zip(&measured) {
            let first = measured.first().unwrap_or(figures);
            println!(
                "{:28}  {connections:>11}  {:>6} µs  {:>6} µs  {:>12.0}  {:>11.2}  {:>11.2}",
                checked.server.name,
                figures.median.as_micros(),
                figures.slow.as_micros(),
                figures.rate,
                figures.median.as_secs_f64() / first.median.as_secs_f64(),
                figures.rate / first.rate
            );
        }
    }
    println!(
        "\nfigures are medians of {ROUNDS} rounds of {REQUESTS} requests; by 1: by the first of the same connections"
    );
    Ok(())
}

/// All in turns; the first round warms them up.
async fn take_turns(checked: &[Checked], cases: &[Case], connections: usize) -> Result<Vec<Measured>> {
    let mut rounds = vec![Vec::new(); checked.len()];
    for round in 0..=ROUNDS {
        for (checked, rounds) in checked.iter().zip(&mut rounds) {
            let measured = round::ask(checked, cases, connections, REQUESTS).await?;
            if round > 0 {
                rounds.push(measured);
            }
        }
    }
    Ok(rounds.into_iter().map(median).collect())
}
