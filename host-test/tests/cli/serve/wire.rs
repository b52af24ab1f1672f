//! HTTP/1.1, as proxies and clients speak it.

use crate::client::request;
use crate::run::stamp;
use crate::serving::Serving;

fn serving() -> Serving {
    stamp(["serve", "small.toml"]).file("small.toml", &super::policy("one", "1")).serves()
}

#[test]
fn a_connection_takes_one_request_after_another() {
    let serving = serving();
    let mut connection = serving.connect();
    for _ in 0..3 {
        let answer = connection.ask("POST", &serving.target(), super::REQUEST);
        assert_eq!((answer.status, answer.body), (200, super::answered("one", "1")));
    }
}

#[test]
fn an_error_leaves_the_connection_open() {
    let serving = serving();
    let mut connection = serving.connect();
    assert_eq!(connection.ask("POST", &serving.target(), "[").status, 400);
    assert_eq!(connection.ask("POST", &serving.target(), super::REQUEST).status, 200);
}

#[test]
fn head_is_answered_without_a_body() {
    let serving = serving();
    let mut connection = serving.connect();
    let head = connection.ask("HEAD", "/healthz", "");
    assert_eq!((head.status, head.header("content-type")), (200, Some("application/json")));
    // WASI checks an answer's length against its body, so the component can give none here. `0` would be wrong.
    assert_eq!(head.header("content-length"), None);
    // Had a body been sent, it would be taken for the next answer.
    assert_eq!(connection.ask("GET", "/healthz", "").status, 200);
}

#[test]
fn hundreds_of_headers_are_no_hindrance() {
    let serving = serving();
    let mut headers: String = (0..300).map(|n| format!("x-proxy-{n}: passed\r\n")).collect();
    headers += &format!("content-length: {}\r\n", super::REQUEST.len());
    let mut connection = serving.connect();
    connection.send(&request("POST", &serving.target(), &headers, super::REQUEST));
    assert_eq!(connection.answer("POST").status, 200);
}

#[test]
fn a_body_in_chunks_is_a_body() {
    let serving = serving();
    let (first, second) = super::REQUEST.split_at(20);
    let body = format!("{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len());
    let mut connection = serving.connect();
    connection.send(&request("POST", &serving.target(), "transfer-encoding: chunked\r\n", &body));
    assert_eq!(connection.answer("POST").status, 200);
}

#[test]
fn a_client_that_asks_whether_to_go_on_is_told_to() {
    let serving = serving();
    let mut connection = serving.connect();
    let headers = format!("content-length: {}\r\nexpect: 100-continue\r\n", super::REQUEST.len());
    connection.send(&request("POST", &serving.target(), &headers, ""));
    assert_eq!(connection.head().0, 100);
    connection.send(super::REQUEST);
    assert_eq!(connection.answer("POST").status, 200);
}

#[test]
fn a_client_with_a_wrong_key_is_not_asked_for_its_body() {
    let serving = serving();
    let mut connection = serving.connect();
    let headers = "content-length: 100000\r\nexpect: 100-continue\r\n";
    connection.send(&request("POST", "/allocate?code=wrong", headers, ""));
    assert_eq!(connection.head().0, 401);
}
