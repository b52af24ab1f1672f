//! The server with a component that means it no good.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use host_test::host::{Host, Limits};
use host_test::server::{Requests, Server, ServerLimits, Signals};
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use crate::support::{nothing, probe};

/// Requests of one kind at a time.
const AT_A_TIME: usize = 24;

async fn serve(limits: Limits) -> (SocketAddr, watch::Sender<Arc<Host>>) {
    let server = Server::bind("127.0.0.1:0".parse().unwrap(), ServerLimits::default()).await.unwrap();
    let address = server.address().unwrap();
    let (current, host) = watch::channel(Arc::new(probe(nothing(), limits)));
    tokio::spawn(server.run(Requests::new(host, ServerLimits::default().requests), Signals::catch().unwrap()));
    (address, current)
}

/// The status and the body of an answer over a connection of its own.
async fn get(address: SocketAddr, path: &'static str) -> (u16, String) {
    let asked = spawn_blocking(move || {
        let mut stream = TcpStream::connect(address)?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: stamp.test\r\nconnection: close\r\n\r\n")?;
        std::io::read_to_string(stream)
    });
    let answer = asked.await.unwrap().unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// Many at a time.
async fn many(address: SocketAddr, path: &'static str) -> Vec<(u16, String)> {
    let asked: Vec<_> = (0..AT_A_TIME).map(|_| tokio::spawn(get(address, path))).collect();
    let mut answers = Vec::new();
    for answer in asked {
        answers.push(answer.await.unwrap());
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn loops_without_end_are_answered_503_and_others_are_served_meanwhile_and_after() {
    let (address, _current) = serve(Limits { time: Duration::from_secs(2), ..Limits::default() }).await;
    let looping = tokio::spawn(many(address, "/spin"));
    // A request that meets an instance which is taken away fails with it: there are others.
    let mut served = 0;
    while !looping.is_finished() {
        let (status, _) = get(address, "/taken").await;
        assert!([200, 503].contains(&status), "{status}");
        served += usize::from(status == 200);
    }
    assert!(served > 0);
    let answers = looping.await.unwrap();
    assert!(answers.iter().all(|(status, body)| *status == 503 && body.contains("time-limit")), "{answers:?}");
    assert_eq!(get(address, "/taken").await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_without_end_is_answered_503_and_all_of_it_is_given_back() {
    let (address, _current) = serve(Limits { memory: 16 << 20, ..Limits::default() }).await;
    for _ in 0..4 {
        let answers = many(address, "/eat").await;
        assert!(answers.iter().all(|(status, body)| *status == 503 && body.contains("memory-limit")), "{answers:?}");
    }
    assert_eq!(get(address, "/taken").await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn traps_are_answered_500_and_the_next_request_is_served() {
    let (address, _current) = serve(Limits::default()).await;
    for _ in 0..4 {
        let answers = many(address, "/trap").await;
        assert!(
            answers.iter().all(|(status, body)| *status == 500 && body.contains("component-failed")),
            "{answers:?}"
        );
        assert_eq!(get(address, "/taken").await.0, 200);
    }
}
