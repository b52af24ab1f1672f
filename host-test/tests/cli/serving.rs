//! `stamp serve` at work, until the test ends.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::client::{Answer, Connection};

/// A server that never says what a test waits for fails the test instead of holding it up for good.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that has said that it is ready.
pub(crate) struct Serving {
    child: Child,
    prints: BufReader<ChildStdout>,
    notes: Receiver<String>,
    folder: TempDir,
    temporary: TempDir,
    /// What it printed: the URL of the webhook.
    pub(crate) url: String,
    /// What it printed: the line to try it.
    pub(crate) curl: String,
}

impl Serving {
    /// Waits until the server that `child` is has printed how to call it. `child`'s streams are pipes.
    pub(crate) fn of(mut child: Child, folder: TempDir, temporary: TempDir) -> Self {
        let mut prints = BufReader::new(child.stdout.take().unwrap());
        let notes = pump(BufReader::new(child.stderr.take().unwrap()));
        let mut promised = |label: &str| {
            let mut line = String::new();
            prints.read_line(&mut line).unwrap();
            let promised = line.strip_prefix(label).map(|rest| rest.trim().to_owned());
            promised.unwrap_or_else(|| panic!("`{label}` was not printed but `{line}`\n{}", all(&notes)))
        };
        let (url, curl) = (promised("webhook: "), promised("try it:  "));
        Self { child, prints, notes, folder, temporary, url, curl }
    }

    /// The path of a file in the server's own folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where it keeps what is temporary.
    pub(crate) fn temporary(&self) -> &Path {
        self.temporary.path()
    }

    /// Writes a file anew, in its place.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Puts a new file into the place of an old one, as editors do.
    pub(crate) fn replace(&self, name: &str, text: &str) {
        let new = self.path("new-file");
        fs::write(&new, text).unwrap();
        fs::rename(new, self.path(name)).unwrap();
    }

    pub(crate) fn address(&self) -> SocketAddr {
        let (address, _) = self.url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).unwrap();
        address.parse().unwrap()
    }

    /// Path and query of the webhook's URL, with its key.
    pub(crate) fn target(&self) -> String {
        format!("/{}", self.url.splitn(4, '/').last().unwrap())
    }

    pub(crate) fn connect(&self) -> Connection {
        Connection::to(self.address())
    }

    /// Asks the webhook by a connection of its own.
    pub(crate) fn post(&self, target: &str, body: &str) -> Answer {
        self.connect().ask("POST", target, body)
    }

    /// The digest of the policy that answers now, as `/healthz` gives it.
    pub(crate) fn digest(&self) -> String {
        let answer = self.connect().ask("GET", "/healthz", "");
        let health: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        health.pointer("/policy/digest").unwrap().as_str().unwrap().to_owned()
    }

    /// Waits for a note that holds `part`, and gives all lines up to it; the log of requests is left out.
    pub(crate) fn note(&self, part: &str) -> String {
        let mut lines = Vec::new();
        let end = Instant::now() + PATIENCE;
        loop {
            // The log of requests may go on all the while.
            let line = self.notes.recv_timeout(end.saturating_duration_since(Instant::now()));
            let line = line.unwrap_or_else(|_| panic!("`{part}` was never said, only:\n{}", lines.join("\n")));
            if !line.starts_with('{') {
                lines.push(line);
            }
            if lines.last().is_some_and(|line| line.contains(part)) {
                return lines.join("\n");
            }
        }
    }

    /// Waits for the next line of the log of requests.
    pub(crate) fn log(&self) -> String {
        let next = std::iter::from_fn(|| self.notes.recv_timeout(PATIENCE).ok()).find(|line| line.starts_with('{'));
        next.unwrap_or_else(|| panic!("no request was logged"))
    }

    /// Sends it a signal.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// Waits for its end; gives its exit code and the notes that were not read yet. It must have printed no more.
    pub(crate) fn ends(mut self) -> (Option<i32>, String) {
        let notes = all(&self.notes);
        let mut more = String::new();
        self.prints.read_to_string(&mut more).unwrap();
        assert_eq!(more, "");
        (self.child.wait().unwrap().code(), notes)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads on even while the test does not, so that a full pipe never holds the server up.
fn pump(stream: impl std::io::BufRead + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || stream.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    lines
}

/// All lines up to the stream's end, without the log of requests.
fn all(lines: &Receiver<String>) -> String {
    let mut all = Vec::new();
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => all.push(line),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => panic!("the tool does not end; so far it said:\n{}", all.join("\n")),
        }
    }
    all.retain(|line| !line.starts_with('{'));
    all.join("\n")
}
