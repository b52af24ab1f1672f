use std::pin::pin;

use bytes::Buf;
use http_body::Body;
use http_body_util::BodyExt;

use crate::problem::Problem;

/// The most bytes that the body of a request may have. DPS sends at most 96 KB.
pub const MAX_BODY: usize = 256 * 1024;

/// Reads the body whole. It is read no further than [`MAX_BODY`], and not at all if it says that it is longer.
///
/// # Errors
/// It is too long, or ends before its end.
pub(crate) async fn read<B: Body>(body: B) -> Result<Vec<u8>, Problem<'static>> {
    if usize::try_from(body.size_hint().lower()).map_or(true, |least| least > MAX_BODY) {
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

fn append(bytes: &mut Vec<u8>, mut data: impl Buf) {
    while data.has_remaining() {
        let chunk = data.chunk();
        let length = chunk.len();
        bytes.extend_from_slice(chunk);
        data.advance(length);
    }
}
