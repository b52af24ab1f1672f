use std::time::Duration;

use bytes::Bytes;
use host_test::host::Limits;
use http::Request;

use crate::support::{get, nothing, probe};

async fn taken(host: &host_test::host::Host) -> u32 {
    get(host, "/taken").await.1.parse().unwrap()
}

#[tokio::test]
async fn an_instance_is_reused_128_times_as_on_spin() {
    let host = probe(nothing(), Limits { idle: Duration::MAX, ..Limits::default() });
    for expected in (1..=128).chain([1]) {
        assert_eq!(taken(&host).await, expected);
    }
}

#[tokio::test]
async fn an_instance_that_may_not_idle_is_not_reused() {
    let host = probe(nothing(), Limits { requests: 1, ..Limits::default() });
    assert_eq!((taken(&host).await, taken(&host).await), (1, 1));
}

#[tokio::test]
async fn hosts_of_one_guest_share_no_instance() {
    let (one, other) = (probe(nothing(), Limits::default()), probe(nothing(), Limits::default()));
    assert_eq!((taken(&one).await, taken(&other).await), (1, 1));
}

#[tokio::test]
async fn a_request_outlives_the_name_of_its_host() {
    let host = std::sync::Arc::new(probe(nothing(), Limits::default()));
    let asked = {
        let host = std::sync::Arc::clone(&host);
        tokio::spawn(async move { host.request(Request::get("/taken").body(Bytes::new()).unwrap()).await.status() })
    };
    drop(host);
    assert_eq!(asked.await.unwrap(), 200);
}
