//! A server that ends and starts again while devices register.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use rustix::process::Signal;

use super::bare::{Bare, KEY};
use super::{REQUEST, answered};
use crate::client::request;

const CLIENTS: usize = 4;

/// What a client has met so far.
#[derive(Default)]
struct Met {
    answers: AtomicUsize,
    /// Requests that were sent and got no answer.
    lost: AtomicUsize,
}

/// Asks one request after another, by new connections as need be, until it is told to stop.
fn ask(address: SocketAddr, met: &Met, stop: &AtomicBool) {
    let headers = format!("content-length: {}\r\n", REQUEST.len());
    let asked = request("POST", &format!("/allocate?code={KEY}"), &headers, REQUEST);
    let right = answered("one", "1");
    while !stop.load(Ordering::SeqCst) {
        // While nobody listens nothing is sent, so nothing is lost: whoever calls learns it at once.
        let Ok(mut stream) = TcpStream::connect(address) else { continue };
        while !stop.load(Ordering::SeqCst) {
            if answer(&mut stream, &asked, &right).is_err() {
                met.lost.fetch_add(1, Ordering::SeqCst);
                break;
            }
            met.answers.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// Sends a request, and waits for the right answer.
fn answer(stream: &mut TcpStream, asked: &str, right: &str) -> io::Result<()> {
    stream.write_all(asked.as_bytes())?;
    let mut received = Vec::new();
    let mut piece = [0; 4096];
    while !received.ends_with(right.as_bytes()) {
        let length = stream.read(&mut piece)?;
        if length == 0 {
            assert_eq!(String::from_utf8_lossy(&received), "", "an answer has broken off");
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        received.extend_from_slice(piece.get(..length).unwrap());
    }
    assert!(received.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&received));
    Ok(())
}

/// Ends the server by this signal under load and starts another in its place; gives what the clients have lost.
fn restarted_by(signal: Signal) -> Vec<usize> {
    let first = Bare::start("127.0.0.1:0", Stdio::null());
    let address = first.address;
    let (stop, met) = (AtomicBool::new(false), [(); CLIENTS].map(|()| Met::default()));
    let all_go_on = || {
        let before: Vec<usize> = met.iter().map(|met| met.answers.load(Ordering::SeqCst)).collect();
        while met.iter().zip(&before).any(|(met, before)| met.answers.load(Ordering::SeqCst) < before + 10) {
            thread::yield_now();
        }
    };
    let second = thread::scope(|scope| {
        for met in &met {
            scope.spawn(|| ask(address, met, &stop));
        }
        all_go_on();
        first.end(signal);
        let second = Bare::start(&address.to_string(), Stdio::null());
        all_go_on();
        stop.store(true, Ordering::SeqCst);
        second
    });
    drop(second);
    met.iter().map(|met| met.lost.load(Ordering::SeqCst)).collect()
}

#[test]
fn a_server_that_is_killed_loses_what_it_was_working_on_and_nothing_else() {
    let lost = restarted_by(Signal::KILL);
    // What it was working on; and what the system took for a server of whose end it did not know yet.
    assert!(lost.iter().all(|lost| *lost <= 2), "{lost:?}");
}

#[test]
fn a_server_that_is_asked_to_stop_loses_at_most_what_crossed_its_closing() {
    let lost = restarted_by(Signal::TERM);
    assert!(lost.iter().all(|lost| *lost <= 1), "{lost:?}");
}
