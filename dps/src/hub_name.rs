use alloc::{borrow::ToOwned, string::String};
use core::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
};

use thiserror::Error;

const DOMAINS: [&str; 3] = [".azure-devices.net", ".azure-devices.us", ".azure-devices.cn"];

/// The host name of an IoT hub, such as `contoso-eu-1.azure-devices.net`.
///
/// It keeps its spelling and is compared, ordered and hashed without letter case. It is for what people write; the
/// hubs of a request are compared with it by [`HubName::is`] and never validated.
#[derive(Clone, Debug)]
pub struct HubName(String);

impl HubName {
    /// Takes 3 to 50 alphanumerics and hyphens, the last no hyphen, and one of the domains of IoT Hub.
    ///
    /// # Errors
    /// What keeps `text` from being the host name of a hub.
    pub fn parse(text: &str) -> Result<Self, HubNameError> {
        if text.contains(['/', ':']) {
            return Err(HubNameError::NotAlone);
        }
        let name = strip_domain(text).ok_or(HubNameError::Domain)?;
        if let Some(character) = name.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '-') {
            return Err(HubNameError::Character { character });
        }
        if !(3..=50).contains(&name.len()) {
            return Err(HubNameError::Length { length: name.len() });
        }
        if name.ends_with('-') {
            return Err(HubNameError::TrailingHyphen);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name in the spelling that it was given in.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `hub`, as a request spells it, is this hub.
    #[must_use]
    pub fn is(&self, hub: &str) -> bool {
        self.0.eq_ignore_ascii_case(hub)
    }

    fn folded(&self) -> impl Iterator<Item = u8> + '_ {
        self.0.bytes().map(|byte| byte.to_ascii_lowercase())
    }
}

fn strip_domain(text: &str) -> Option<&str> {
    DOMAINS.iter().find_map(|domain| {
        let (name, end) = text.split_at_checked(text.len().checked_sub(domain.len())?)?;
        end.eq_ignore_ascii_case(domain).then_some(name)
    })
}

impl fmt::Display for HubName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq for HubName {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl Eq for HubName {}

impl PartialOrd for HubName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for HubName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded().cmp(other.folded())
    }
}

impl Hash for HubName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded().for_each(|byte| state.write_u8(byte));
        // No name holds this byte, so two names cannot run into each other.
        state.write_u8(0xff);
    }
}

/// Why a text is not the host name of a hub. The messages go on from "the hub …".
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum HubNameError {
    /// It has a scheme, a port or a path.
    #[error("is more than a host name: write it without `https://`, port and path")]
    NotAlone,
    /// It is outside the domains of IoT Hub.
    #[error("does not end in `.azure-devices.net`, `.azure-devices.us` or `.azure-devices.cn`")]
    Domain,
    /// A character before the domain is neither alphanumeric nor a hyphen.
    #[error("has `{}` before the domain, where only letters, digits and hyphens may stand", character.escape_debug())]
    Character {
        /// The first such character.
        character: char,
    },
    /// Fewer than 3 or more than 50 characters stand before the domain.
    #[error("has {length} characters before the domain: 3 to 50 may stand there")]
    Length {
        /// How many there are.
        length: usize,
    },
    /// The last character before the domain is a hyphen.
    #[error("has a hyphen right before the domain")]
    TrailingHyphen,
}

#[cfg(test)]
mod tests {
    use alloc::{collections::BTreeSet, format};

    use super::*;

    fn hub(text: &str) -> HubName {
        HubName::parse(text).unwrap()
    }

    #[test]
    fn each_domain_of_iot_hub_is_valid_in_any_case() {
        for name in ["abc.azure-devices.net", "a-1.AZURE-Devices.us", "-2b.azure-devices.cn"] {
            assert_eq!(hub(name).as_str(), name);
        }
    }

    #[test]
    fn an_invalid_name_says_what_is_wrong_with_it() {
        let domain = ".azure-devices.net";
        let cases = [
            ("https://abc.azure-devices.net", HubNameError::NotAlone),
            ("abc.azure-devices.net:443", HubNameError::NotAlone),
            ("abc", HubNameError::Domain),
            ("", HubNameError::Domain),
            ("é.azure-devices.ne", HubNameError::Domain),
            ("abc.example.net", HubNameError::Domain),
            ("a.c.azure-devices.net", HubNameError::Character { character: '.' }),
            ("a_c.azure-devices.net", HubNameError::Character { character: '_' }),
            ("ab.azure-devices.net", HubNameError::Length { length: 2 }),
            (&format!("{}{domain}", "a".repeat(51)), HubNameError::Length { length: 51 }),
            ("abc-.azure-devices.net", HubNameError::TrailingHyphen),
        ];
        for (text, error) in cases {
            assert_eq!(HubName::parse(text).unwrap_err(), error, "{text}");
        }
        assert!(HubName::parse(&format!("{}{domain}", "a".repeat(50))).is_ok());
    }

    #[test]
    fn names_that_differ_in_letter_case_are_one_hub() {
        let (upper, lower) = (hub("PVDemo.azure-devices.net"), hub("pvdemo.azure-devices.net"));
        assert_eq!(upper, lower);
        assert_eq!(upper.cmp(&lower), Ordering::Equal);
        assert!(upper.is("pvdemo.AZURE-devices.net"));
        assert!(!upper.is("pvdemo.azure-devices.us"));
        assert_eq!(BTreeSet::from([upper, lower]).len(), 1);
    }

    #[test]
    fn names_that_differ_in_letter_case_hash_alike() {
        use core::hash::BuildHasher;
        extern crate std;
        let state = std::hash::RandomState::new();
        assert_eq!(state.hash_one(hub("PVDemo.azure-devices.net")), state.hash_one(hub("pvdemo.azure-devices.net")));
        assert_ne!(state.hash_one(hub("pvdemo.azure-devices.net")), state.hash_one(hub("pvdemo.azure-devices.us")));
    }
}
