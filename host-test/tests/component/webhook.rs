//! The component as DPS and its operator meet it: statuses, headers, keys, health and log, by HTTP. What it decides is
//! the corpus's business.

use std::sync::Mutex;

use bytes::Bytes;
use host_test::built_in::{POLICY, REQUEST};
use host_test::host::{Host, Log};
use http::{HeaderMap, Method, Request, Response};
use serde_json::Value;

use crate::support::{KEY, allocator, allocator_with};

async fn send(host: &Host, method: Method, uri: &str, body: impl Into<Bytes>) -> Response<Bytes> {
    host.request(Request::builder().method(method).uri(uri).body(body.into()).unwrap()).await
}

async fn allocate(host: &Host, body: impl Into<Bytes>) -> Response<Bytes> {
    send(host, Method::POST, &format!("/allocate?code={KEY}"), body).await
}

/// The lines of a log, one after the other.
fn text(lines: &Mutex<Vec<String>>) -> String {
    lines.lock().unwrap().join("\n")
}

fn code(response: &Response<Bytes>) -> String {
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    body.pointer("/error/code").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[tokio::test]
async fn a_device_gets_a_hub_of_those_that_are_linked() {
    let response = allocate(&allocator(POLICY), REQUEST).await;
    let (request, answer): (Value, Value) =
        (serde_json::from_str(REQUEST).unwrap(), serde_json::from_slice(response.body()).unwrap());
    assert_eq!(response.status(), 200);
    assert!(request["linkedHubs"].as_array().unwrap().contains(&answer["iotHubHostName"]), "{answer}");
    assert_eq!(header(response.headers(), "content-type"), "application/json");
    assert_eq!(header(response.headers(), "content-length"), response.body().len().to_string());
}

#[tokio::test]
async fn no_header_is_required_and_any_content_type_is_taken() {
    let host = allocator(POLICY);
    for kind in ["text/plain", "application/json; charset=utf-8", "nonsense"] {
        let request = Request::post("/allocate").header("content-type", kind).header("x-functions-key", KEY);
        assert_eq!(host.request(request.body(Bytes::from_static(REQUEST.as_bytes())).unwrap()).await.status(), 200);
    }
}

#[tokio::test]
async fn errors_have_the_status_that_makes_dps_do_the_right_thing() {
    let host = allocator(POLICY);
    let cases: [(Method, String, Bytes, u16, &str); 8] = [
        (Method::POST, format!("/allocate?code={KEY}"), Bytes::from_static(b"{"), 400, "malformed-request"),
        (Method::POST, format!("/allocate?code={KEY}"), Bytes::new(), 400, "malformed-request"),
        (Method::POST, format!("/allocate?code={KEY}"), vec![b' '; 256 * 1024 + 1].into(), 413, "body-too-large"),
        (Method::POST, "/allocate".into(), REQUEST.into(), 401, "key-missing"),
        (Method::POST, "/allocate?code=another-key-of-some-length".into(), REQUEST.into(), 401, "key-wrong"),
        (Method::GET, format!("/allocate?code={KEY}"), Bytes::new(), 405, "wrong-method"),
        (Method::POST, "/healthz".into(), Bytes::new(), 405, "wrong-method"),
        (Method::GET, "/".into(), Bytes::new(), 404, "not-found"),
    ];
    for (method, uri, body, status, expected) in cases {
        let response = send(&host, method.clone(), &uri, body).await;
        assert_eq!((response.status().as_u16(), code(&response).as_str()), (status, expected), "{method} {uri}");
        assert_eq!(response.headers().contains_key("allow"), status == 405);
    }
    assert_eq!(allocate(&host, REQUEST).await.status(), 200, "and the next request is served");
}

#[tokio::test]
async fn a_webhook_that_is_not_set_up_asks_dps_to_come_again() {
    let key = ("webhook_keys", KEY);
    for (variables, policy, expected) in [
        (vec![], Some(POLICY), "keys-unreadable"),
        (vec![("webhook_keys", "")], Some(POLICY), "keys-missing"),
        (vec![("webhook_keys", "short")], Some(POLICY), "keys-too-short"),
        (vec![key], Some("language = 2"), "policy-invalid"),
        (vec![key], None, "policy-unreadable"),
    ] {
        let (log, lines) = Log::capture();
        let host = allocator_with(&variables, policy, log);
        let response = allocate(&host, REQUEST).await;
        assert_eq!((response.status().as_u16(), code(&response).as_str()), (503, expected));
        assert_eq!(send(&host, Method::GET, "/healthz", "").await.status(), 503, "{expected}");
        assert!(text(&lines).contains(expected), "{expected}: {}", text(&lines));
    }
}

#[tokio::test]
async fn health_names_the_policy_in_force() {
    let host = allocator(POLICY);
    let response = send(&host, Method::GET, "/healthz", "").await;
    let health: Value = serde_json::from_slice(response.body()).unwrap();
    let policy = placement::Policy::parse(POLICY).unwrap().policy;
    assert_eq!(response.status(), 200);
    assert_eq!(health["policy"]["digest"].as_str(), Some(policy.digest()));
    assert_eq!(health["policy"]["name"].as_str(), Some(policy.name()));
    let head = send(&host, Method::HEAD, "/healthz", "").await;
    assert_eq!((head.status().as_u16(), head.body().len()), (200, 0));
}

#[tokio::test]
async fn two_keys_are_valid_at_once_and_none_is_ever_logged() {
    let (log, lines) = Log::capture();
    let host = allocator_with(
        &[("webhook_keys", "the-old-key-of-the-webhook, the-new/key+of=the-webhook")],
        Some(POLICY),
        log,
    );
    for (uri, status) in [
        ("/allocate?code=the-old-key-of-the-webhook", 200),
        ("/allocate?x=1&code=the-new%2Fkey%2Bof%3Dthe-webhook", 200),
        ("/allocate?code=the-new/key+of=the-webhook", 200),
        ("/allocate?code=the-old-key-of-the-webhoo", 401),
        ("/allocate?code=", 401),
    ] {
        assert_eq!(send(&host, Method::POST, uri, REQUEST).await.status(), status, "{uri}");
    }
    assert!(!text(&lines).contains("the-old-key") && !text(&lines).contains("the-new"), "{}", text(&lines));
}

#[tokio::test]
async fn each_decision_leaves_one_line_of_json_without_what_the_device_sent() {
    let (log, lines) = Log::capture();
    let host = allocator_with(&[("webhook_keys", KEY)], Some(POLICY), log);
    allocate(&host, REQUEST).await;
    let text = text(&lines);
    let [line] = text.lines().collect::<Vec<_>>()[..] else { panic!("one line, not {text}") };
    let line: Value = serde_json::from_str(line).unwrap();
    assert_eq!((line["event"].as_str(), line["status"].as_u64()), (Some("decision"), Some(200)));
    assert!(line["registrationId"].is_string() && line["stamp"].is_string(), "{line}");
    assert!(!text.contains("payload") && !text.contains("symmetricKey"), "{text}");
}

#[tokio::test]
async fn registration_ids_can_be_masked() {
    let (log, lines) = Log::capture();
    let host = allocator_with(&[("webhook_keys", KEY), ("log_ids", "masked")], Some(POLICY), log);
    allocate(&host, REQUEST).await;
    let request: Value = serde_json::from_str(REQUEST).unwrap();
    let id = request["deviceRuntimeContext"]["registrationId"].as_str().unwrap();
    assert!(text(&lines).contains("maskedId") && !text(&lines).contains(id), "{}", text(&lines));
}
