//! A webhook under test, and what its host would provide.

use std::{
    cell::Cell,
    collections::{BTreeMap, VecDeque},
    future::Future,
    io,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use allocator::{Reply, Service, VariableError, Variables};
use bytes::Bytes;
use http::{Request, request};
use http_body::{Body, Frame};
use http_body_util::Full;
use serde_json::Value;

pub(crate) const KEY: &str = "first-key-0123456789";

pub(crate) const TOASTER: &[u8] = include_bytes!("../../../policies/requests/dps/again-with-payload.json");
pub(crate) const TOASTER_HUB: &str = "contoso-toasters-hub-1098.azure-devices.net";

pub(crate) const POLICY: &str = r#"
language = 1
hash     = 1
policy   = "appliances"
revision = "2026-11-23"
seed     = "appliances"

[[attribute]]
name   = "kind"
values = ["toaster", "heatpump"]

  [[attribute.rule]]
  name  = "toasters"
  when  = { registration-id = { contains = "-tstrsd-" } }
  value = "toaster"

  [[attribute.rule]]
  name = "as sent"
  read = { payload = "/kind" }

[[stamp]]
name     = "toasters"
hub      = "contoso-toasters-hub-1098.azure-devices.net"
capacity = 1000
serves   = { kind = "toaster" }

[[stamp]]
name     = "heatpumps"
hub      = "contoso-heatpumps-hub-1098.azure-devices.net"
capacity = 1000
state    = "closed"
serves   = { kind = "heatpump" }

[[pin]]
name  = "broken bench"
when  = { registration-id = "bench-1" }
stamp = "toasters"

[answer.payload]
stamp = "{stamp.name}"
"#;

/// The host's variables. What is not here is not set.
#[derive(Clone, Default)]
pub(crate) struct Settings(BTreeMap<&'static str, Result<String, VariableError>>);

impl Settings {
    /// One valid key.
    pub(crate) fn usual() -> Self {
        Self::default().with("webhook_keys", KEY)
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.0.insert(name, Ok(value.into()));
        self
    }

    pub(crate) fn with_unreadable(mut self, name: &'static str, reason: &str) -> Self {
        self.0.insert(name, Err(VariableError::Unreadable(reason.into())));
        self
    }
}

impl Variables for Settings {
    async fn get(&self, name: &'static str) -> Result<String, VariableError> {
        self.0.get(name).cloned().unwrap_or(Err(VariableError::Undefined))
    }
}

/// A body that comes in pieces and counts those that are asked for.
pub(crate) struct Pieces<'a> {
    left: VecDeque<Result<Bytes, &'static str>>,
    taken: &'a Cell<usize>,
}

impl<'a> Pieces<'a> {
    pub(crate) fn new(pieces: impl IntoIterator<Item = Result<Bytes, &'static str>>, taken: &'a Cell<usize>) -> Self {
        Self { left: pieces.into_iter().collect(), taken }
    }
}

impl Body for Pieces<'_> {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        self.taken.set(self.taken.get() + 1);
        Poll::Ready(self.left.pop_front().map(|piece| piece.map(Frame::data)))
    }
}

pub(crate) fn service() -> Service {
    Service::new(Ok(POLICY.into()))
}

pub(crate) fn unreadable() -> Service {
    Service::new(Err(io::Error::new(io::ErrorKind::NotFound, "no such file")))
}

/// An allocation request with the usual key.
pub(crate) fn allocate<B>(body: B) -> Request<B> {
    request(Request::post(format!("/allocate?code={KEY}")), body)
}

#[expect(clippy::expect_used, reason = "a test: what is wrong with the request fails it")]
pub(crate) fn request<B>(builder: request::Builder, body: B) -> Request<B> {
    builder.body(body).expect("a request")
}

pub(crate) fn full(body: impl Into<Bytes>) -> Full<Bytes> {
    Full::new(body.into())
}

/// What the webhook answers under the usual settings.
pub(crate) fn ask<B: Body>(request: Request<B>) -> Answer {
    ask_with(&service(), &Settings::usual(), request)
}

pub(crate) fn ask_with<B: Body>(service: &Service, settings: &Settings, request: Request<B>) -> Answer {
    Answer(at_once(service.respond(request, settings)))
}

/// Nothing here waits, so one poll is all that a future needs.
#[expect(clippy::panic, reason = "a test: a future that waits fails it")]
fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the webhook waits for something"),
    }
}

/// A reply, looked at in the ways that tests do.
pub(crate) struct Answer(pub(crate) Reply);

#[expect(clippy::expect_used, reason = "a test: what is wrong with the answer fails it")]
impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.0.response.status().as_u16()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.0.response.headers().get(name).map(|value| value.to_str().expect("a text"))
    }

    pub(crate) fn body(&self) -> Value {
        serde_json::from_slice(self.0.response.body()).expect("JSON")
    }

    pub(crate) fn error(&self, member: &str) -> String {
        let body = self.body();
        let value = body.pointer(&format!("/error/{member}")).and_then(Value::as_str);
        value.expect("an error with this member").to_owned()
    }

    pub(crate) fn log(&self) -> Value {
        let line = self.0.log.as_ref().expect("a line");
        assert!(!line.contains('\n'), "{line}");
        serde_json::from_str(line).expect("JSON")
    }
}
