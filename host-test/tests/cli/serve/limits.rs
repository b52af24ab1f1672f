//! What is beyond a limit is answered 503, or closed.

use snapbox::{assert_data_eq, str};

use crate::client::{Connection, request};
use crate::run::stamp;
use crate::serving::Serving;

/// A refusal takes well below a millisecond, so this is a matter of seconds at most.
const ATTEMPTS: usize = 20_000;

fn serving<'a>(limit: impl IntoIterator<Item = &'a str>) -> Serving {
    let arguments = ["serve", "small.toml"].into_iter().chain(limit);
    stamp(arguments).file("small.toml", &super::policy("one", "1")).serves()
}

/// A connection whose request is being answered, and waits for its body.
pub(super) fn in_flight(serving: &Serving) -> Connection {
    let mut connection = serving.connect();
    let headers = format!("content-length: {}\r\nexpect: 100-continue\r\n", super::REQUEST.len());
    connection.send(&request("POST", &serving.target(), &headers, ""));
    assert_eq!(connection.head().0, 100);
    connection
}

#[test]
fn one_request_too_many_is_answered_503_and_the_others_go_on() {
    let serving = serving(["--requests", "1"]);
    let mut first = in_flight(&serving);
    let second = serving.post(&serving.target(), super::REQUEST);
    assert_eq!((second.status, second.header("content-type")), (503, Some("application/json")));
    assert_eq!(second.header("cache-control"), Some("no-store"));
    assert_data_eq!(
        second.body,
        str![[
            r#"{"error":{"code":"too-many-requests","message":"too many requests at a time (the limit is 1)","retry":"DPS asks again, 10 times within about 7 minutes"}}"#
        ]]
    );
    first.send(super::REQUEST);
    assert_eq!(first.answer("POST").status, 200);
    assert_eq!(serving.post(&serving.target(), super::REQUEST).status, 200);
}

#[test]
fn one_connection_too_many_is_answered_503_and_closed() {
    let serving = serving(["--connections", "1"]);
    let mut first = serving.connect();
    assert_eq!(first.ask("GET", "/healthz", "").status, 200);
    let mut second = serving.connect();
    let answer = second.ask("POST", &serving.target(), super::REQUEST);
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!((answer.status, answer.header("content-type")), (503, Some("application/json")));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_data_eq!(
        answer.body,
        str![[
            r#"{"error":{"code":"too-many-connections","message":"too many connections at a time (the limit is 1)","retry":"DPS asks again, 10 times within about 7 minutes"}}"#
        ]]
    );
    assert_eq!(second.closed(), "");
    assert_eq!(first.ask("GET", "/healthz", "").status, 200);
}

#[test]
fn a_request_that_never_gets_its_body_is_answered_503() {
    let serving = serving(["--time", "200ms"]);
    let answer = in_flight(&serving).answer("POST");
    assert_eq!(answer.status, 503);
    assert_data_eq!(
        answer.body,
        str![[
            r#"{"error":{"code":"time-limit","message":"there was no answer within 200ms: the body of the request came too slowly, or the component is busy","retry":"DPS asks again, 10 times within about 7 minutes"}}"#
        ]]
    );
}

#[test]
fn headers_that_never_end_are_cut_off() {
    let serving = serving(["--header-time", "100ms"]);
    let mut connection = serving.connect();
    connection.send("POST /allocate HTTP/1.1\r\nhost:");
    assert_eq!(connection.closed(), "");
}

#[test]
fn a_connection_that_says_nothing_is_closed() {
    let serving = serving(["--header-time", "100ms"]);
    assert_eq!(serving.connect().closed(), "");
}

#[test]
fn a_connection_that_asks_for_no_more_is_closed() {
    let serving = serving(["--header-time", "100ms"]);
    let mut connection = serving.connect();
    assert_eq!(connection.ask("GET", "/healthz", "").status, 200);
    assert_eq!(connection.closed(), "");
}

/// A client that never takes its answers, of which each is large.
#[test]
fn answers_that_nobody_takes_hold_no_connection_for_good() {
    let large = super::policy("one", "1")
        .replace("revision = \"{policy.revision}\"", &format!("text = \"{}\"", "x".repeat(100_000)));
    let limits = ["--connections", "1", "--header-time", "300ms"];
    let serving = stamp(["serve", "small.toml"].into_iter().chain(limits)).file("small.toml", &large).serves();
    let mut greedy = serving.connect();
    let length = format!("content-length: {}\r\n", super::REQUEST.len());
    let asked = request("POST", &serving.target(), &length, super::REQUEST);
    // More than what a socket holds on both of its sides.
    greedy.try_send(asked.repeat(300).as_bytes());
    let mut statuses = (0..ATTEMPTS).map(|_| serving.connect().ask("GET", "/healthz", "").status);
    assert!(statuses.any(|status| status == 200));
}

#[test]
fn what_the_server_answers_by_itself_leaves_a_line_in_the_log() {
    let serving = serving(["--time", "200ms"]);
    let mut stuck = in_flight(&serving);
    assert_eq!(stuck.answer("POST").status, 503);
    assert_data_eq!(
        serving.log(),
        str![[
            r#"{"code":"time-limit","event":"failed","message":"there was no answer within 200ms: the body of the request came too slowly, or the component is busy","status":503}"#
        ]]
    );
}
