use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment;
use crate::remap::{Sources, encoded_rustflags};
use crate::tools::command;
use crate::{Error, Tools, target};

/// The nested cargo has a target folder of its own: the outer cargo that a build script runs in holds the lock of
/// its folder until the script ends. All callers share it, so that everything is compiled once.
const TARGET_DIR: &str = "target/nested";

/// Builds a package of the workspace to Wasm. The bytes depend on the sources, `Cargo.lock` and the compiler alone: not on
/// the machine, the folder, or what the caller's environment says to cargo.
pub(crate) struct Nested<'a> {
    workspace: PathBuf,
    tools: &'a Tools,
    target_dir: PathBuf,
    target: &'static str,
    profile: &'static str,
}

impl<'a> Nested<'a> {
    /// Installs the target first where it is missing.
    pub(crate) fn new(
        workspace: &Path,
        tools: &'a Tools,
        target: &'static str,
        profile: &'static str,
    ) -> Result<Self, Error> {
        let workspace = real(workspace).map_err(|error| Error::file("find", workspace, &error))?;
        target::ensure(&workspace, target, tools)?;
        Ok(Self { target_dir: workspace.join(TARGET_DIR), workspace, tools, target, profile })
    }

    /// The folder that the nested cargo builds in.
    #[cfg(feature = "page")]
    pub(crate) fn target_dir(&self) -> &Path {
        &self.target_dir
    }

    /// Builds a package, and gives the path of the file.
    pub(crate) fn build(&self, package: &str) -> Result<PathBuf, Error> {
        self.fetch()?;
        self.compile(package)?;
        let file = format!("{}.wasm", package.replace('-', "_"));
        Ok(self.target_dir.join(self.target).join(self.profile).join(file))
    }

    /// The crates are fetched before they are compiled, because the flags name the folders where they lie.
    fn fetch(&self) -> Result<(), Error> {
        let mut cargo = self.cargo("fetch");
        cargo.args(["--locked", "--quiet", "--target", self.target]);
        run(cargo, "the crates that the Wasm is made of could not be fetched: cargo says above why")
    }

    fn compile(&self, package: &str) -> Result<(), Error> {
        let sources = Sources {
            workspace: &self.workspace,
            target_dir: &self.target_dir,
            sysroot: &self.tools.sysroot(&self.workspace)?,
            compiler_commit: &self.tools.compiler_commit(&self.workspace)?,
        };
        let mut cargo = self.cargo("build");
        cargo.args(["--locked", "--package", package, "--target", self.target, "--profile", self.profile]);
        cargo.args([OsStr::new("--target-dir"), self.target_dir.as_os_str()]);
        cargo.env("CARGO_ENCODED_RUSTFLAGS", encoded_rustflags(&sources)?);
        run(cargo, &format!("{package} could not be built: the compiler says above why"))
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = command(&self.tools.cargo, &self.workspace);
        environment::clear(&mut cargo);
        cargo.arg(subcommand);
        cargo
    }
}

/// The path as the compiler sees it, which is the same whatever name the caller has for the folder: another name would
/// mean other flags, and all to be compiled again.
fn real(folder: &Path) -> io::Result<PathBuf> {
    let folder = folder.canonicalize()?;
    // The form that Windows gives to such paths is not the one in which the compiler writes them.
    let plain = folder.to_str().and_then(|folder| folder.strip_prefix(r"\\?\"));
    Ok(plain.map_or_else(|| folder.clone(), PathBuf::from))
}

fn run(mut command: Command, complaint: &str) -> Result<(), Error> {
    let status = command
        .status()
        .map_err(|error| Error::new(format!("could not run {}: {error}", command.get_program().display())))?;
    if status.success() { Ok(()) } else { Err(Error::explained(complaint)) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_folder_has_one_path_by_whatever_name() {
        let folder = std::env::temp_dir().join(format!("xtask-{}-names", std::process::id()));
        let inner = folder.join("inner");
        fs::create_dir_all(&inner).unwrap();
        assert_eq!(real(&inner.join("..")).unwrap(), real(&folder).unwrap());
        assert!(real(&inner).unwrap().ends_with("inner"));
        fs::remove_dir_all(folder).unwrap();
    }
}
