use dps::RegistrationId;

/// Which texts there are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Domain {
    /// Registration IDs, folded: 1 to 128 of the characters `a-z 0-9 - . _ :`.
    RegistrationId,
    /// Names of enrollment groups, folded: every text without the capitals `A-Z`, the empty one too. DPS itself allows
    /// fewer, but its requests are not checked for that.
    ///
    /// That there is no name is no text: whoever asks about names has that case besides.
    EnrollmentGroup,
}

impl Domain {
    /// Whether a text is one of these.
    pub fn admits(self, text: &str) -> bool {
        match self {
            Self::RegistrationId => RegistrationId::parse(text).is_ok_and(|id| id.as_str() == text),
            Self::EnrollmentGroup => !text.bytes().any(|byte| byte.is_ascii_uppercase()),
        }
    }

    /// Whether a text is one of these if each of its characters, and its length, is admitted.
    pub(super) fn admits_character(self, c: char) -> bool {
        match self {
            Self::RegistrationId => self.admits(c.encode_utf8(&mut [0; 4])),
            Self::EnrollmentGroup => !c.is_ascii_uppercase(),
        }
    }

    /// How many characters a text has at least and at most.
    pub(super) fn lengths(self) -> core::ops::RangeInclusive<usize> {
        match self {
            Self::RegistrationId => 1..=RegistrationId::MAX_LENGTH,
            Self::EnrollmentGroup => 0..=usize::MAX,
        }
    }

    /// What a text is called that is nothing in particular.
    pub(super) fn anybody(self) -> &'static str {
        match self {
            Self::RegistrationId => "device",
            Self::EnrollmentGroup => "group",
        }
    }
}
