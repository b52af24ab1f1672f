//! What nobody should send. Nothing of it is answered by a 5xx, and whoever comes next is served.

use std::net::Shutdown;

use super::{REQUEST, answered, policy};
use crate::client::{Answer, Connection, request};
use crate::run::stamp;
use crate::serving::Serving;

/// The longest body that is read.
const MAX_BODY: usize = 256 * 1024;

/// A webhook, and a connection to it that is opened anew when the server has closed it.
struct Webhook {
    serving: Serving,
    connection: Option<Connection>,
}

impl Webhook {
    fn new() -> Self {
        // Hundreds of requests that nobody waits for any more are worked on all the same, and take no place from the next.
        let limits = ["--connections", "2000", "--requests", "2000"];
        let run = stamp(["serve", "small.toml", "--key", "a-key-for-the-tests"].into_iter().chain(limits));
        Self { serving: run.file("small.toml", &policy("one", "1")).serves(), connection: None }
    }

    /// Sends these bytes, and waits for the answer to a request of this method.
    fn raw(&mut self, method: &str, bytes: &[u8]) -> Answer {
        let mut connection = self.connection.take().unwrap_or_else(|| self.serving.connect());
        connection.try_send(bytes);
        let answer = connection.answer(method);
        // What was sent and not read would be taken for the next request.
        if answer.header("connection") != Some("close") && answer.status < 402 {
            self.connection = Some(connection);
        }
        answer
    }

    /// The same by a connection of its own.
    fn once(&self, method: &str, bytes: &[u8]) -> Answer {
        let mut connection = self.serving.connect();
        connection.try_send(bytes);
        connection.answer(method)
    }

    /// Sends these bytes and no more, and gives what the server says until it closes.
    fn only(&self, bytes: &[u8]) -> String {
        let mut connection = self.serving.connect();
        connection.try_send(bytes);
        connection.shut_down(Shutdown::Write);
        connection.closed()
    }

    /// Sends a body to be decided about.
    fn body(&mut self, body: &[u8]) -> Answer {
        let head = request("POST", &self.serving.target(), &format!("content-length: {}\r\n", body.len()), "");
        self.raw("POST", &[head.as_bytes(), body].concat())
    }

    /// The same in chunks of at most this many bytes.
    fn chunks(&mut self, body: &[u8], length: usize) -> Answer {
        let head = request("POST", &self.serving.target(), "transfer-encoding: chunked\r\n", "");
        let mut bytes = head.into_bytes();
        for chunk in body.chunks(length) {
            bytes.extend([format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
        }
        bytes.extend(b"0\r\n\r\n");
        self.raw("POST", &bytes)
    }

    /// Asks for nothing unusual.
    fn serves(&mut self) {
        let answer = self.body(REQUEST.as_bytes());
        assert_eq!((answer.status, answer.body), (200, answered("one", "1")));
    }
}

/// A right body of this length.
fn of_length(length: usize) -> Vec<u8> {
    let mut body = REQUEST.as_bytes().to_vec();
    body.resize(length, b' ');
    body
}

#[test]
fn a_body_of_any_length_is_read_or_told_that_it_is_too_long() {
    let mut webhook = Webhook::new();
    for length in (0..REQUEST.len()).chain([1 << 10, 1 << 14, 1 << 16].into_iter().flat_map(|at| at - 2..at + 3)) {
        let expected = if length < REQUEST.len() { 400 } else { 200 };
        assert_eq!(webhook.body(&of_length(length)).status, expected, "{length} bytes");
    }
    for length in MAX_BODY - 3..=MAX_BODY + 3 {
        let expected = if length > MAX_BODY { 413 } else { 200 };
        assert_eq!(webhook.body(&of_length(length)).status, expected, "{length} bytes");
        assert_eq!(webhook.chunks(&of_length(length), 10_000).status, expected, "{length} bytes in chunks");
    }
    webhook.serves();
}

#[test]
fn the_pieces_in_which_a_body_comes_do_not_matter() {
    let mut webhook = Webhook::new();
    for length in [1, 2, 3, 7, 64] {
        assert_eq!(webhook.chunks(REQUEST.as_bytes(), length).status, 200, "chunks of {length} bytes");
    }
    let mut connection = webhook.serving.connect();
    let headers = format!("content-length: {}\r\n", REQUEST.len());
    for byte in request("POST", &webhook.serving.target(), &headers, REQUEST).as_bytes() {
        connection.try_send(&[*byte]);
    }
    assert_eq!(connection.answer("POST").status, 200);
}

#[test]
fn a_body_that_breaks_off_is_told_so_and_reaches_nobody_else() {
    let mut webhook = Webhook::new();
    for kept in 0..REQUEST.len() {
        let headers = format!("content-length: {}\r\n", REQUEST.len());
        let said = webhook.only(request("POST", &webhook.serving.target(), &headers, &REQUEST[..kept]).as_bytes());
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 400 "), "{kept} bytes: {said}");
    }
    webhook.serves();
}

#[test]
fn a_connection_that_is_left_at_any_moment_harms_nobody() {
    let mut webhook = Webhook::new();
    let headers = format!("content-length: {}\r\n", REQUEST.len());
    let whole = request("POST", &webhook.serving.target(), &headers, REQUEST);
    for sent in 0..=whole.len() {
        webhook.serving.connect().try_send(&whole.as_bytes()[..sent]);
    }
    webhook.serves();
}

/// Also the lengths by which one request is hidden in another.
#[test]
fn lengths_that_are_none_or_contradict_each_other_are_refused() {
    let mut webhook = Webhook::new();
    let length = REQUEST.len();
    for headers in [
        "content-length: -1\r\n".to_owned(),
        "content-length: 1e3\r\n".to_owned(),
        "content-length: 99999999999999999999999\r\n".to_owned(),
        "content-length: \r\n".to_owned(),
        format!("content-length: {length}\r\ncontent-length: {}\r\n", length + 1),
        format!("content-length: {length}, {}\r\n", length - 1),
        format!("content-length: {length}\r\ntransfer-encoding: gzip\r\n"),
    ] {
        let head = request("POST", &webhook.serving.target(), &headers, REQUEST);
        let answer = webhook.once("POST", head.as_bytes());
        assert_eq!(answer.status, 400, "{headers}");
    }
    // Where both are given the chunks count (RFC 9112, section 6.3), and the connection is not used again.
    let headers = "content-length: 4\r\ntransfer-encoding: chunked\r\n";
    let body = format!("{length:x}\r\n{REQUEST}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: hidden\r\n\r\n");
    let answer = webhook.once("POST", request("POST", &webhook.serving.target(), headers, &body).as_bytes());
    assert!([200, 400].contains(&answer.status), "{}", answer.status);
    webhook.serves();
}

#[test]
fn chunks_that_are_none_are_refused() {
    let mut webhook = Webhook::new();
    for body in ["x\r\n{}\r\n", "ffffffffffffffffff\r\n{}\r\n", "-1\r\n", "2;", "2\r\n{}0\r\n\r\n"] {
        let asked = request("POST", &webhook.serving.target(), "transfer-encoding: chunked\r\n", body);
        let said = webhook.only(asked.as_bytes());
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 400 "), "{body}: {said}");
    }
    webhook.serves();
}

#[test]
fn json_that_is_wrong_in_any_way_is_told_so() {
    let mut webhook = Webhook::new();
    let with = |from: &str, to: &str| REQUEST.replacen(from, to, 1).into_bytes();
    let wrong = [
        b"".to_vec(),
        b"null".to_vec(),
        b"\xff\xfe{\0}\0".to_vec(),
        [b"\xef\xbb\xbf\xef\xbb\xbf", REQUEST.as_bytes()].concat(),
        [REQUEST.as_bytes(), b"}"].concat(),
        [REQUEST.as_bytes(), b"\0"].concat(),
        "[".repeat(100_000).into_bytes(),
        format!("{{\"a\":{}{}}}", "[".repeat(100), "]".repeat(100)).into_bytes(),
        with("press-0042", "press-\\ud800"),
        with("press-0042", "press-\u{0}"),
        [&with("press-0042", "\u{1}")[..]].concat(),
        with("\"linkedHubs\"", "\"LINKEDHUBS\": [], \"linkedHubs\""),
        with("{ \"registrationId\"", "{ \"payload\": { \"n\": 1e999 }, \"registrationId\""),
        with("{ \"registrationId\"", "{ \"payload\": {}, \"payload\": {}, \"registrationId\""),
        with("\"press-0042\"", "0042"),
        with("\"press-0042\"", "1E400"),
        with("\"linkedHubs\": [", "\"linkedHubs\": [1,"),
        with("\"one.azure", "\"one\u{7f}.azure").into_iter().filter(|byte| *byte != b'}').collect(),
        with("small", "sm\u{1}all"),
        REQUEST.bytes().map(|byte| if byte == b'-' { 0xff } else { byte }).collect(),
    ];
    for body in wrong {
        let answer = webhook.body(&body);
        assert_eq!(answer.status, 400, "{}", String::from_utf8_lossy(&body).chars().take(200).collect::<String>());
        assert!(answer.body.contains("malformed-request"), "{}", answer.body);
    }
    webhook.serves();
}

#[test]
fn numbers_of_every_kind_where_any_may_stand_are_no_hindrance() {
    let mut webhook = Webhook::new();
    for number in ["0", "-0", "1e308", "5e-324", "18446744073709551616", "-9223372036854775809", "0.1e-999", "1.000"] {
        let sent = format!("{{ \"payload\": {{ \"n\": {number} }}, \"new\": {number}, \"registrationId\"");
        let body = REQUEST.replacen("{ \"registrationId\"", &sent, 1);
        assert_eq!(webhook.body(body.as_bytes()).status, 200, "{number}");
    }
    for number in ["01", "+1", ".5", "1.", "0x1", "NaN", "1e", "--1"] {
        let body = REQUEST.replacen("{ \"registrationId\"", &format!("{{ \"new\": {number}, \"registrationId\""), 1);
        assert_eq!(webhook.body(body.as_bytes()).status, 400, "{number}");
    }
}

#[test]
fn registration_ids_are_taken_by_length_and_alphabet() {
    let mut webhook = Webhook::new();
    for length in 0..=140 {
        let body = REQUEST.replacen("press-0042", &"a".repeat(length), 1);
        let expected = if (1..=128).contains(&length) { 200 } else { 400 };
        assert_eq!(webhook.body(body.as_bytes()).status, expected, "{length} characters");
    }
    for code in (0..=0x17f).chain([0x2028, 0x1f4a9]) {
        let body = REQUEST.replacen("press-0042", &format!("a\\u{{{code:04x}}}z").replace(['{', '}'], ""), 1);
        let body = if code > 0xffff { REQUEST.replacen("press-0042", "a\u{1f4a9}z", 1) } else { body };
        let known = char::from_u32(code).is_some_and(|c| c.is_ascii_alphanumeric() || "-._:".contains(c));
        assert_eq!(webhook.body(body.as_bytes()).status, if known { 200 } else { 400 }, "U+{code:04X}");
    }
}

#[test]
fn keys_of_every_length_and_kind_but_the_right_one_are_turned_away() {
    let mut webhook = Webhook::new();
    let right = "a-key-for-the-tests";
    let mut wrong: Vec<String> = (0..300).map(|length| "a".repeat(length)).collect();
    wrong.extend((0..right.len()).map(|kept| right[..kept].to_owned()));
    wrong.extend(
        ["%00", "%", "%%%", "%zz", "a-key-for-the-tests%00", "A-key-for-the-tests", "a+key+for+the+tests"]
            .map(str::to_owned),
    );
    wrong.push(right.repeat(3_000));
    for key in wrong {
        let headers = format!("content-length: {}\r\n", REQUEST.len());
        let asked = request("POST", &format!("/allocate?code={key}"), &headers, REQUEST);
        let answer = webhook.once("POST", asked.as_bytes());
        assert_eq!(answer.status, 401, "{} bytes: {}", key.len(), key.chars().take(40).collect::<String>());
    }
    webhook.serves();
}

#[test]
fn what_is_not_there_is_not_found_and_leaves_nothing_behind() {
    let mut webhook = Webhook::new();
    for path in [
        "/",
        "/allocate/",
        "/ALLOCATE",
        "/%61llocate",
        "//allocate",
        "/allocate/../allocate",
        "/allocate%00",
        "/.well-known/spin/health",
        "/healthz/",
        "/policy.toml",
        "*",
    ] {
        let asked = request("GET", path, "", "");
        let status = webhook.once("GET", asked.as_bytes()).status;
        assert!([400, 404].contains(&status), "{path}: {status}");
    }
    for method in ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW", "post"] {
        let asked = request(method, "/allocate?code=a-key-for-the-tests", "", "");
        let status = webhook.once(method, asked.as_bytes()).status;
        assert!([400, 405].contains(&status), "{method}: {status}");
    }
    webhook.serves();
}

#[test]
fn headers_are_taken_by_the_hundred_and_refused_by_the_thousand() {
    let mut webhook = Webhook::new();
    let length = format!("content-length: {}\r\n", REQUEST.len());
    for (count, expected) in [(0, 200), (100, 200), (500, 200), (600, 431), (5_000, 431)] {
        let headers: String = (0..count).map(|number| format!("x-{number}: y\r\n")).collect();
        let asked = request("POST", &webhook.serving.target(), &(headers + &length), REQUEST);
        let status = webhook.once("POST", asked.as_bytes()).status;
        assert_eq!(status, expected, "{count} headers");
    }
    for (bytes, expected) in [(8_000, 200), (100_000, 200), (1 << 20, 431)] {
        let headers = format!("x-long: {}\r\n{length}", "y".repeat(bytes));
        let asked = request("POST", &webhook.serving.target(), &headers, REQUEST);
        let status = webhook.once("POST", asked.as_bytes()).status;
        assert_eq!(status, expected, "a header of {bytes} bytes");
    }
    for header in ["bad header: x\r\n", ": x\r\n", "x\r\n", "x: a\0b\r\n", " x: folded\r\n"] {
        let asked = request("POST", &webhook.serving.target(), &format!("{header}{length}"), REQUEST);
        let status = webhook.once("POST", asked.as_bytes()).status;
        assert_eq!(status, 400, "{header}");
    }
    webhook.serves();
}

#[test]
fn what_is_no_http_is_closed() {
    let mut webhook = Webhook::new();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"\0\0\0\0",
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let said = webhook.only(bytes);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4") || said.starts_with("HTTP/1.0 4"), "{said}");
    }
    webhook.serves();
}
