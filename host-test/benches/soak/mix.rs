//! What clients send: mostly what DPS sends, and much that it does not.

use host_test::built_in::REQUEST;

use crate::client::Client;
use crate::served::KEY;

/// A request, and the status that its answer must have.
pub(crate) struct Sent {
    pub(crate) what: &'static str,
    pub(crate) bytes: Vec<u8>,
    /// None if the client leaves before there is an answer.
    pub(crate) status: Option<u16>,
    /// Whether the connection can be used again.
    pub(crate) goes_on: bool,
}

/// The kinds, most of which come more than once in a hundred.
pub(crate) const KINDS: [&str; 9] = [
    "a device that registers",
    "in chunks",
    "a device that cannot be read",
    "no JSON",
    "a wrong key",
    "another path",
    "health",
    "too long a body",
    "left in the middle of its body",
];

/// The request of this number of a client's.
pub(crate) fn request(number: usize, client: usize) -> Sent {
    let target = format!("/allocate?code={KEY}");
    let body = REQUEST.replace("press-0042", &format!("press-{client}-{number}"));
    let kind = match number % 100 {
        0..80 => 0,
        80..86 => 1,
        86..89 => 2,
        89..92 => 3,
        92..95 => 4,
        95 => 5,
        96 => 6,
        97 => 7,
        _ => 8,
    };
    let length = |body: &str| format!("content-length: {}\r\n", body.len());
    let (status, bytes) = match kind {
        1 => {
            let half = body.split_at(body.len() / 2);
            let chunks: String = [half.0, half.1].map(|half| format!("{:x}\r\n{half}\r\n", half.len())).concat();
            (Some(200), head("POST", &target, "transfer-encoding: chunked\r\n") + &chunks + "0\r\n\r\n")
        }
        2 => {
            let body = body.replace("press-", "press ");
            (Some(400), head("POST", &target, &length(&body)) + &body)
        }
        3 => (Some(400), head("POST", &target, &length(&body)) + &body.replace(['{', '}'], "[")),
        4 => (Some(401), head("POST", "/allocate?code=another-key-0123456789", &length(&body)) + &body),
        5 => (Some(404), head("GET", "/", "")),
        6 => (Some(200), head("GET", "/healthz", "")),
        7 => (Some(413), head("POST", &target, "content-length: 300000\r\n")),
        8 => (None, head("POST", &target, &length(&body)) + body.get(..number % 50).unwrap_or_default()),
        _ => (Some(200), head("POST", &target, &length(&body)) + &body),
    };
    let what = KINDS.get(kind).copied().unwrap_or_default();
    Sent { what, bytes: bytes.into_bytes(), status, goes_on: kind != 4 && kind < 7 }
}

fn head(method: &str, target: &str, headers: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nhost: stamp.test\r\n{headers}\r\n")
}

/// How many of each kind were sent.
pub(crate) fn counted(clients: &[Client]) -> Vec<(&'static str, usize)> {
    KINDS.iter().map(|what| (*what, clients.iter().map(|client| client.sent(what)).sum())).collect()
}
