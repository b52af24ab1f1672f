use std::fmt::Display;

/// A text that is written line by line, with indents that say what belongs to what.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    /// Adds a line; `depth` says how deep it is indented.
    pub(crate) fn line(&mut self, depth: usize, text: impl Display) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(&text.to_string());
    }

    /// Adds a line without text.
    pub(crate) fn gap(&mut self) {
        self.line(0, "");
    }

    /// The text, without the end of its last line.
    pub(crate) fn into_text(self) -> String {
        self.text
    }
}
