/// What all members of a class answer to a question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Answer {
    /// The test does not hold.
    No,
    /// The test holds.
    Yes,
    /// There is no text to read at the place of the document.
    Nothing,
    /// What is read is none of the keys; of the part of a text, also that there is no such part.
    Other,
    /// What is read is a key with this number.
    Key(u32),
}

impl Answer {
    /// Whether a test holds.
    pub fn holds(self) -> bool {
        self == Self::Yes
    }

    /// The number of the key that was read.
    pub fn key(self) -> Option<u32> {
        match self {
            Self::Key(number) => Some(number),
            _ => None,
        }
    }
}

impl From<bool> for Answer {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}
