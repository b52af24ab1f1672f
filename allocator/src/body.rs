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
    if says_too_long(headers) {
        return Err(Problem::BodyTooLarge);
    }
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
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

/// Hosts do not tell the component the length as the body's size hint, so the header is looked at. One that is no
/// number says nothing here, and one with too many digits to be read is too long.
fn says_too_long(headers: &HeaderMap) -> bool {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    match length.map(str::parse::<u64>) {
        Some(Ok(length)) => length > MAX_BODY as u64,
        Some(Err(error)) => *error.kind() == IntErrorKind::PosOverflow,
        None => false,
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
