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

/// What each of these requests has cost, all of them met by one instance. Each is answered this status.
async fn costs(component: &[u8], keys: &str, requests: Vec<Request<Bytes>>, status: u16) -> Vec<u64> {
    let guest = Guest::compile(&METERED, component).unwrap();
    let lasting = Limits { idle: Duration::MAX, ..Limits::default() };
    let offer = offered(&[("webhook_keys", keys)], Some(built_in::POLICY));
    let host = Host::new(&guest, offer, lasting, Log::discard()).unwrap();
    let count = requests.len();
    // The cost of the last is known when one more has begun.
    let one_more = requests.last().unwrap().clone();
    for request in requests.into_iter().chain([one_more]) {
        assert_eq!(host.request(request).await.status(), status);
    }
    let costs = host.fuel();
    assert_eq!(costs.len(), count);
    costs
}

/// A request with this key.
fn post(key: &str, body: &'static str) -> Request<Bytes> {
    let request = Request::post(format!("/allocate?code={key}")).header(CONTENT_LENGTH, body.len());
    request.body(Bytes::from_static(body.as_bytes())).unwrap()
}

async fn costs_of_decisions(component: &[u8]) -> Vec<u64> {
    costs(component, KEY, vec![post(KEY, built_in::REQUEST); 4], 200).await
}

#[tokio::test]
async fn a_request_costs_at_most_so_much_and_the_first_reads_the_policy() {
    let costs = costs_of_decisions(built_in::COMPONENT).await;
    assert!(costs[0] <= 5_000_000, "{costs:?}");
    assert!(costs[1..].iter().all(|cost| *cost == costs[1] && *cost <= 250_000), "{costs:?}");
}

#[tokio::test]
async fn with_a_policy_built_in_the_first_request_costs_hardly_more_than_the_others() {
    let costs = costs_of_decisions(&build_in(built_in::COMPONENT, built_in::POLICY).await.unwrap()).await;
    assert!(costs[0] <= costs[1] + 10_000, "{costs:?}");
    assert!(costs[1..].iter().all(|cost| *cost == costs[1] && *cost <= 250_000), "{costs:?}");
}

#[tokio::test]
async fn a_wrong_key_costs_the_same_however_much_of_it_is_right() {
    let wrong = |right: usize| post(&format!("{}{}", &KEY[..right], "~".repeat(KEY.len() - right)), "");
    // The first request of an instance reads the policy as well.
    let requests = [0].into_iter().chain(0..KEY.len()).map(wrong).collect();
    let costs = costs(built_in::COMPONENT, KEY, requests, 401).await;
    assert!(costs[1..].iter().all(|cost| *cost == costs[1]), "{costs:?}");
}

#[tokio::test]
async fn a_right_key_costs_the_same_whichever_of_the_keys_it_is() {
    let keys = ["another-key-012345", "the-third-key-0123", "the-fourth-key-012"];
    let requests = [keys[0]].into_iter().chain(keys).map(|key| post(key, "")).collect();
    let costs = costs(built_in::COMPONENT, &keys.join(","), requests, 400).await;
    assert!(costs[1..].iter().all(|cost| *cost == costs[1]), "{costs:?}");
}
