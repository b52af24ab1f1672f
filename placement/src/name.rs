//! Names that are hashed or referred to.

use alloc::boxed::Box;
use core::fmt;

/// A name that is hashed or referred to: of a policy, attribute, value, stamp, label, cohort or list.
///
/// INVARIANT (name): `[a-z0-9][a-z0-9._-]*`, at most [`Name::LONGEST`] bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Name(Box<str>);

impl Name {
    /// The most characters that a name may have.
    pub const LONGEST: usize = 64;

    /// Takes a text as a name.
    ///
    /// # Errors
    /// Says what is wrong with it, as the rest of a sentence that begins with the name.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let first = text.bytes().next().ok_or(NameError::Empty)?;
        if text.len() > Self::LONGEST {
            return Err(NameError::Long);
        }
        if !first.is_ascii_lowercase() && !first.is_ascii_digit() {
            return Err(NameError::Start);
        }
        match text.chars().find(|c| !Self::admits(*c)) {
            Some(c) => Err(NameError::Character(c)),
            None => Ok(Self(text.into())),
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn admits(c: char) -> bool {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-')
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What keeps a text from being a [`Name`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameError {
    /// It has no characters.
    Empty,
    /// It has more than [`Name::LONGEST`] characters.
    Long,
    /// Its first character is no lower-case letter or digit.
    Start,
    /// It has a character that no name may have.
    Character(char),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::Long => write!(f, "is longer than {} characters", Name::LONGEST),
            Self::Start => f.write_str("does not begin with a lower-case letter or a digit"),
            Self::Character(c) => write!(f, "has the character `{}`", c.escape_debug()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_letters_digits_and_three_marks_make_a_name() {
        for good in ["eu", "4.1", "eu-1", "a_b", "0"] {
            assert_eq!(Name::parse(good).map(|name| name.0.into_string()), Ok(good.into()));
        }
    }

    #[test]
    fn what_is_wrong_with_a_name_is_said() {
        assert_eq!(Name::parse(""), Err(NameError::Empty));
        assert_eq!(Name::parse("-eu"), Err(NameError::Start));
        assert_eq!(Name::parse("Eu"), Err(NameError::Start));
        assert_eq!(Name::parse("eU"), Err(NameError::Character('U')));
        assert_eq!(Name::parse(&"a".repeat(65)), Err(NameError::Long));
        assert!(Name::parse(&"a".repeat(64)).is_ok());
    }
}
