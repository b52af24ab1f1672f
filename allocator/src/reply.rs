use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

use crate::{json, problem::Problem};

/// The answer to a request, and the line that it leaves in the log.
#[derive(Debug)]
pub struct Reply {
    /// The answer, whole: hosts send head and body apart if they do not know the length of the body beforehand.
    pub response: Response<Bytes>,
    /// One line of JSON, without its end. None if the request is not worth one.
    pub log: Option<String>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    error: ErrorContent<'a>,
}

#[derive(Serialize)]
struct ErrorContent<'a> {
    code: &'a str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    retry: &'static str,
}

/// A response with `content` as its body.
pub(crate) fn response(status: StatusCode, content: &impl Serialize) -> Response<Bytes> {
    let body = json::to_bytes(content);
    let length = body.len();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A response that says what the problem is and what DPS does about it.
pub(crate) fn error(problem: &Problem<'_>) -> Response<Bytes> {
    let status = problem.status();
    let (code, message, field) = (problem.code(), problem.to_string(), problem.field());
    let mut response = response(
        status,
        &ErrorBody { error: ErrorContent { code, message, field, retry: dps::retry(status.as_u16()) } },
    );
    if let Problem::WrongMethod { allow } = problem {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
    }
    response
}
