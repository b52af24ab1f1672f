//! Calls over HTTP, right ones and others.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Uri};
use http_body::{Body, Frame};
use serde_json::Value;

use crate::change;
use crate::choice::Choice;
use crate::request;
use crate::variables::KEY;

/// A text that stands wherever a device or an enrollment may say something that is nobody else's business.
pub const SECRET: &str = "xSeCrEtx";

/// A request before it is sent.
#[derive(Debug)]
pub struct Call {
    /// Its method.
    pub method: &'static str,
    /// Path and query.
    pub target: String,
    /// Its headers, `content-length` aside.
    pub headers: Vec<(&'static str, Vec<u8>)>,
    /// Its body, in the pieces in which it arrives.
    pub pieces: Vec<Vec<u8>>,
    /// Whether the body breaks off after the pieces.
    pub broken: bool,
}

impl Call {
    /// A call, which a right key lets in more often than not.
    pub fn by(mut choice: Choice<'_>) -> Self {
        let method = choice
            .of(&["POST", "POST", "POST", "POST", "POST", "POST", "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]);
        let path = choice.of(&[
            "/allocate",
            "/allocate",
            "/allocate",
            "/allocate",
            "/allocate",
            "/healthz",
            "/allocate/",
            "/Allocate",
            "/",
            "//allocate",
            "/%61llocate",
        ]);
        let (query, headers) = credentials(&mut choice);
        let broken = choice.once_in(12);
        let piece = choice.of(&[usize::MAX, usize::MAX, 1, 7, 100, 4096]);
        let body = body(choice);
        // Not so many that sending them is all that is done.
        let pieces = body.chunks(piece.min(body.len()).max(body.len() / 256).max(1)).map(<[u8]>::to_vec).collect();
        Self { method, target: format!("{path}{query}"), headers, pieces, broken }
    }

    /// The body, whole.
    pub fn body(&self) -> Vec<u8> {
        self.pieces.concat()
    }

    /// The request, if HTTP has such a one.
    pub fn request(&self) -> Option<Request<Pieces>> {
        let mut request =
            Request::new(Pieces { left: self.pieces.iter().cloned().map(Bytes::from).collect(), broken: self.broken });
        *request.method_mut() = Method::from_bytes(self.method.as_bytes()).ok()?;
        *request.uri_mut() = self.target.parse::<Uri>().ok()?;
        for (name, value) in &self.headers {
            request.headers_mut().append(*name, HeaderValue::from_bytes(value).ok()?);
        }
        Some(request)
    }
}

/// A query and headers, with a key in one of them or none.
fn credentials(choice: &mut Choice<'_>) -> (String, Vec<(&'static str, Vec<u8>)>) {
    let wrong = String::from_utf8_lossy(choice.bytes(24)).into_owned();
    let plain: String = wrong.chars().filter(char::is_ascii_graphic).filter(|c| *c != '#').collect();
    let header = |key: &str| vec![("x-functions-key", key.as_bytes().to_vec())];
    // Of a right key as much as is chosen: digests are compared, so the fuzzer cannot find its way to one.
    let near = format!("{}{plain}", KEY.get(..choice.below(KEY.len() + 1)).unwrap_or_default());
    match choice.below(9) {
        8 => (format!("?code={near}"), Vec::new()),
        0..=2 => (format!("?code={KEY}"), Vec::new()),
        3 => (format!("?a={plain}&code={KEY}"), Vec::new()),
        4 => (String::new(), header(KEY)),
        5 => (format!("?code={plain}"), header(KEY)),
        6 => (format!("?{plain}"), header(&wrong)),
        _ => (format!("?code=second-key-0123456789&code={plain}"), vec![("content-type", b"text/plain".to_vec())]),
    }
}

fn body(mut choice: Choice<'_>) -> Vec<u8> {
    match choice.below(64) {
        // What the fuzzer itself found.
        0..8 => choice.rest().to_vec(),
        8 => vec![b' '; allocator::MAX_BODY - 2 + choice.below(4)],
        kind => {
            let mut body = request::body(&mut choice);
            body["etag"] = Value::String(SECRET.into());
            if let Some(payload) = body.pointer_mut("/deviceRuntimeContext/payload").and_then(Value::as_object_mut) {
                payload.insert("secret".into(), SECRET.into());
            }
            let mut bytes = body.to_string().into_bytes();
            if kind >= 32 {
                change::replace_bytes(&mut choice, &mut bytes);
            }
            bytes
        }
    }
}

/// A body in pieces.
pub struct Pieces {
    left: VecDeque<Bytes>,
    broken: bool,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        let next = self.left.pop_front().map(|piece| Ok(Frame::data(piece)));
        Poll::Ready(next.or_else(|| std::mem::take(&mut self.broken).then_some(Err("it broke off"))))
    }
}
