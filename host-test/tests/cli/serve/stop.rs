//! How a server comes to its end.

use std::io::ErrorKind;
use std::net::TcpStream;

use rustix::process::Signal;

use super::limits::in_flight;
use crate::run::stamp;
use crate::serving::Serving;

/// A connection takes well below a millisecond, so this is a matter of seconds at most.
const ATTEMPTS: usize = 100_000;

fn serving(arguments: &[&'static str]) -> Serving {
    let serving = stamp(["serve", "small.toml"].iter().chain(arguments).copied())
        .file("small.toml", &super::policy("one", "1"))
        .serves();
    serving.note("goes when the server stops");
    serving
}

/// Waits until the server takes no more connections: then it knows that it is to stop.
fn refuses_connections(serving: &Serving) {
    let mut attempts = (0..ATTEMPTS).filter_map(|_| TcpStream::connect(serving.address()).err());
    // One that was about to be accepted is reset.
    assert!(attempts.any(|error| error.kind() == ErrorKind::ConnectionRefused));
}

#[test]
fn a_signal_ends_it_with_success() {
    for signal in [Signal::TERM, Signal::INT] {
        let serving = serving(&[]);
        serving.signal(signal);
        assert_eq!(serving.ends(), (Some(0), String::new()));
    }
}

#[test]
fn an_idle_connection_does_not_hold_it_up() {
    let serving = serving(&[]);
    let mut connection = serving.connect();
    assert_eq!(connection.ask("GET", "/healthz", "").status, 200);
    serving.signal(Signal::TERM);
    assert_eq!(connection.closed(), "");
    assert_eq!(serving.ends(), (Some(0), String::new()));
}

#[test]
fn a_request_in_flight_is_answered_before_the_end() {
    let serving = serving(&[]);
    let mut connection = in_flight(&serving);
    serving.signal(Signal::TERM);
    refuses_connections(&serving);
    connection.send(super::REQUEST);
    let answer = connection.answer("POST");
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    assert_eq!(serving.ends(), (Some(0), String::new()));
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let serving = serving(&["--time", "60m", "--stop-time", "60m"]);
    let connection = in_flight(&serving);
    serving.signal(Signal::TERM);
    refuses_connections(&serving);
    serving.signal(Signal::TERM);
    assert_eq!(serving.ends(), (Some(1), "stopped before all requests were answered".to_owned()));
    drop(connection);
}

#[test]
fn a_request_that_takes_too_long_does_not_hold_it_up_for_good() {
    let serving = serving(&["--time", "60m", "--stop-time", "100ms"]);
    let connection = in_flight(&serving);
    serving.signal(Signal::TERM);
    assert_eq!(serving.ends(), (Some(1), "stopped before all requests were answered".to_owned()));
    drop(connection);
}
