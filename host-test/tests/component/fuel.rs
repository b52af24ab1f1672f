//! What requests cost, in units of fuel: about one for each instruction of Wasm. It is the same on every machine, so that it
//! can be held to a bound. The figures are in `docs/performance.md`.

use std::sync::LazyLock;
use std::time::Duration;

use bytes::Bytes;
use host_test::built_in;
use host_test::host::{Engine, Guest, Host, Limits, Log, build_in};
use http::Request;
use http::header::CONTENT_LENGTH;

use crate::support::{KEY, offered};

static METERED: LazyLock<Engine> = LazyLock::new(|| Engine::metered().unwrap());

/// What each request has cost, all of them met by one instance.
async fn costs(component: &[u8], requests: usize) -> Vec<u64> {
    let guest = Guest::compile(&METERED, component).unwrap();
    let offer = offered(&[("webhook_keys", KEY)], Some(built_in::POLICY));
    let lasting = Limits { idle: Duration::MAX, ..Limits::default() };
    let host = Host::new(&guest, offer, lasting, Log::discard()).unwrap();
    for _ in 0..=requests {
        let body = Bytes::from_static(built_in::REQUEST.as_bytes());
        let request = Request::post(format!("/allocate?code={KEY}")).header(CONTENT_LENGTH, body.len()).body(body);
        assert_eq!(host.request(request.unwrap()).await.status(), 200);
    }
    let costs = host.fuel();
    assert_eq!(costs.len(), requests);
    costs
}

#[tokio::test]
async fn a_request_costs_at_most_so_much_and_the_first_reads_the_policy() {
    let costs = costs(built_in::COMPONENT, 4).await;
    assert!(costs[0] <= 5_000_000, "{costs:?}");
    assert!(costs[1..].iter().all(|cost| *cost == costs[1] && *cost <= 250_000), "{costs:?}");
}

#[tokio::test]
async fn with_a_policy_built_in_the_first_request_costs_hardly_more_than_the_others() {
    let costs = costs(&build_in(built_in::COMPONENT, built_in::POLICY).await.unwrap(), 4).await;
    assert!(costs[0] <= costs[1] + 10_000, "{costs:?}");
    assert!(costs[1..].iter().all(|cost| *cost == costs[1] && *cost <= 250_000), "{costs:?}");
}
