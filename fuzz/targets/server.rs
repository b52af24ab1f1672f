//! The component behind a real socket: `stamp serve` answers every call as the machine's own code does, and goes on.
//!
//! `FUZZ_ADDRESS` says where it listens, with policy.toml here and the keys of src/variables.rs. scripts/fuzz starts it.
#![no_main]

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::time::Duration;

use allocator::Service;
use fuzz::call::Call;
use fuzz::choice::Choice;
use fuzz::variables::{Settings, at_once};
use libfuzzer_sys::fuzz_target;

static SERVICE: LazyLock<Service> = LazyLock::new(|| Service::new(Ok(include_str!("../policy.toml").into())));
static ADDRESS: LazyLock<String> =
    LazyLock::new(|| std::env::var("FUZZ_ADDRESS").expect("FUZZ_ADDRESS names the server"));

thread_local! {
    static CONNECTION: RefCell<Option<BufReader<TcpStream>>> = const { RefCell::new(None) };
}

fuzz_target!(|bytes: &[u8]| {
    let call = Call::by(Choice::new(bytes));
    let Some(request) = call.request() else { return };
    let native = at_once(SERVICE.respond(request, &Settings::default()));
    CONNECTION.with_borrow_mut(|kept| {
        if call.broken {
            // The answer to a body that breaks off reaches nobody. The next call tells whether the server minded.
            send(&mut kept.take().unwrap_or_else(connect), &call);
            return;
        }
        // One that is kept may have been closed since: a server that answers before it has read a body closes then.
        let on_kept = kept.take().and_then(|connection| ask(connection, &call));
        let Some((connection, status, body, goes_on)) = on_kept.or_else(|| ask(connect(), &call)) else {
            panic!("the server closes a new connection without an answer to {call:?}")
        };
        assert_eq!(status, native.response.status().as_u16(), "{call:?}");
        assert_eq!(String::from_utf8_lossy(&body), String::from_utf8_lossy(native.response.body()), "{call:?}");
        *kept = goes_on.then_some(connection);
    });
});

type Answer = (BufReader<TcpStream>, u16, Vec<u8>, bool);

/// The answer, and whether the connection can be used again; none if it was closed.
fn ask(mut connection: BufReader<TcpStream>, call: &Call) -> Option<Answer> {
    send(&mut connection, call);
    let (status, body, goes_on) = answer(&mut connection, call.method)?;
    Some((connection, status, body, goes_on))
}

fn connect() -> BufReader<TcpStream> {
    let stream = TcpStream::connect(&*ADDRESS).expect("the server is up");
    stream.set_nodelay(true).expect("a socket");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    BufReader::new(stream)
}

fn send(connection: &mut BufReader<TcpStream>, call: &Call) {
    let mut sent = format!("{} {} HTTP/1.1\r\nhost: stamp.test\r\n", call.method, call.target).into_bytes();
    for (name, value) in &call.headers {
        sent.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    }
    if call.pieces.len() > 1 {
        sent.extend(b"transfer-encoding: chunked\r\n\r\n");
        for piece in &call.pieces {
            sent.extend([format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat());
        }
        if !call.broken {
            sent.extend(b"0\r\n\r\n");
        }
    } else {
        let body = call.body();
        let length = body.len() + usize::from(call.broken);
        sent.extend(format!("content-length: {length}\r\n\r\n").bytes());
        sent.extend(body);
    }
    // A server that has said no already closes: what it said can be read all the same.
    let _ = connection.get_mut().write_all(&sent);
}

fn answer(connection: &mut BufReader<TcpStream>, method: &str) -> Option<(u16, Vec<u8>, bool)> {
    let status = line(connection).filter(|line| !line.is_empty())?;
    let status = status
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or_else(|| panic!("no status: {status}"));
    let (mut length, mut goes_on) = (0, true);
    loop {
        let header = line(connection)?.to_ascii_lowercase();
        match header.split_once(": ") {
            Some(("content-length", said)) => length = said.parse().expect("a length"),
            Some(("connection", "close")) => goes_on = false,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; if method == "HEAD" { 0 } else { length }];
    connection.read_exact(&mut body).expect("the answer is whole");
    Some((status, body, goes_on))
}

/// The next line; none if the connection was closed.
fn line(connection: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    match connection.read_line(&mut line) {
        Err(error) if error.kind() == ErrorKind::ConnectionReset => None,
        Err(error) => panic!("the server does not answer: {error}"),
        Ok(_) => Some(line.trim_end().to_owned()),
    }
}
