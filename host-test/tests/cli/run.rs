//! Runs the tool and holds it to what a test expects: the exact exit code, and both streams, which are to be empty
//! unless the test says otherwise.
//!
//! ```ignore
//! stamp(["check", "policy.toml"])
//!     .file("policy.toml", "language = 2\n")
//!     .notes(str![[r#"…"#]])
//!     .exits(1);
//! ```
//!
//! `SNAPSHOTS=overwrite cargo test` writes what was printed into the tests, to be reviewed as prose.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use snapbox::{Assert, Data, IntoData};
use tempfile::TempDir;

use crate::serving::Serving;
use crate::watching::Watching;

/// The repository's folder, where there is a `spin.toml` and `policies/`.
pub(crate) fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The tool with these arguments, to be run in an empty folder of its own.
pub(crate) fn stamp<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    let (folder, temporary) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut command = bare();
    command.args(arguments).current_dir(&folder);
    // A server that is killed at the end of its test leaves its own temporary files behind.
    for variable in ["TMPDIR", "TEMP", "TMP"] {
        command.env(variable, temporary.path());
    }
    Run { command, folder, temporary, input: String::new(), prints: Data::new(), notes: Data::new(), then: Vec::new() }
}

/// The tool without arguments, and without what the tester's own environment says to it.
pub(crate) fn bare() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stamp"));
    for variable in ["STAMP_KEYS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command
}

/// One run of the tool, and what is expected of it.
#[must_use = "it is run by `exits` or `serves`"]
pub(crate) struct Run {
    command: Command,
    folder: TempDir,
    temporary: TempDir,
    input: String,
    prints: Data,
    notes: Data,
    then: Vec<Box<dyn FnOnce()>>,
}

impl Run {
    /// Runs it in the repository instead.
    pub(crate) fn in_repository(mut self) -> Self {
        self.command.current_dir(repository());
        self
    }

    /// Puts a file into its own folder, making the folders on the way.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        let file = self.path(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self
    }

    /// Puts into its own folder what is no file: a socket. None of the machine's own devices is lost if the tool replaces it.
    #[cfg(unix)]
    pub(crate) fn socket(self, name: &str) -> Self {
        drop(std::os::unix::net::UnixListener::bind(self.path(name)).unwrap());
        self
    }

    /// The path of a file in its own folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Sets a variable of its environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// What it reads on its standard input; nothing unless said.
    pub(crate) fn input(mut self, text: &str) -> Self {
        self.input = text.to_owned();
        self
    }

    /// What it is to print on its standard output.
    pub(crate) fn prints(mut self, expected: impl IntoData) -> Self {
        self.prints = expected.into_data();
        self
    }

    /// What it is to say on its standard error.
    pub(crate) fn notes(mut self, expected: impl IntoData) -> Self {
        self.notes = expected.into_data();
        self
    }

    /// What a file of its own folder is to hold in the end.
    pub(crate) fn leaves(self, name: &str, text: &str) -> Self {
        let (path, text) = (self.path(name), text.to_owned());
        self.then(move || assert_eq!(fs::read_to_string(&path).unwrap(), text, "{}", path.display()))
    }

    /// What is to hold when it has ended, while its own folder is still there.
    pub(crate) fn then(mut self, holds: impl FnOnce() + 'static) -> Self {
        self.then.push(Box::new(holds));
        self
    }

    /// Runs it, and fails unless it ends with this exit code and both streams are as expected. Gives what it printed
    /// on its standard output, for those who want to read it as more than text.
    #[track_caller]
    pub(crate) fn exits(mut self, code: i32) -> String {
        let mut child = self.spawn();
        // A tool that does not read its input has closed it, and that is no failure.
        let _ = child.stdin.take().unwrap().write_all(self.input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let [prints, notes] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(output.status.code(), Some(code), "stdout:\n{prints}\nstderr:\n{notes}");
        let assert = Assert::new().action_env("SNAPSHOTS");
        assert.eq(notes, self.notes);
        assert.eq(prints.clone(), self.prints);
        self.then.into_iter().for_each(|holds| holds());
        prints
    }

    /// Starts it as a server on a free port, and waits until it is ready. Its arguments begin with `serve`.
    pub(crate) fn serves(mut self) -> Serving {
        self.command.args(["--listen", "127.0.0.1:0"]);
        let child = self.spawn();
        Serving::of(child, self.folder, self.temporary)
    }

    /// Starts it, to go on until it is stopped.
    pub(crate) fn watches(mut self) -> Watching {
        Watching::of(self.spawn(), self.folder, self.temporary)
    }

    fn spawn(&mut self) -> Child {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}
