use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};

/// Why the host has no answer of the component to give.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Failure {
    /// The component did not finish within the time for a request.
    #[error("the component did not answer within {0:?}")]
    Time(Duration),
    /// The instance asked for more memory than it may have, in bytes.
    #[error("the component needs more than its {} MiB of memory", .0 >> 20)]
    Memory(usize),
    /// More requests at a time than the server takes.
    #[error("more than {0} requests at a time")]
    Requests(usize),
    /// More connections than the server takes.
    #[error("more than {0} connections at a time")]
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

    /// The answer to whoever asked, in the shape of the component's own errors.
    pub fn response(&self) -> Response<Bytes> {
        let body = serde_json::json!({ "error": { "code": self.code(), "message": self.to_string() } });
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = self.status();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
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
        let expected =
            r#"{"error":{"code":"memory-limit","message":"the component needs more than its 64 MiB of memory"}}"#;
        assert_eq!(response.body(), expected);
    }
}
