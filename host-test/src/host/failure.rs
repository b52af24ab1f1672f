use std::time::Duration;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use serde_json::json;

/// What DPS does with a status of 429 or above, in the words of the component.
const RETRY: &str = "DPS asks again, 10 times within about 7 minutes";

/// Why the host has no answer of the component to give.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Failure {
    /// There was no answer within the time for a request, of which the body's arrival is part.
    #[error("there was no answer within {0:?}: the body of the request came too slowly, or the component is busy")]
    Time(Duration),
    /// The instance asked for more memory than it may have, in bytes.
    #[error("the component needs more than its {} MiB of memory", .0 >> 20)]
    Memory(usize),
    /// More requests at a time than the server takes.
    #[error("too many requests at a time (the limit is {0})")]
    Requests(usize),
    /// More connections than the server takes.
    #[error("too many connections at a time (the limit is {0})")]
    Connections(usize),
    /// The component could not be started, trapped, or broke off its answer: why.
    #[error("the component failed: {0}")]
    Component(String),
}

impl Failure {
    /// The code of the error, stable for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Time(_) => "time-limit",
            Self::Memory(_) => "memory-limit",
            Self::Requests(_) => "too-many-requests",
            Self::Connections(_) => "too-many-connections",
            Self::Component(_) => "component-failed",
        }
    }

    /// 503 at a limit, since it may be better in a minute; 500 where the component is at fault. DPS retries both.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Component(_) => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The line that it leaves in the log, in the shape of the component's own.
    pub(crate) fn line(&self) -> String {
        let (status, code, message) = (self.status().as_u16(), self.code(), self.to_string());
        json!({ "event": "failed", "status": status, "code": code, "message": message }).to_string()
    }

    /// The answer to whoever asked, in the shape of the component's own errors.
    pub fn response(&self) -> Response<Bytes> {
        let body = json!({ "error": { "code": self.code(), "message": self.to_string(), "retry": RETRY } });
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_answered_in_the_shape_of_the_components_errors() {
        let response = Failure::Memory(64 << 20).response();
        assert_eq!(response.status(), 503);
        let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        let message = "the component needs more than its 64 MiB of memory";
        assert_eq!(body, json!({ "error": { "code": "memory-limit", "message": message, "retry": RETRY } }));
    }
}
