//! What is answered for each path of the page.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::Full;
use hyper::body::Incoming;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::built_in;
use crate::command::source;
use crate::host::Failure;
use crate::server::Answers;

/// The page, with the policy that it is to open.
pub(super) struct Page {
    pub(super) policy: Option<Policy>,
}

/// A policy that the page may read: its file as it is at that moment.
pub(super) struct Policy {
    file: PathBuf,
    /// What the standard input was, which can be read once.
    text: Option<String>,
}

/// Below it the page finds the policy.
const FOLDER: &str = "given/";

impl Policy {
    /// Reads it a first time, so that a file that is none is told at once.
    pub(super) fn open(file: &Path) -> Result<Self> {
        let text = source::text(file)?;
        let text = source::is_standard_input(file).then_some(text);
        Ok(Self { file: file.to_owned(), text })
    }

    fn name(&self) -> String {
        let name = self.file.file_name().filter(|_| self.text.is_none());
        name.map_or_else(|| "policy.toml".into(), |name| name.to_string_lossy().into_owned())
    }

    /// Where the page finds it, as a part of an address.
    pub(super) fn path(&self) -> String {
        format!("{FOLDER}{}", utf8_percent_encode(&self.name(), NON_ALPHANUMERIC))
    }

    fn read(&self) -> Result<Bytes> {
        match &self.text {
            Some(text) => Ok(Bytes::copy_from_slice(text.as_bytes())),
            None => source::text(&self.file).map(Bytes::from).context("the policy cannot be read any more"),
        }
    }
}

/// What keeps other sites from using the page, and the page from using them. The first is in the page itself too, for
/// other web servers.
const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-cache"),
];

impl Answers for Page {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let mut response = self.response(request.method(), request.uri(), request.headers());
        for (name, value) in HEADERS {
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        response.map(Full::new)
    }

    fn report(&self, _: &Failure) {}
}

impl Page {
    fn response(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Response<Bytes> {
        if !is_for_this_machine(headers) {
            return said(StatusCode::MISDIRECTED_REQUEST, "the page is asked for by a name that is not this machine's");
        }
        if method != Method::GET && method != Method::HEAD {
            let mut response = said(StatusCode::METHOD_NOT_ALLOWED, "the page is there to be read: use GET");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let path = percent_decode_str(uri.path().trim_start_matches('/')).decode_utf8_lossy();
        let path = if path.is_empty() { "index.html" } else { &*path };
        if let Some((_, bytes)) = built_in::PAGE.iter().find(|(file, _)| *file == path) {
            return found(path, Bytes::from_static(bytes));
        }
        match self.policy.as_ref().filter(|policy| path.strip_prefix(FOLDER) == Some(&policy.name())) {
            Some(policy) => match policy.read() {
                Ok(text) => found(path, text),
                Err(error) => said(StatusCode::NOT_FOUND, &format!("{error:#}")),
            },
            None => said(StatusCode::NOT_FOUND, "there is nothing here"),
        }
    }
}

/// Whether the page was asked for by an address of this machine. A site that has a name of its own lead to this machine
/// would otherwise read the policy.
fn is_for_this_machine(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    let is_loopback = name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    is_loopback || name.eq_ignore_ascii_case("localhost")
}

fn found(path: &str, bytes: Bytes) -> Response<Bytes> {
    let kind = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    content(StatusCode::OK, kind, bytes)
}

fn said(status: StatusCode, text: &str) -> Response<Bytes> {
    content(status, "text/plain; charset=utf-8", Bytes::from(format!("{text}\n")))
}

fn content(status: StatusCode, kind: &'static str, bytes: Bytes) -> Response<Bytes> {
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
