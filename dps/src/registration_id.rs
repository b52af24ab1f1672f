use alloc::string::String;
use core::fmt;

use thiserror::Error;

/// DPS's name for a device, folded to lower case.
///
/// DPS takes registration IDs without letter case, so whoever compares or hashes them must see one spelling only.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RegistrationId(String);

impl RegistrationId {
    /// How many characters an ID may have.
    pub const MAX_LENGTH: usize = 128;

    /// Takes an ID in any letter case: 1 to 128 characters of `A-Z a-z 0-9 - . _ :`.
    ///
    /// Microsoft's documents disagree on which of these may end an ID; each of them may here.
    ///
    /// # Errors
    /// What keeps `text` from being a registration ID.
    pub fn parse(text: &str) -> Result<Self, RegistrationIdError> {
        validate(text)?;
        Ok(Self(text.to_ascii_lowercase()))
    }

    /// Takes another ID in the place of this one, as [`RegistrationId::parse`] does, into the same memory.
    ///
    /// # Errors
    /// What keeps `text` from being a registration ID. Then this one stays.
    pub fn replace(&mut self, text: &str) -> Result<(), RegistrationIdError> {
        validate(text)?;
        self.0.clear();
        self.0.push_str(text);
        self.0.make_ascii_lowercase();
        Ok(())
    }

    /// The ID in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn validate(text: &str) -> Result<(), RegistrationIdError> {
    if let Some((index, character)) = text.chars().enumerate().find(|(_, c)| !is_allowed(*c)) {
        let position = index + 1;
        return Err(RegistrationIdError::Character { character, position });
    }
    match text.len() {
        0 => Err(RegistrationIdError::Empty),
        1..=RegistrationId::MAX_LENGTH => Ok(()),
        length => Err(RegistrationIdError::TooLong { length }),
    }
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_' | ':')
}

impl fmt::Display for RegistrationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no registration ID. The messages go on from "the registration ID …".
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum RegistrationIdError {
    /// There are no characters.
    #[error("is empty: send 1 to {} characters", RegistrationId::MAX_LENGTH)]
    Empty,
    /// There are more than 128 characters.
    #[error("has {length} characters: send at most {}", RegistrationId::MAX_LENGTH)]
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A character is outside the alphabet.
    #[error("has `{}` as character {position}: send `A-Z a-z 0-9 - . _ :` alone", character.escape_debug())]
    Character {
        /// The first such character.
        character: char,
        /// Where it stands, counted in characters from 1.
        position: usize,
    },
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn letters_are_folded_and_everything_else_is_kept() {
        let id = RegistrationId::parse("AZaz09-._:").unwrap();
        assert_eq!(id.as_str(), "azaz09-._:");
        assert_eq!(id.to_string(), "azaz09-._:");
    }

    #[test]
    fn an_id_is_replaced_by_a_valid_one_alone() {
        let mut id = RegistrationId::parse("press-0042").unwrap();
        assert_eq!(id.replace("Press-7"), Ok(()));
        assert_eq!(id.replace(""), Err(RegistrationIdError::Empty));
        assert_eq!(id, RegistrationId::parse("press-7").unwrap());
    }

    #[test]
    fn every_allowed_character_may_stand_alone() {
        let allowed = (0..=u8::MAX).map(char::from).filter(|c| RegistrationId::parse(&c.to_string()).is_ok());
        let expected = "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
        assert_eq!(allowed.collect::<String>(), expected);
    }

    #[test]
    fn one_to_128_characters_are_allowed() {
        assert_eq!(RegistrationId::parse(""), Err(RegistrationIdError::Empty));
        assert!(RegistrationId::parse(&"a".repeat(128)).is_ok());
        assert_eq!(RegistrationId::parse(&"a".repeat(129)), Err(RegistrationIdError::TooLong { length: 129 }));
    }

    #[test]
    fn the_first_foreign_character_is_named_with_its_place() {
        let message = |text| RegistrationId::parse(text).unwrap_err().to_string();
        assert!(message("é/").starts_with("has `é` as character 1: "), "{}", message("é/"));
        assert!(message("ab\nc").starts_with("has `\\n` as character 3: "), "{}", message("ab\nc"));
    }

    #[test]
    fn letters_that_fold_to_ascii_only_in_unicode_are_foreign() {
        // U+212A, the Kelvin sign, is `k` in Unicode's lower case.
        assert!(RegistrationId::parse("\u{212a}").is_err());
    }
}
