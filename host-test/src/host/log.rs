//! Lines that the component writes to its standard output and error.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::AsyncWrite;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

/// Takes the component's lines, one by one and without their ends. Clones write to the same place.
#[derive(Clone)]
pub struct Log(Arc<dyn Fn(&str) + Send + Sync>);

impl Log {
    /// A log that hands each line to `line`.
    pub fn new(line: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(line))
    }

    /// A log that nobody reads.
    pub fn discard() -> Self {
        Self::new(|_| {})
    }

    /// A log, and the lines written to it so far.
    pub fn capture() -> (Self, Arc<Mutex<Vec<String>>>) {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&lines);
        let log = Self::new(move |line| kept.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_owned()));
        (log, lines)
    }

    /// Writes one line.
    pub fn line(&self, line: &str) {
        (self.0)(line);
    }
}

/// One of an instance's streams. What comes in pieces is held back until its line ends.
#[derive(Clone)]
pub(crate) struct GuestStream {
    log: Log,
    begun: Arc<Mutex<Vec<u8>>>,
}

/// A line that does not end is cut here, so that it cannot fill this process's memory.
const LONGEST: usize = 64 << 10;

impl GuestStream {
    pub(crate) fn new(log: &Log) -> Self {
        Self { log: log.clone(), begun: Arc::default() }
    }

    fn take(&self, bytes: &[u8]) {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            begun.extend_from_slice(piece);
            if piece.ends_with(b"\n") || begun.len() >= LONGEST {
                self.log.line(String::from_utf8_lossy(&begun).trim_end_matches(['\r', '\n']));
                begun.clear();
            }
        }
    }
}

impl StdoutStream for GuestStream {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

impl IsTerminal for GuestStream {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl OutputStream for GuestStream {
    fn write(&mut self, bytes: bytes::Bytes) -> StreamResult<()> {
        self.take(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(LONGEST)
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for GuestStream {
    async fn ready(&mut self) {}
}

impl AsyncWrite for GuestStream {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.take(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pieces: &[&[u8]]) -> Vec<String> {
        let (log, lines) = Log::capture();
        let stream = GuestStream::new(&log);
        pieces.iter().for_each(|piece| stream.take(piece));
        lines.lock().unwrap().clone()
    }

    #[test]
    fn a_line_in_pieces_is_one_line() {
        assert_eq!(written(&[b"sta", b"mp\neu", b"-1\n"]), ["stamp", "eu-1"]);
    }

    #[test]
    fn a_line_without_an_end_is_held_back() {
        assert_eq!(written(&[b"stamp\neu"]), ["stamp"]);
    }

    #[test]
    fn a_line_that_never_ends_is_cut() {
        let piece = vec![b'x'; LONGEST / 2];
        assert_eq!(written(&[&piece, &piece]).len(), 1);
    }
}
