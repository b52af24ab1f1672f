//! What folders hold, in the order of names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::source;
use super::test::is_test_file;
use crate::fleet::is_description;

/// The folder of policies in a project.
const POLICIES: &str = "policies";

/// A file by which programs mark a folder of things that can be made again, such as cargo's `target`.
const CACHE: &str = "CACHEDIR.TAG";

/// Where the policies are if nobody says: in the folder `policies`, or here where there is none.
pub(crate) fn of_policies() -> PathBuf {
    PathBuf::from(if Path::new(POLICIES).is_dir() { POLICIES } else { "." })
}

/// The files that `paths` mean, in that order and each once: of a folder every policy, test file and description of a
/// fleet. Without a path it is the folder of policies.
pub(crate) fn meant(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let project = [of_policies()];
    let mut meant = Vec::new();
    for path in if paths.is_empty() { &project } else { paths } {
        for file in if path.is_dir() { files(path, is_ours)? } else { vec![path.clone()] } {
            if !meant.contains(&file) {
                meant.push(file);
            }
        }
    }
    Ok(meant)
}

/// Whether a file of a folder is a test file, a description of a fleet or a policy. One that cannot be read says so when
/// it is looked at.
fn is_ours(path: &Path) -> bool {
    let is_toml = path.extension().is_some_and(|ending| ending == "toml");
    let is_policy = || source::text(path).map_or(true, |text| analysis::format::is_policy(&text));
    is_test_file(path) || is_description(path) || (is_toml && is_policy())
}

/// The files of a folder and those below it that `is_meant`. Hidden folders and caches are left out.
pub(crate) fn files(folder: &Path, is_meant: fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    walk(folder, is_meant, &mut files)?;
    Ok(files)
}

fn walk(folder: &Path, is_meant: fn(&Path) -> bool, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in sorted(folder)? {
        let path = folder.join(entry.file_name());
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type()?.is_dir() && !hidden && !path.join(CACHE).exists() {
            walk(&path, is_meant, files)?;
        } else if is_meant(&path) && path.is_file() {
            files.push(plain(&path));
        }
    }
    Ok(())
}

/// What stands in a folder.
pub(crate) fn sorted(folder: &Path) -> Result<Vec<fs::DirEntry>> {
    let read = || -> io::Result<Vec<fs::DirEntry>> { fs::read_dir(folder)?.collect() };
    let mut entries = read().with_context(|| format!("could not read the folder {}", folder.display()))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

/// The path as people write it.
pub(crate) fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}
