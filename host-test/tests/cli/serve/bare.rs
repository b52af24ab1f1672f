//! A server whose end is the test's business, or whose notes are.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Stdio};

use super::{REQUEST, policy};
use crate::client::Connection;
use crate::run::bare;

/// The key that lets in.
pub(super) const KEY: &str = "a-key-for-the-tests";

/// `stamp serve` with the policy `one`.
pub(super) struct Bare {
    child: Child,
    pub(super) address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Bare {
    /// Starts it, with its notes and its log going to `notes`, and waits until it is ready.
    pub(super) fn start(listen: &str, notes: impl Into<Stdio>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("small.toml"), policy("one", "1")).unwrap();
        let mut command = bare();
        command.args(["serve", "small.toml", "--listen", listen, "--key", KEY]).current_dir(&folder);
        let mut child = command.stdout(Stdio::piped()).stderr(notes).spawn().unwrap();
        // A server whose invitation nobody reads to its end has nothing to stay for.
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let [url, _] = [lines.next().unwrap().unwrap(), lines.next().unwrap().unwrap()];
        let (address, _) = url.strip_prefix("webhook: http://").unwrap().split_once('/').unwrap();
        Self { child, address: address.parse().unwrap(), _folder: folder }
    }

    /// Asks so many times.
    pub(super) fn serves(&self, times: usize) {
        let mut connection = Connection::to(self.address);
        for _ in 0..times {
            assert_eq!(connection.ask("POST", &format!("/allocate?code={KEY}"), REQUEST).status, 200);
        }
    }

    /// Sends it a signal, and waits for its end.
    pub(super) fn end(mut self, signal: rustix::process::Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
