//! The rules of `policies/contoso.toml`, written by hand as a webhook on hyper: what a user would write who had no policy.
//!
//! It listens on a free port of this machine and says on standard error which. The key is the variable `WEBHOOK_KEY`.
//! Each decision is a line of JSON on standard output.

mod answer;
mod describe;
mod key;
mod place;
mod request;
mod stamps;

use std::convert::Infallible;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;

use self::answer::Reply;
use self::key::Key;

/// The most bytes that a body may have.
const MAX_BODY: usize = 256 * 1024;

#[tokio::main]
async fn main() -> Result<()> {
    let key = std::env::var("WEBHOOK_KEY").context("set WEBHOOK_KEY to the key of the webhook")?;
    let key = Arc::new(Key::new(key.as_bytes()));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    writeln!(std::io::stderr(), "listening on http://{}", listener.local_addr()?)?;
    loop {
        let (connection, _) = listener.accept().await?;
        connection.set_nodelay(true)?;
        let key = Arc::clone(&key);
        tokio::spawn(async move {
            let service = service_fn(|request| respond(request, &key));
            // A client that goes away in the middle is no business of ours.
            _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(connection), service).await;
        });
    }
}

async fn respond(request: Request<Incoming>, key: &Key) -> Result<Response<Full<Bytes>>, Infallible> {
    let reply = reply(request, key).await;
    if let Some(line) = &reply.log {
        // Without a log there is still an answer.
        _ = writeln!(std::io::stdout().lock(), "{line}");
    }
    let body = reply.body.to_string();
    let response = Response::builder()
        .status(reply.status)
        .header(CONTENT_TYPE, "application/json")
        .header(CONTENT_LENGTH, body.len())
        .body(Full::from(body));
    Ok(response.unwrap_or_default())
}

async fn reply(request: Request<Incoming>, key: &Key) -> Reply {
    if request.uri().path() != "/allocate" {
        return Reply::error(StatusCode::NOT_FOUND, "not-found");
    }
    if request.method() != Method::POST {
        return Reply::error(StatusCode::METHOD_NOT_ALLOWED, "wrong-method");
    }
    if !key.admits(request.uri()) {
        return Reply::error(StatusCode::UNAUTHORIZED, "key-wrong");
    }
    let Ok(body) = Limited::new(request.into_body(), MAX_BODY).collect().await else {
        return Reply::error(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large");
    };
    match serde_json::from_slice(&body.to_bytes()) {
        Ok(request) => answer::answer(&request),
        Err(error) => Reply {
            status: StatusCode::BAD_REQUEST,
            body: json!({ "error": { "code": "malformed-request", "message": error.to_string() } }),
            log: None,
        },
    }
}
