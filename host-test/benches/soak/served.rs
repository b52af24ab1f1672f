use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use anyhow::{Context as _, Result, ensure};
use host_test::built_in::POLICY;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// The key that lets in all the time.
pub(crate) const KEY: &str = "a-key-that-stays-valid";

/// The server, and the files that it follows.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    child: Mutex<Child>,
    folder: TempDir,
    log: JoinHandle<Lines>,
    replaced: AtomicUsize,
}

/// What the server has said.
#[derive(Default)]
struct Lines {
    log: usize,
    lost: usize,
    taken: usize,
    refused: usize,
}

impl Served {
    pub(crate) fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("policy.toml"), POLICY)?;
        fs::write(folder.path().join("keys"), KEY)?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_stamp"));
        command.args(["serve", "policy.toml", "--listen", "127.0.0.1:0", "--key-file", "keys"]).current_dir(&folder);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        // A server whose invitation nobody reads to its end has nothing to stay for.
        let printed =
            BufReader::new(child.stdout.take().context("a pipe")?).lines().take(2).collect::<Result<Vec<_>, _>>()?;
        let url = printed.first().and_then(|url| url.strip_prefix("webhook: http://")?.split_once('/'));
        let address = url.context("no URL")?.0.parse()?;
        let notes = BufReader::new(child.stderr.take().context("a pipe")?);
        let log = thread::spawn(move || notes.lines().map_while(Result::ok).fold(Lines::default(), Lines::with));
        Ok(Self { address, child: Mutex::new(child), folder, log, replaced: AtomicUsize::new(0) })
    }

    /// Puts another policy or other keys into the place of what is there: right, wrong, half or none at all.
    pub(crate) fn replace_something(&self) -> Result<()> {
        let number = self.replaced.fetch_add(1, Ordering::SeqCst);
        let edited = format!("{POLICY}# edition {number}\n");
        let path = |name: &str| self.folder.path().join(name);
        match number % 6 {
            0 => fs::write(path("policy.toml"), edited.get(..edited.len() / 3).unwrap_or_default())?,
            1 => fs::write(path("policy.toml"), edited)?,
            2 => fs::write(path("keys"), format!("another-key-{number:06},{KEY}"))?,
            3 => fs::remove_file(path("policy.toml"))?,
            4 => {
                fs::write(path("new.toml"), edited)?;
                fs::rename(path("new.toml"), path("policy.toml"))?;
            }
            _ => fs::write(path("keys"), "short")?,
        }
        Ok(())
    }

    /// The memory that the server has in use, in KiB.
    pub(crate) fn memory(&self) -> Result<u64> {
        let id = self.child.lock().unwrap_or_else(PoisonError::into_inner).id();
        let status = fs::read_to_string(format!("/proc/{id}/status")).context("memory is told by Linux alone")?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(resident.trim().trim_end_matches(" kB").parse()?)
    }

    /// Asks it to stop, which it must do well; gives what was replaced and logged.
    pub(crate) fn end(self) -> Result<String> {
        let mut child = self.child.into_inner().unwrap_or_else(PoisonError::into_inner);
        let asked = kill_process(Pid::from_child(&child), Signal::TERM);
        let ended = child.wait()?;
        asked?;
        ensure!(ended.success(), "the server has ended with {ended}");
        let lines = self.log.join().ok().context("the log could not be read")?;
        Ok(format!(
            "{} files replaced, of which {} taken and {} refused; {} lines logged, {} lost",
            self.replaced.into_inner(),
            lines.taken,
            lines.refused,
            lines.log,
            lines.lost
        ))
    }
}

impl Lines {
    fn with(mut self, line: String) -> Self {
        if line.starts_with('{') {
            self.log += 1;
        } else if let Some(lost) = line.strip_prefix("lines of the log that are lost: ") {
            self.lost += lost.parse::<usize>().unwrap_or(1);
        } else if line.contains("now serving") || line.contains("let in now") {
            self.taken += 1;
        } else if line.ends_with("before it stays") || line.ends_with("before them stay") {
            self.refused += 1;
        }
        self
    }
}
