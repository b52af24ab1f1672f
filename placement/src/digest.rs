//! The digest of a policy file.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// SHA-256 of a text, in lower-case hexadecimal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Digest(Box<str>);

impl Digest {
    pub(crate) fn of(text: &str) -> Self {
        let mut hex = String::with_capacity(64);
        for byte in Sha256::digest(text) {
            // Writing to a `String` cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_one_of_fips_180() {
        assert_eq!(Digest::of("abc").as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
