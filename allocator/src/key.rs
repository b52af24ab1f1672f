//! The secret in the URL, the only credential that DPS can be told to send.

use std::{borrow::Cow, fmt};

use http::request::Parts;
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::problem::{KeysProblem, Problem};

/// The fewest characters that a key may have.
const MIN_LENGTH: usize = 16;

/// The keys that may be given. There is at least one.
#[derive(Debug)]
pub(crate) struct Keys(Vec<Key>);

impl Keys {
    /// Reads keys separated by commas. White space around them and empty ones do not count.
    ///
    /// # Errors
    /// There is none, or one is shorter than [`MIN_LENGTH`]: then all are refused, because a key that is easily guessed
    /// beside a good one makes the good one useless.
    pub(crate) fn parse(list: &str) -> Result<Self, KeysProblem> {
        let keys: Vec<&str> = list.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
        if keys.is_empty() {
            return Err(KeysProblem::Missing);
        }
        if let Some(index) = keys.iter().position(|key| key.chars().count() < MIN_LENGTH) {
            return Err(KeysProblem::TooShort { number: index + 1, least: MIN_LENGTH });
        }
        Ok(Self(keys.into_iter().map(|key| Key::new(key.as_bytes())).collect()))
    }

    /// Lets the request pass if it gives one of the keys.
    ///
    /// # Errors
    /// It gives none, or another.
    pub(crate) fn admit(&self, request: &Parts) -> Result<(), Problem<'static>> {
        let given = Key::new(&given(request).ok_or(Problem::KeyMissing)?);
        let found = self.0.iter().fold(Choice::from(0), |found, key| found | key.0.ct_eq(&given.0));
        if found.into() { Ok(()) } else { Err(Problem::KeyWrong) }
    }
}

/// The SHA-256 of a key. Digests are of one length, so comparing them in constant time tells nothing about the key's.
struct Key([u8; 32]);

impl Key {
    fn new(key: &[u8]) -> Self {
        Self(Sha256::digest(key).into())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The key of the request: the parameter `code`, as Azure Functions has it, or else the header `x-functions-key`.
fn given(request: &Parts) -> Option<Cow<'_, [u8]>> {
    let is_given = |key: &Cow<'_, [u8]>| !key.is_empty();
    let header = || request.headers.get("x-functions-key").map(|key| Cow::from(key.as_bytes()));
    code(request.uri.query().unwrap_or_default()).filter(is_given).or_else(|| header().filter(is_given))
}

/// The parameter `code`, percent-decoded. Such keys are often base64 and pasted into a URL as they are, so that a `+`
/// is a plus here, not the space that a form would mean by it.
fn code(query: &str) -> Option<Cow<'_, [u8]>> {
    let mut parameters = query.split('&').filter_map(|parameter| parameter.split_once('='));
    parameters.find(|(name, _)| *name == "code").map(|(_, value)| percent_decode_str(value).into())
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    const FIRST: &str = "first-key-0123456789";
    const SECOND: &str = "q/+VZ8 ü~w%2B==0123";

    fn parts(uri: &str, header: Option<&str>) -> Parts {
        let mut request = Request::post(uri);
        if let Some(key) = header {
            request = request.header("X-Functions-Key", key);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn admits(uri: &str, header: Option<&str>) -> bool {
        let keys = Keys::parse(&format!("{FIRST}, {SECOND}")).unwrap();
        keys.admit(&parts(uri, header)).is_ok()
    }

    #[test]
    fn each_key_is_taken_from_the_url_or_the_header() {
        assert!(admits("/allocate?code=first-key-0123456789", None));
        assert!(admits("/allocate?a=b&c&code=first-key-0123456789&clientId=x", None));
        assert!(admits("/allocate", Some(FIRST)));
        assert!(admits("/allocate", Some(SECOND)));
        assert!(admits("/allocate?code=", Some(FIRST)));
    }

    #[test]
    fn a_key_in_the_url_is_percent_decoded_and_a_plus_stays_a_plus() {
        assert!(admits("/allocate?code=q/+VZ8%20%C3%BC~w%252B==0123", None));
        assert!(admits("/allocate?code=q%2F%2bVZ8%20%c3%bc%7Ew%252B%3D%3D0123", None));
        assert!(!admits("/allocate?code=q/%20VZ8%20%C3%BC~w%252B==0123", None));
    }

    #[test]
    fn another_key_is_refused() {
        for wrong in ["first-key-012345678", "first-key-01234567890", "FIRST-KEY-0123456789", "%ff%fe", "x"] {
            assert!(!admits(&format!("/allocate?code={wrong}"), None), "{wrong}");
            assert!(!admits("/allocate", Some(wrong)), "{wrong}");
        }
    }

    #[test]
    fn no_key_is_told_from_a_wrong_one() {
        let keys = Keys::parse(FIRST).unwrap();
        for uri in
            ["/allocate", "/allocate?", "/allocate?code", "/allocate?code=", "/allocate?CODE=first-key-0123456789"]
        {
            assert!(matches!(keys.admit(&parts(uri, None)), Err(Problem::KeyMissing)), "{uri}");
        }
        assert!(matches!(keys.admit(&parts("/allocate?code=x", None)), Err(Problem::KeyWrong)));
    }

    #[test]
    fn the_url_goes_before_the_header() {
        assert!(!admits("/allocate?code=wrong", Some(FIRST)));
    }

    #[test]
    fn a_list_without_keys_has_none() {
        for list in ["", " ", ",", " , ,"] {
            assert!(matches!(Keys::parse(list), Err(KeysProblem::Missing)), "{list:?}");
        }
    }

    #[test]
    fn one_short_key_makes_all_unusable() {
        let short = Keys::parse(&format!("{FIRST},,  0123456789abcde ")).unwrap_err();
        assert_eq!(short, KeysProblem::TooShort { number: 2, least: 16 });
        assert!(Keys::parse("0123456789abcdef").is_ok());
    }

    #[test]
    fn a_key_is_not_shown() {
        assert_eq!(format!("{:?}", Keys::parse(FIRST).unwrap()), "Keys([Key(…)])");
    }
}
