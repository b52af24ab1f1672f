use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use host_test::host::{Failure, Limits};
use http::Request;
use http_body_util::Empty;
use hyper::body::Frame;

use crate::support::{get, nothing, probe, read};

/// A body whose client has gone quiet.
struct NeverSent;

impl hyper::body::Body for NeverSent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

fn short() -> Limits {
    Limits { time: Duration::from_millis(200), ..Limits::default() }
}

#[tokio::test]
async fn a_component_that_never_ends_is_answered_503() {
    let host = probe(nothing(), short());
    let (status, body) = get(&host, "/spin").await;
    assert_eq!(status, 503);
    assert!(body.contains("time-limit") && body.contains("no answer within 200ms"), "{body}");
}

#[tokio::test]
async fn a_component_that_never_ends_does_not_keep_others_waiting() {
    let host = probe(nothing(), Limits { time: Duration::from_secs(600), ..Limits::default() });
    tokio::select! {
        biased;
        _ = get(&host, "/spin") => panic!("a loop without end has ended"),
        other = get(&host, "/taken") => assert_eq!(other, (200, "1".to_owned())),
    }
}

#[tokio::test]
async fn a_component_that_waits_for_its_client_is_answered_503() {
    let host = probe(nothing(), short());
    let failure = host.answer(Request::post("/echo").body(NeverSent).unwrap()).await.unwrap_err();
    assert_eq!(failure, Failure::Time(Duration::from_millis(200)));
}

#[tokio::test]
async fn a_component_that_eats_memory_is_answered_503_with_the_reason() {
    let host = probe(nothing(), Limits { memory: 16 << 20, ..Limits::default() });
    let (status, body) = get(&host, "/eat").await;
    assert_eq!(status, 503);
    assert!(body.contains("memory-limit") && body.contains("more than its 16 MiB"), "{body}");
}

#[tokio::test]
async fn a_component_that_cannot_start_within_its_memory_says_so() {
    let host = probe(nothing(), Limits { memory: 64 << 10, ..Limits::default() });
    let request = Request::get("/taken").body(Empty::<Bytes>::new()).unwrap();
    assert_eq!(host.answer(request).await.unwrap_err(), Failure::Memory(64 << 10));
}

#[tokio::test]
async fn a_trap_is_answered_500_and_the_next_request_meets_a_new_instance() {
    let host = probe(nothing(), Limits::default());
    let (status, body) = get(&host, "/trap").await;
    assert_eq!(status, 500);
    assert!(body.contains("component-failed") && body.contains("unreachable"), "{body}");
    assert_eq!(get(&host, "/taken").await, (200, "1".to_owned()));
}

#[tokio::test]
async fn a_body_reaches_the_component_whole() {
    let host = probe(nothing(), Limits::default());
    let body = "x".repeat(300_000);
    let request = Request::post("/echo").body(Bytes::from(body.clone())).unwrap();
    assert_eq!(read(host.request(request).await), (200, body));
}
