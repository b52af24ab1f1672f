//! A run of the tool that goes on until it is stopped.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout};

use tempfile::TempDir;

/// A run that watches files. It is stopped when this is dropped.
pub(crate) struct Watching {
    child: Child,
    lines: BufReader<ChildStdout>,
    folder: TempDir,
    _temporary: TempDir,
}

impl Watching {
    pub(crate) fn of(mut child: Child, folder: TempDir, temporary: TempDir) -> Self {
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines, folder, _temporary: temporary }
    }

    /// The folder that it runs in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Waits for this line.
    #[track_caller]
    pub(crate) fn prints(&mut self, expected: &str) {
        let mut seen = String::new();
        while seen.lines().next_back() != Some(expected) {
            assert_ne!(self.lines.read_line(&mut seen).unwrap(), 0, "it has ended: {seen}");
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
