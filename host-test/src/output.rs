mod queue;

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, Mutex, PoisonError};

use anstream::{AutoStream, ColorChoice};
use serde_json::json;

pub(crate) use self::queue::Drain;

use crate::ExitStatus;
use crate::host::Log;
use crate::render::{Format, Visible};

/// When to write in colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// Where the tool writes: results to one stream, everything else to the other. Clones share both.
///
/// Texts may hold ANSI escapes; they are taken out where there is to be no colour.
#[derive(Clone)]
pub struct Output {
    results: Stream,
    notes: Stream,
}

#[derive(Clone)]
struct Stream(Arc<Mutex<dyn Write + Send>>);

impl Output {
    /// An output to the standard streams.
    pub fn standard(color: Color) -> Self {
        let results = AutoStream::new(io::stdout(), color.into());
        Self::to(results, AutoStream::new(io::stderr(), color.into()))
    }

    /// An output to streams of the caller's.
    pub fn to(results: impl Write + Send + 'static, notes: impl Write + Send + 'static) -> Self {
        Self { results: Stream::new(results), notes: Stream::new(notes) }
    }

    /// Writes a result and ends its line: what a script would read.
    pub fn result(&mut self, text: impl Display) -> io::Result<()> {
        self.results.line(&text)
    }

    /// Writes a note and ends its line: what only a person would read.
    pub fn note(&mut self, text: impl Display) -> io::Result<()> {
        self.notes.line(&text)
    }

    /// The same, but for notes that wait for nobody: what reads them may be slow, stand still, or be a disk that is full. Lines
    /// that it does not take in time are lost, and their number is a note when it takes some again. The last ones are
    /// waited for when the [`Drain`] is dropped, for a while.
    pub(crate) fn unhurried(&self) -> io::Result<(Self, Drain)> {
        let (queue, drain) = queue::queue(self.notes.clone())?;
        Ok((Self { results: self.results.clone(), notes: Stream::new(queue) }, drain))
    }

    /// A log that writes its lines among the notes.
    pub fn log(&self) -> Log {
        let notes = self.notes.clone();
        // A log that nobody reads any more must not stop the one who writes it.
        Log::new(move |line| drop(notes.line(&line)))
    }

    /// Says why a command could not be done; to a script as `{ "error" }` on the standard output too. Where nobody reads
    /// the output any more, nothing has failed.
    pub fn failed(&mut self, error: &anyhow::Error, format: Format) -> ExitStatus {
        if error.chain().any(is_broken_pipe) {
            return ExitStatus::Success;
        }
        if format == Format::Json {
            drop(self.result(format_args!("{:#}", json!({ "error": format!("{error:#}") }))));
        }
        let told = format!("error: {error:#}");
        // It may quote what others wrote: the name of a file, a column of a fleet.
        let lines: Vec<String> = told.split('\n').map(|line| Visible(line).to_string()).collect();
        drop(self.note(lines.join("\n")));
        ExitStatus::Error
    }
}

impl Stream {
    fn new(stream: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(stream)))
    }

    /// A line is written whole, whoever else writes.
    fn line(&self, text: &dyn Display) -> io::Result<()> {
        self.bytes(format!("{text}\n").as_bytes())
    }

    fn bytes(&self, line: &[u8]) -> io::Result<()> {
        let mut stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stream.write_all(line)?;
        stream.flush()
    }
}

fn is_broken_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Written {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    #[test]
    fn results_and_notes_do_not_mix() {
        let (results, notes) = (Written::default(), Written::default());
        let mut output = Output::to(results.clone(), notes.clone());
        output.result("eu-1").unwrap();
        output.note("one stamp").unwrap();
        assert_eq!((results.text(), notes.text()), ("eu-1\n".into(), "one stamp\n".into()));
    }

    #[test]
    fn a_broken_pipe_is_success() {
        let notes = Written::default();
        let error = anyhow::Error::new(io::Error::from(ErrorKind::BrokenPipe)).context("could not print");
        assert_eq!(Output::to(io::sink(), notes.clone()).failed(&error, Format::Human), ExitStatus::Success);
        assert_eq!(notes.text(), "");
    }

    #[test]
    fn an_error_is_told_with_its_cause() {
        let notes = Written::default();
        let error = anyhow::anyhow!("no such file").context("could not read policy.toml");
        assert_eq!(Output::to(io::sink(), notes.clone()).failed(&error, Format::Human), ExitStatus::Error);
        assert_eq!(notes.text(), "error: could not read policy.toml: no such file\n");
    }

    #[test]
    fn what_an_error_quotes_does_not_reach_the_terminal_as_it_is() {
        let notes = Written::default();
        let error = anyhow::anyhow!("no field is named `\u{1b}]0;title\u{7}`");
        assert_eq!(Output::to(io::sink(), notes.clone()).failed(&error, Format::Human), ExitStatus::Error);
        assert_eq!(notes.text(), "error: no field is named `\\u{1b}]0;title\\u{7}`\n");
    }
}
