//! Paths of this machine, and what stands for them in the component.
//!
//! Panic messages carry the paths of source files. Without this the component's bytes would differ with the folder,
//! the user and the registry's mirror.

use std::env;
use std::fs;
use std::path::{Path, PathBuf, absolute};

use crate::Error;

/// Between flags in `CARGO_ENCODED_RUSTFLAGS`, where a path may hold spaces.
const SEPARATOR: &str = "\x1f";

/// The folders that source files of the component come from.
pub(crate) struct Sources<'a> {
    pub workspace: &'a Path,
    pub target_dir: &'a Path,
    pub sysroot: &'a Path,
    pub compiler_commit: &'a str,
}

/// The compiler's flags that replace this machine's paths, as the value of `CARGO_ENCODED_RUSTFLAGS`.
///
/// The crates must have been fetched, so that the registry's folders are there.
pub(crate) fn encoded_rustflags(sources: &Sources<'_>) -> Result<String, Error> {
    let mut paths = vec![
        (sources.workspace.to_owned(), "/stamp".to_owned()),
        (sources.target_dir.to_owned(), "/target".to_owned()),
        (sources.sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{}", sources.compiler_commit)),
    ];
    if let Some(home) = cargo_home() {
        paths.extend(registries(&home).into_iter().map(|folder| (folder, "/registry".to_owned())));
        paths.push((home, "/cargo".to_owned()));
    }
    encode(paths)
}

/// Of several prefixes that match, the compiler takes the last: so a folder inside another comes after it.
fn encode(mut paths: Vec<(PathBuf, String)>) -> Result<String, Error> {
    paths.sort_by_key(|(path, _)| path.components().count());
    let flags: Result<Vec<String>, Error> = paths.iter().map(|(path, name)| flag(path, name)).collect();
    Ok(flags?.join(SEPARATOR))
}

fn flag(path: &Path, name: &str) -> Result<String, Error> {
    let path = path.to_str().ok_or_else(|| Error::new(format!("{} is not UTF-8: build elsewhere", path.display())))?;
    Ok(format!("--remap-path-prefix={path}={name}"))
}

fn cargo_home() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    absolute(home).ok()
}

/// The folders of unpacked crates, one for each registry. Their names differ where a mirror stands in for it.
fn registries(cargo_home: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(cargo_home.join("registry/src")) else { return Vec::new() };
    let mut folders: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_inside_another_comes_after_it() {
        let paths = vec![(PathBuf::from("/a/b/c"), "/inner".to_owned()), (PathBuf::from("/a"), "/outer".to_owned())];
        let flags = encode(paths).unwrap();
        assert_eq!(flags, "--remap-path-prefix=/a=/outer\x1f--remap-path-prefix=/a/b/c=/inner");
    }

    #[test]
    fn a_machine_without_a_registry_has_no_folders_to_replace() {
        assert!(registries(Path::new("/no/such/folder")).is_empty());
    }
}
