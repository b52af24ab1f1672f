//! One server's turn.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::task::JoinSet;

use super::cases::Case;
use super::check::Checked;
use super::client::{Answer, Client};

/// What a round took, or the median round.
#[derive(Clone, Copy)]
pub(crate) struct Measured {
    /// The time within which half of the requests were answered.
    pub(crate) median: Duration,
    /// The time within which 99 of 100 were.
    pub(crate) slow: Duration,
    /// Requests in a second.
    pub(crate) rate: f64,
}

/// Asks so many requests over so many connections at the same time, and holds each answer against the one that was
/// checked.
pub(crate) async fn ask(checked: &Checked, cases: &[Case], connections: usize, requests: usize) -> Result<Measured> {
    let wanted: Vec<(Vec<u8>, Answer)> =
        cases.iter().map(|case| case.request.clone()).zip(checked.answers.iter().cloned()).collect();
    let wanted = Arc::new(wanted);
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(Client::connect(checked.server.address).await?);
    }
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for (number, client) in clients.into_iter().enumerate() {
        // Each begins with another request.
        tasks.spawn(ask_all(client, Arc::clone(&wanted), number * 5, requests / connections));
    }
    let mut times = Vec::with_capacity(requests);
    for client in tasks.join_all().await {
        times.extend(client?);
    }
    let whole = started.elapsed();
    times.sort_unstable();
    let within = |percent| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    let rate = f64::from(u32::try_from(times.len())?) / whole.as_secs_f64();
    Ok(Measured { median: within(50), slow: within(99), rate })
}

/// Asks one after the other, and gives the time that each took.
async fn ask_all(
    mut client: Client,
    wanted: Arc<Vec<(Vec<u8>, Answer)>>,
    first: usize,
    requests: usize,
) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(requests);
    for (request, wanted) in wanted.iter().cycle().skip(first).take(requests) {
        let started = Instant::now();
        let answer = client.ask(request).await?;
        times.push(started.elapsed());
        ensure!(answer == *wanted, "the answer is another than before: {answer}");
    }
    Ok(times)
}

/// Of each figure the median of the rounds.
pub(crate) fn median(rounds: Vec<Measured>) -> Measured {
    let middle = rounds.len() / 2;
    let of = |figure: fn(&Measured) -> Duration| {
        let mut figures: Vec<Duration> = rounds.iter().map(figure).collect();
        figures.sort_unstable();
        figures.get(middle).copied().unwrap_or_default()
    };
    let mut rates: Vec<f64> = rounds.iter().map(|round| round.rate).collect();
    rates.sort_unstable_by(f64::total_cmp);
    Measured {
        median: of(|round| round.median),
        slow: of(|round| round.slow),
        rate: rates.get(middle).copied().unwrap_or_default(),
    }
}
