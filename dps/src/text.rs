use alloc::borrow::Cow;

use serde::Deserialize;

/// A text of the wire, copied only where it is written with escapes.
#[derive(Deserialize)]
pub(crate) struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
