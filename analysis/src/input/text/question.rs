use placement::{Cut, TextTest};

use crate::input::Keys;

/// Which texts there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Domain {
    /// Registration IDs, folded: 1 to 128 of the characters `a-z 0-9 - . _ :`.
    RegistrationId,
    /// Names of enrollment groups, folded: every text without the capitals `A-Z`, the empty one too.
    ///
    /// A device without such a name is no part of it.
    EnrollmentGroup,
}

/// What a policy asks about a text.
#[derive(Clone, Debug)]
pub enum Question<'p> {
    /// Whether it meets a test.
    Test(&'p TextTest),
    /// Which of the keys the part of it is that is cut out.
    Read {
        /// What is cut out.
        cut: &'p Cut,
        /// The keys, folded.
        keys: Keys<'p>,
    },
}
