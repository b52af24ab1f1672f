use std::{num::IntErrorKind, pin::pin};

use bytes::Buf;
use http::{HeaderMap, header::CONTENT_LENGTH};
use http_body::Body;
use http_body_util::BodyExt;

use crate::problem::Problem;

/// The most bytes that the body of a request may have. DPS sends at most 96 KB.
pub const MAX_BODY: usize = 256 * 1024;

/// Reads the body whole. It is read no further than [`MAX_BODY`], and not at all if `headers` say that it is longer.
///
/// # Errors
/// It is too long, or ends before its end.
pub(crate) async fn read<B: Body>(headers: &HeaderMap, body: B) -> Result<Vec<u8>, Problem<'static>> {
    let length = length(headers);
    if length.is_some_and(|length| length > MAX_BODY) {
        return Err(Problem::BodyTooLarge);
    }
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    // A body of the length that it says is whole (RFC 9112, section 6.3): to ask for its end would wait for nothing.
    while length != Some(bytes.len())
        && let Some(frame) = body.frame().await
    {
        let Ok(data) = frame.map_err(|_| Problem::BodyBrokenOff)?.into_data() else {
            continue;
        };
        if bytes.len() + data.remaining() > MAX_BODY {
            return Err(Problem::BodyTooLarge);
        }
        append(&mut bytes, data);
    }
    Ok(bytes)
}

/// The length that the headers say. Hosts do not tell it as the body's size hint. One with too many digits to be read is
/// more than any body may have; one that is no number says nothing here.
fn length(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(CONTENT_LENGTH)?.to_str().ok()?;
    match length.parse() {
        Ok(length) => Some(length),
        Err(error) => (*error.kind() == IntErrorKind::PosOverflow).then_some(usize::MAX),
    }
}

fn append(bytes: &mut Vec<u8>, mut data: impl Buf) {
    while data.has_remaining() {
        let chunk = data.chunk();
        let length = chunk.len();
        bytes.extend_from_slice(chunk);
        data.advance(length);
    }
}
