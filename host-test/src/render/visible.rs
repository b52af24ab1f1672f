use std::fmt::{self, Display, Formatter, Write};

/// A text that others wrote, on one line and as harmless to a terminal as it looks: what would control the terminal,
/// break the line or turn the order of the characters is written as an escape of Rust's, such as `\u{1b}`.
pub(crate) struct Visible<T>(pub(crate) T);

impl<T: Display> Display for Visible<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

struct Escaping<'f, 'b>(&'f mut Formatter<'b>);

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|c| match is_hidden(c) {
            true => write!(self.0, "{}", c.escape_default()),
            false => self.0.write_char(c),
        })
    }
}

/// Control characters, and those that set the direction of text (Unicode's `Bidi_Control`).
pub(crate) fn is_hidden(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        let text = "a\u{1b}[2K\r\nb\u{7f}\u{9b}1m\u{202e}\u{2066}\u{200f}";
        let shown = r"a\u{1b}[2K\r\nb\u{7f}\u{9b}1m\u{202e}\u{2066}\u{200f}";
        assert_eq!(Visible(text).to_string(), shown);
    }

    #[test]
    fn what_people_read_stays() {
        let text = r#"Grüße, 東京 – "C:\a" 🙂"#;
        assert_eq!(Visible(text).to_string(), text);
    }
}
