use hyper::Uri;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// The key that callers give, as a digest: digests are of one length, and are compared in constant time.
pub(crate) struct Key([u8; 32]);

impl Key {
    pub(crate) fn new(key: &[u8]) -> Self {
        Self(Sha256::digest(key).into())
    }

    /// Whether the parameter `code` is the key. It has no character that a URL would escape.
    pub(crate) fn admits(&self, uri: &Uri) -> bool {
        let mut parameters =
            uri.query().unwrap_or_default().split('&').filter_map(|parameter| parameter.split_once('='));
        let code = parameters.find(|(name, _)| *name == "code").map_or("", |(_, code)| code);
        Self::new(code.as_bytes()).0.ct_eq(&self.0).into()
    }
}
