use std::io::{self, ErrorKind, Read};

use analysis::fleet::{Format, Layout};

/// How many bytes are handed to a thread at once, more or less.
const PIECE: usize = 256 * 1024;

/// The longest record that is waited for. None of DPS's messages is a hundredth of it.
const LONGEST: usize = 16 * 1024 * 1024;

/// Bytes of a fleet, cut where a record ends.
pub(crate) struct Pieces {
    bytes: Box<dyn Read + Send>,
    /// What has been read and not been handed out.
    rest: Vec<u8>,
    /// The line on which the rest begins.
    line: u64,
    /// How many pieces have been handed out.
    pieces: u64,
    ended: bool,
    /// Whether it is a list whose end has not been handed out.
    open: bool,
}

/// A piece of a fleet.
pub(crate) struct Piece {
    pub(crate) bytes: Vec<u8>,
    /// The line on which it begins.
    pub(crate) line: u64,
    /// Its number among the pieces, counted from 0.
    pub(crate) number: u64,
}

impl Pieces {
    pub(crate) fn of(bytes: Box<dyn Read + Send>) -> Self {
        Self { bytes, rest: Vec::new(), line: 1, pieces: 0, ended: false, open: false }
    }

    /// The beginning, which holds the first line that has something on it.
    pub(crate) fn head(&mut self) -> io::Result<&[u8]> {
        let has_line = |bytes: &[u8]| bytes.trim_ascii_start().contains(&b'\n');
        while !self.ended && !has_line(&self.rest) && self.rest.len() < LONGEST {
            let more = self.rest.len() + PIECE;
            self.fill(more)?;
        }
        Ok(&self.rest)
    }

    /// Leaves the header out.
    pub(crate) fn begin(&mut self, layout: &Layout) {
        self.rest.drain(..layout.header().min(self.rest.len()));
        self.line = layout.first_line();
        self.open = layout.format() == Format::Json && self.rest.trim_ascii_start().starts_with(b"[");
    }

    /// The next piece, in memory that is no longer needed; none where the fleet has ended.
    pub(crate) fn next(&mut self, layout: &Layout, mut memory: Vec<u8>) -> io::Result<Option<Piece>> {
        let mut wanted = PIECE;
        let complete = loop {
            self.fill(wanted)?;
            match layout.complete(&self.rest) {
                _ if self.ended => break self.rest.len(),
                0 if self.rest.len() >= LONGEST => {
                    let error = format!("the record that begins on line {} has more than {LONGEST} bytes", self.line);
                    return Err(io::Error::new(ErrorKind::InvalidData, error));
                }
                0 => wanted = self.rest.len() * 2,
                complete => break complete,
            }
        };
        if complete == 0 {
            return match self.open {
                true => Err(io::Error::new(ErrorKind::InvalidData, "the list is cut off: it ends without `]`")),
                false => Ok(None),
            };
        }
        memory.clear();
        memory.extend(self.rest.drain(..complete));
        if let Some(last) = memory.trim_ascii_end().last() {
            self.open = self.open && *last != b']';
        }
        let piece = Piece { line: self.line, number: self.pieces, bytes: memory };
        self.pieces += 1;
        self.line += Layout::lines(&piece.bytes);
        Ok(Some(piece))
    }

    /// Reads until so many bytes are there, or there are no more.
    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        let missing = wanted.saturating_sub(self.rest.len());
        if !self.ended && missing > 0 {
            let read =
                self.bytes.by_ref().take(u64::try_from(missing).unwrap_or(u64::MAX)).read_to_end(&mut self.rest)?;
            self.ended = read < missing;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Bytes that come a few at a time, as from a pipe.
    struct Dripping(Cursor<Vec<u8>>);

    impl Read for Dripping {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(4099);
            self.0.read(&mut buffer[..most])
        }
    }

    fn pieces(text: &str) -> io::Result<Vec<(String, u64)>> {
        let mut pieces = Pieces::of(Box::new(Dripping(Cursor::new(text.into()))));
        let layout = Layout::detect("", pieces.head()?, None).unwrap();
        pieces.begin(&layout);
        let mut all = Vec::new();
        while let Some(piece) = pieces.next(&layout, Vec::new())? {
            all.push((String::from_utf8(piece.bytes).unwrap(), piece.line));
        }
        Ok(all)
    }

    #[test]
    fn pieces_end_where_records_do_and_know_their_lines() {
        let values: Vec<String> = (0..60_000).map(|at| format!("{{\n\"id\": \"press-{at}\"}}")).collect();
        let text = format!("[{}]\n", values.join(",\n"));
        let pieces = pieces(&text).unwrap();
        assert!(pieces.len() > 3);
        let mut before = String::new();
        for (piece, line) in &pieces {
            assert_eq!(*line, Layout::lines(before.as_bytes()) + 1);
            before.push_str(piece);
        }
        assert_eq!(before, text);
        assert!(pieces.iter().all(|(piece, _)| piece.ends_with('}') || piece.ends_with("]\n")));
    }

    #[test]
    fn a_list_that_is_cut_off_is_none() {
        for text in ["[{\"id\":\"press-1\"},\n", "[[[", "[{\"id\":\"press-1\"}\n"] {
            let error = pieces(text).unwrap_err().to_string();
            assert_eq!(error, "the list is cut off: it ends without `]`", "{text}");
        }
        assert_eq!(pieces("[{\"id\":\"press-1\"}]\n").unwrap().len(), 1);
    }

    #[test]
    fn a_record_without_an_end_is_not_waited_for_for_ever() {
        let endless = format!("[{{\"id\":\"{}", "x".repeat(LONGEST + 3 * PIECE));
        let error = pieces(&endless).unwrap_err().to_string();
        assert!(error.starts_with("the record that begins on line 1 has more than"), "{error}");
    }

    #[test]
    fn the_line_below_the_header_is_the_second() {
        assert_eq!(pieces("registrationId\npress-1").unwrap(), [("press-1".to_owned(), 2)]);
        assert_eq!(pieces("registrationId").unwrap(), []);
    }
}
