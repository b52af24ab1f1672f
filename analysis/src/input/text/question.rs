use placement::{Cut, TextTest};

use crate::input::Keys;

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
