use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment;
use crate::remap::{Sources, encoded_rustflags};
use crate::target::{self, TARGET};
use crate::tools::command;
use crate::{Error, Tools};

/// The package of the component that ships.
pub const ALLOCATOR: &str = "allocator";

/// Where `spin.toml` looks for the component, below the workspace.
pub const ARTIFACT: &str = "target/wasm32-wasip2/component/allocator.wasm";

/// The nested cargo has a target folder of its own: the outer cargo that a build script runs in holds the lock of
/// its folder until the script ends. All callers share it, so that the component is compiled once.
const TARGET_DIR: &str = "target/nested";

const PROFILE: &str = "component";

/// Builds a component of the workspace in folder `workspace` and gives the path of the file.
///
/// `package` is [`ALLOCATOR`], or one that only tests use.
/// Installs the Wasm target first where it is missing. The bytes depend on the sources, `Cargo.lock` and the compiler
/// alone: not on the machine, the folder, or what the caller's environment says to cargo.
pub fn build_component(workspace: &Path, package: &str, tools: &Tools) -> Result<PathBuf, Error> {
    let workspace = &real(workspace).map_err(|error| Error::file("find", workspace, &error))?;
    target::ensure(workspace, tools)?;
    let build = Build { workspace, tools, target_dir: workspace.join(TARGET_DIR) };
    build.fetch()?;
    build.compile(package)?;
    Ok(build.target_dir.join(TARGET).join(PROFILE).join(format!("{package}.wasm")))
}

/// Copies the component to `file`, making the folders on the way. A file that has the same bytes is left alone, so
/// that whatever watches it sees no change.
pub fn install(component: &Path, file: &Path) -> Result<(), Error> {
    let bytes = fs::read(component).map_err(|error| Error::file("read", component, &error))?;
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::file("make the folder", folder, &error))?;
    }
    fs::write(file, bytes).map_err(|error| Error::file("write", file, &error))
}

/// The path as the compiler sees it, which is the same whatever name the caller has for the folder: another name would
/// mean other flags, and all to be compiled again.
fn real(folder: &Path) -> io::Result<PathBuf> {
    let folder = folder.canonicalize()?;
    // The form that Windows gives to such paths is not the one in which the compiler writes them.
    let plain = folder.to_str().and_then(|folder| folder.strip_prefix(r"\\?\"));
    Ok(plain.map_or_else(|| folder.clone(), PathBuf::from))
}

struct Build<'a> {
    workspace: &'a Path,
    tools: &'a Tools,
    target_dir: PathBuf,
}

impl Build<'_> {
    /// The crates are fetched before they are compiled, because the flags name the folders where they lie.
    fn fetch(&self) -> Result<(), Error> {
        let mut cargo = self.cargo("fetch");
        cargo.args(["--locked", "--quiet", "--target", TARGET]);
        run(cargo, "the crates that the component is made of could not be fetched: cargo says above why")
    }

    fn compile(&self, package: &str) -> Result<(), Error> {
        let sources = Sources {
            workspace: self.workspace,
            target_dir: &self.target_dir,
            sysroot: &self.tools.sysroot(self.workspace)?,
            compiler_commit: &self.tools.compiler_commit(self.workspace)?,
        };
        let mut cargo = self.cargo("build");
        cargo.args(["--locked", "--package", package, "--target", TARGET, "--profile", PROFILE]);
        cargo.args([OsStr::new("--target-dir"), self.target_dir.as_os_str()]);
        cargo.env("CARGO_ENCODED_RUSTFLAGS", encoded_rustflags(&sources)?);
        run(cargo, "the component could not be built: the compiler says above why")
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = command(&self.tools.cargo, self.workspace);
        environment::clear(&mut cargo);
        cargo.arg(subcommand);
        cargo
    }
}

fn run(mut command: Command, complaint: &str) -> Result<(), Error> {
    let status = command
        .status()
        .map_err(|error| Error::new(format!("could not run {}: {error}", command.get_program().display())))?;
    if status.success() { Ok(()) } else { Err(Error::explained(complaint)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_file_with_the_same_bytes_is_left_alone() {
        let folder = folder("same");
        let (from, to) = (folder.join("from.wasm"), folder.join("to.wasm"));
        fs::write(&from, "component").unwrap();
        fs::write(&to, "component").unwrap();
        let mut permissions = fs::metadata(&to).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&to, permissions).unwrap();
        let before = fs::metadata(&to).unwrap().modified().unwrap();
        install(&from, &to).unwrap();
        assert_eq!(fs::metadata(&to).unwrap().modified().unwrap(), before);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn folders_are_made_on_the_way() {
        let folder = folder("new");
        let (from, to) = (folder.join("from.wasm"), folder.join("a/b/to.wasm"));
        fs::write(&from, "component").unwrap();
        install(&from, &to).unwrap();
        assert_eq!(fs::read(to).unwrap(), b"component");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_has_one_path_by_whatever_name() {
        let folder = folder("names");
        let inner = folder.join("inner");
        fs::create_dir_all(&inner).unwrap();
        assert_eq!(real(&inner.join("..")).unwrap(), real(&folder).unwrap());
        assert!(real(&inner).unwrap().ends_with("inner"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_missing_cargo_is_named() {
        let tools = Tools { cargo: "no-such-cargo".into(), ..Tools::from_environment() };
        let error = build_component(Path::new("."), ALLOCATOR, &tools).unwrap_err();
        assert!(error.to_string().starts_with("could not run no-such-cargo"), "{error}");
    }
}
