//! A policy that is built in.

use std::fmt::Write as _;

use bytes::Bytes;
use host_test::built_in;
use host_test::host::{Guest, Host, Limits, Log, build_in};
use http::Request;
use serde_json::Value;

use crate::support::{ENGINE, KEY, PROBE_BYTES, allocator, get, offered, read};

/// A host of the component with this policy inside, with these files mounted for it.
async fn built(policy: &str, mounted: Option<&str>) -> Host {
    let guest = Guest::compile(&ENGINE, &build_in(built_in::COMPONENT, policy).await.unwrap()).unwrap();
    Host::new(&guest, offered(&[("webhook_keys", KEY)], mounted), Limits::default(), Log::discard()).unwrap()
}

async fn ask(host: &Host, body: &str) -> (u16, String) {
    let request = Request::post(format!("/allocate?code={KEY}")).body(Bytes::copy_from_slice(body.as_bytes()));
    read(host.request(request.unwrap()).await)
}

#[tokio::test]
async fn it_decides_as_the_same_policy_does_that_is_mounted() {
    let (built, mounted) = (built(built_in::POLICY, None).await, allocator(built_in::POLICY));
    assert_eq!(get(&built, "/healthz").await, get(&mounted, "/healthz").await);
    for number in 0..200 {
        let body = built_in::REQUEST.replace("press-0042", &format!("press-{number:04}"));
        let answer = ask(&built, &body).await;
        assert_eq!(answer.0, 200, "{answer:?}");
        assert_eq!(answer, ask(&mounted, &body).await);
    }
}

#[tokio::test]
async fn a_file_that_is_mounted_all_the_same_has_no_say() {
    let built = built(built_in::POLICY, Some("language = 2")).await;
    let (status, health) = get(&built, "/healthz").await;
    assert_eq!(status, 200, "{health}");
}

#[tokio::test]
async fn it_holds_no_key() {
    let guest = Guest::compile(&ENGINE, &build_in(built_in::COMPONENT, built_in::POLICY).await.unwrap()).unwrap();
    let host = Host::new(&guest, offered(&[], None), Limits::default(), Log::discard()).unwrap();
    let (status, error) = ask(&host, built_in::REQUEST).await;
    assert_eq!(status, 503);
    let error: Value = serde_json::from_str(&error).unwrap();
    assert_eq!(error["error"]["code"], "keys-unreadable");
}

#[tokio::test]
async fn the_same_policy_gives_the_same_bytes() {
    let build = async || build_in(built_in::COMPONENT, built_in::POLICY).await.unwrap();
    assert!(build().await == build().await);
}

#[tokio::test]
async fn a_hundred_thousand_ids_are_built_in() {
    let mut policy = built_in::POLICY.replacen("[lists]", "[lists]\nmany = [", 1);
    let (head, tail) = policy.split_once("many = [").unwrap();
    let mut list = String::new();
    for number in 0..100_000 {
        write!(list, "\"device-{number:06}\", ").unwrap();
    }
    policy = format!("{head}many = [{list}]{tail}");
    let (status, health) = get(&built(&policy, None).await, "/healthz").await;
    assert_eq!(status, 200, "{health}");
}

#[tokio::test]
async fn another_component_cannot_have_one() {
    let error = build_in(PROBE_BYTES.as_slice(), built_in::POLICY).await.unwrap_err();
    assert_eq!(error.to_string(), "the component cannot have a policy built in");
}
