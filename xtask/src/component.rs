use std::fs;
use std::path::{Path, PathBuf};

use crate::nested::Nested;
use crate::{Error, Tools};

/// What the component is compiled for: Wasm with WASI 0.2, to which spin-sdk adds WASI 0.3.
pub const TARGET: &str = "wasm32-wasip2";

/// The package of the component that ships.
pub const ALLOCATOR: &str = "allocator";

/// Where `spin.toml` looks for the component, below the workspace.
pub const ARTIFACT: &str = "target/wasm32-wasip2/component/allocator.wasm";

const PROFILE: &str = "component";

/// Builds a component of the workspace in folder `workspace` and gives the path of the file.
///
/// `package` is [`ALLOCATOR`], or one that only tests use.
/// Installs the Wasm target first where it is missing. The bytes depend on the sources, `Cargo.lock` and the compiler
/// alone: not on the machine, the folder, or what the caller's environment says to cargo.
pub fn build_component(workspace: &Path, package: &str, tools: &Tools) -> Result<PathBuf, Error> {
    Nested::new(workspace, tools, TARGET, PROFILE)?.build(package)
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
    fn a_missing_cargo_is_named() {
        let tools = Tools { cargo: "no-such-cargo".into(), ..Tools::from_environment() };
        let error = build_component(Path::new("."), ALLOCATOR, &tools).unwrap_err();
        assert!(error.to_string().starts_with("could not run no-such-cargo"), "{error}");
    }
}
