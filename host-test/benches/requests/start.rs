//! What starting costs: the first answer of an instance, by the policy.

#[path = "../../../analysis/tests/large/mod.rs"]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "it makes a policy that is fixed")]
mod large;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bytes::Bytes;
use host_test::built_in;
use host_test::host::{Engine, Guest, Host, Limits, Log, build_in};
use http::Request;

use crate::components::{self, Components, request};

/// How often each is started.
const STARTS: usize = 41;

const SMALL: &str = "language = 1
hash     = 1
policy   = \"small\"
seed     = \"small\"

[[stamp]]
name     = \"only\"
hub      = \"contoso-only.azure-devices.net\"
capacity = 1000
";

/// Prints what the first request and a later one cost in fuel.
pub(crate) async fn fuel(components: &Components) -> Result<()> {
    let engine = Engine::metered()?;
    println!("{:12}  {:>14}  {:>14}", "fuel", "first request", "each later one");
    let all = [("empty", &components.empty), ("mounted", &components.ours), ("built in", &components.built)];
    for (name, component) in all {
        let guest = Guest::compile(&engine, component)?;
        let lasting = Limits { idle: Duration::MAX, ..Limits::default() };
        let host = Host::new(
            &guest,
            components::offer((name == "mounted").then_some(built_in::POLICY))?,
            lasting,
            Log::discard(),
        )?;
        for _ in 0..4 {
            ensure!(host.request(request()?).await.status() == 200, "{name} gives no answer");
        }
        let costs = host.fuel();
        let cost = |index: usize| costs.get(index).copied().unwrap_or_default();
        println!("{name:12}  {:>14}  {:>14}", cost(0), cost(2));
    }
    println!();
    Ok(())
}

/// Prints the time from the call to the first answer of a new instance, by the policy.
pub(crate) async fn times(components: &Components) -> Result<()> {
    let engine = Engine::new()?;
    let mounting = Guest::compile(&engine, &components.ours)?;
    println!(
        "{:28}  {:>8}  {:>11}  {:>11}  {:>6}",
        "first health check, policy", "bytes", "mounted", "built in", "ratio"
    );
    let large = large::policy();
    let listing = listing()?;
    let policies = [
        ("10 lines", SMALL),
        ("contoso", built_in::POLICY),
        ("50 stamps, 100 rules", &large),
        ("contoso, a list of 100,000", &listing),
    ];
    for (name, policy) in policies {
        let building = Guest::compile(&engine, &build_in(&components.ours, policy).await?)?;
        let (mut mounted, mut built) = (Vec::new(), Vec::new());
        for _ in 0..STARTS {
            mounted.push(first(&mounting, Some(policy)).await?);
            built.push(first(&building, None).await?);
        }
        let (mounted, built) = (middle(mounted), middle(built));
        println!(
            "{name:28}  {:>8}  {:>8} µs  {:>8} µs  {:>6.2}",
            policy.len(),
            mounted.as_micros(),
            built.as_micros(),
            built.as_secs_f64() / mounted.as_secs_f64()
        );
    }
    Ok(())
}

/// The example policy with a list of 100,000 IDs.
fn listing() -> Result<String> {
    let mut list = String::new();
    for number in 0..100_000 {
        write!(list, "\"device-{number:06}\", ")?;
    }
    Ok(built_in::POLICY.replacen("[lists]", &format!("[lists]\nmany = [{list}]"), 1))
}

async fn first(guest: &Guest, policy: Option<&str>) -> Result<Duration> {
    let host = Host::new(guest, components::offer(policy)?, Limits::default(), Log::discard())?;
    let request = Request::get("/healthz").body(Bytes::new())?;
    let started = Instant::now();
    let response = host.request(request).await;
    let time = started.elapsed();
    ensure!(response.status() == 200, "the answer is {response:?}");
    Ok(time)
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
