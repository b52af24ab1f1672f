use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;

/// The programs that a build step runs.
#[derive(Clone, Debug)]
pub struct Tools {
    /// Builds the component.
    pub cargo: OsString,
    /// Says where the targets are installed. Cargo finds its own.
    pub rustc: OsString,
    /// Installs a missing target.
    pub rustup: OsString,
}

impl Tools {
    /// The tools that belong to the cargo that runs us, or those on the search path where none does.
    pub fn from_environment() -> Self {
        let tool = |variable, name: &str| env::var_os(variable).unwrap_or_else(|| name.into());
        Self { cargo: tool("CARGO", "cargo"), rustc: tool("RUSTC", "rustc"), rustup: "rustup".into() }
    }

    /// The folder of the toolchain that builds what stands in `workspace`.
    pub(crate) fn sysroot(&self, workspace: &Path) -> Result<PathBuf, Error> {
        self.ask_rustc(workspace, ["--print", "sysroot"]).map(PathBuf::from)
    }

    /// The commit of the compiler, by which the standard library's own paths are named.
    pub(crate) fn compiler_commit(&self, workspace: &Path) -> Result<String, Error> {
        let version = self.ask_rustc(workspace, ["--version", "--verbose"])?;
        let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
        Ok(commit.unwrap_or("unknown").to_owned())
    }

    fn ask_rustc<const N: usize>(&self, workspace: &Path, arguments: [&str; N]) -> Result<String, Error> {
        let output = command(&self.rustc, workspace)
            .args(arguments)
            .output()
            .map_err(|error| Error::new(format!("could not run {}: {error}", self.rustc.display())))?;
        if !output.status.success() {
            return Err(Error::new(format!("{} failed: {}", self.rustc.display(), utf8(&output.stderr))));
        }
        Ok(utf8(&output.stdout))
    }
}

/// A command that runs in `folder`, where `rust-toolchain.toml` has its say.
pub(crate) fn command(program: &OsStr, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    command
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}
