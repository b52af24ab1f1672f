//! Colours: for what has an answer to give, not for decoration. `Output` takes them out where there are to be none.

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Style};

use super::Visible;

/// What is chosen, found or given.
pub(crate) const TAKEN: Style = Style::new().bold();
/// What was looked at and left.
pub(crate) const PASSED: Style = Style::new().dimmed();
/// A heading.
pub(crate) const HEADING: Style = AnsiColor::Cyan.on_default().bold();
/// What is as it must be.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What is not.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();

/// A text in a style. No style can come from within the text.
pub(crate) struct Styled<T>(pub(crate) Style, pub(crate) T);

impl<T: Display> Display for Styled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(style, text) = self;
        write!(f, "{style}{}{style:#}", Visible(text))
    }
}
