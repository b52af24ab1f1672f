use bytes::Bytes;
use serde::Serialize;

/// `value` as JSON.
#[expect(clippy::expect_used, reason = "every map written here has texts for keys, and no `Serialize` here fails")]
pub(crate) fn to_bytes(value: &impl Serialize) -> Bytes {
    serde_json::to_vec(value).expect("is representable as JSON").into()
}

/// `value` as one line of JSON.
#[expect(clippy::expect_used, reason = "every map written here has texts for keys, and no `Serialize` here fails")]
pub(crate) fn to_line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("is representable as JSON")
}
